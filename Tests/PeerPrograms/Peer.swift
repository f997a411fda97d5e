import Foundation

/// A program of Tests/Peers: somebody else's implementation, in the Python that SIGNET_PEERS_PYTHON names.
package enum Peer {
    /// The interpreter; nil where nobody installed the peers.
    package static var python: String? { ProcessInfo.processInfo.environment["SIGNET_PEERS_PYTHON"] }

    /// The program ended otherwise than with 0.
    package struct Failed: Error {
        /// Its exit code.
        package let status: Int32
    }

    /// Runs a program and returns the lines that it prints.
    package static func lines(_ program: String, _ arguments: [String]) throws -> [String] {
        guard let python else { return [] }
        // This file is Tests/PeerPrograms/Peer.swift.
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let program = tests.appendingPathComponent("Peers/\(program)").path
        return try output(of: python, [program] + arguments).split(separator: "\n").map(String.init)
    }

    /// Runs a program of the machine and returns what it prints.
    package static func output(of program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(status: process.terminationStatus) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
