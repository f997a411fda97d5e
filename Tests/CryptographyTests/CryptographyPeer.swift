import Foundation
import Testing

@testable import Cryptography

/// Runs Tests/Peers/cryptography_peer.py, which answers with the package "cryptography" of PyPI.
///
/// The interpreter is that of SIGNET_PEERS_PYTHON, or else that of the environment which `./test peers` makes.
struct CryptographyPeer {
    struct Request {
        let operation: String
        let arguments: [[UInt8]]
        var numbers: [Int] = []

        var line: String {
            let words = arguments.map { $0.isEmpty ? "-" : Hex.encode($0) } + numbers.map(String.init)
            return ([operation] + words).joined(separator: " ") + "\n"
        }
    }

    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static var interpreter: String {
        ProcessInfo.processInfo.environment["SIGNET_PEERS_PYTHON"]
            ?? root.appending(path: ".build-peers/main/bin/python").path()
    }

    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: interpreter) }

    /// The answers, one for each request.
    ///
    /// timeout(1) ends a peer that hangs.
    static func answers(to requests: [Request]) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "signet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Files, not pipes: neither side can block on the other.
        let (input, output) = (folder.appending(path: "requests"), folder.appending(path: "answers"))
        try Data(requests.map(\.line).joined().utf8).write(to: input)
        try Data().write(to: output)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/timeout")
        process.arguments = [
            "60", interpreter, root.appending(path: "Tests/Peers/cryptography_peer.py").path(),
        ]
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let answers = try String(contentsOf: output, encoding: .utf8).split(separator: "\n").map(String.init)
        try #require(answers.count == requests.count)
        return answers
    }
}
