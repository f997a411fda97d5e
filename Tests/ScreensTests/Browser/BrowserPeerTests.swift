import Foundation
import Testing

@testable import Screens

/// The pages in Chromium, driven by Tests/Peers/browser_peer.py: axe-core's rules, live regions, the PIN pad
/// with and without the script, sizes of targets and texts.
///
/// Photographs are left in .build-screenshots.
@Suite(.serialized, .timeLimit(.minutes(5))) struct BrowserPeerTests {
    @Test(arguments: BrowserPeer.checks)
    func `a browser finds what it should`(check: String) async throws {
        let server = GalleryServer()
        try await server.run { address in
            let outcome = try await BrowserPeer.run(check, at: address)
            #expect(outcome == "ok", "\(check): \(outcome)")
        }
    }
}

/// Runs one check of Tests/Peers/browser_peer.py.
///
/// The interpreter is that of SIGNET_PEERS_PYTHON_BROWSER, or else that of the environment which `./test peers` makes.
enum BrowserPeer {
    static let checks = [
        "accessibility", "photographs", "targets", "widths", "live", "tabs", "lost", "pin",
        "pin-without-script", "sent-once",
        "leave", "focus",
    ]

    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static var interpreter: String {
        ProcessInfo.processInfo.environment["SIGNET_PEERS_PYTHON_BROWSER"]
            ?? root.appending(path: ".build-peers/browser/bin/python").path()
    }

    /// Answers "ok", or what was found instead.
    ///
    /// timeout(1) ends a browser that hangs.
    static func run(_ check: String, at address: String) async throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "signet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let output = folder.appending(path: "answer")
        try Data().write(to: output)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/timeout")
        process.arguments = [
            "120", interpreter, root.appending(path: "Tests/Peers/browser_peer.py").path(), check, address,
            root.appending(path: ".build-screenshots").path(),
        ]
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = process.standardOutput
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        for await _ in ends {}
        return String(decoding: try Data(contentsOf: output), as: UTF8.self).trimmingCharacters(
            in: .whitespacesAndNewlines
        )
    }
}
