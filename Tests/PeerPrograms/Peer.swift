import Dispatch
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

    /// A program that serves until it is stopped.
    package final class Server: Sendable {
        /// The first line that it printed.
        package let firstLine: String
        private let identifier: Int32

        fileprivate init(firstLine: String, identifier: Int32) {
            self.firstLine = firstLine
            self.identifier = identifier
        }

        deinit { kill(identifier, SIGTERM) }
    }

    /// Starts a program that serves, and waits for its first line, such as the port.
    ///
    /// It ends with the value that is returned.
    package static func server(_ program: String, _ arguments: [String]) throws -> Server? {
        guard let process = process(program, arguments) else { return nil }
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        var line: [UInt8] = []
        while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n")
        {
            line.append(byte)
        }
        guard !line.isEmpty else {
            process.waitUntilExit()
            throw Failed(status: process.terminationStatus)
        }
        return Server(firstLine: String(decoding: line, as: UTF8.self), identifier: process.processIdentifier)
    }

    private static func process(_ program: String, _ arguments: [String]) -> Process? {
        guard let python else { return nil }
        // This file is Tests/PeerPrograms/Peer.swift.
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [tests.appendingPathComponent("Peers/\(program)").path] + arguments
        return process
    }

    /// Runs a program and returns the lines that it prints.
    package static func lines(_ program: String, _ arguments: [String]) throws -> [String] {
        guard let process = process(program, arguments) else { return [] }
        return try output(of: process).split(separator: "\n").map(String.init)
    }

    /// The same beside whatever the caller does meanwhile: on a thread of its own, since a test that waits on one of the pool keeps
    /// what it talks to from running.
    package static func linesAside(_ program: String, _ arguments: [String]) async throws -> [String] {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "signet.peer").async {
                continuation.resume(with: Result { try lines(program, arguments) })
            }
        }
    }

    /// Runs a program that refuses what it is given, and returns what it says of that; nil where it refuses nothing.
    package static func refusal(_ program: String, _ arguments: [String]) throws -> String? {
        guard let process = process(program, arguments) else { return nil }
        let said = Pipe()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = said
        try process.run()
        let bytes = try said.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? nil : String(decoding: bytes, as: UTF8.self)
    }

    /// Runs a program of the machine and returns what it prints.
    package static func output(of program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        return try output(of: process)
    }

    private static func output(of process: Process) throws -> String {
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(status: process.terminationStatus) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
