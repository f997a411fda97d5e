import Foundation
import Testing

/// One of the built daemons, running as a service manager would start it.
final class Program {
    private static let endLimit = Duration.seconds(30)
    private static let lookPause = Duration.milliseconds(20)

    private let process = Process()
    private let errors: URL

    /// Starts a program from beside the running tests; what it says on standard error goes to a file in `folder`.
    init(_ name: String, _ arguments: [String], environment: [String: String], in folder: URL) throws {
        errors = folder.appending(path: ".\(name).stderr")
        try Data().write(to: errors)
        process.executableURL = CommandRun.program(name)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = CommandRun.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// What it has said on standard error so far.
    var said: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

    /// Waits until it has said something on standard error.
    func says(_ text: String, within limit: Duration) async throws {
        let deadline = ContinuousClock.now + limit
        while !said.contains(text) {
            try #require(.now < deadline, "it never said \(text): \(said)")
            try await Task.sleep(for: Self.lookPause)
        }
    }

    /// Asks it to stop, as a service manager does, and gives its exit code.
    func stop() async throws -> Int32 {
        kill(process.processIdentifier, SIGTERM)
        let deadline = ContinuousClock.now + Self.endLimit
        while process.isRunning {
            try #require(.now < deadline, "it was asked to stop and goes on: \(said)")
            try await Task.sleep(for: Self.lookPause)
        }
        return process.terminationStatus
    }
}
