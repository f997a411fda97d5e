import Cryptography
import Enrolment
import Foundation
import Simulation
import Testing

/// Daemons as a service manager runs them: started by their command line, heard at its socket, stopped by a signal.
@Suite(.timeLimit(.minutes(3))) struct DaemonTests {
    private static let limit = Duration.seconds(60)
    private static let watchdog = Duration.milliseconds(400)

    private func withFolder(_ body: (URL) async throws -> Void) async throws {
        // A short name: a socket's path has 107 bytes.
        let folder = URL(filePath: "/tmp/signet-daemon-\(UInt32.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }

    /// Starts a daemon as its unit does, hears that it is ready and lives, stops it, and hears that too.
    private func hear(
        _ unit: String,
        configuration: URL,
        in folder: URL,
        while body: (Program) async throws -> Void = { _ in }
    ) async throws {
        let unit = try Unit(name: unit)
        #expect(unit.isNotified)
        let manager = try SimulatedServiceManager(at: folder.appending(path: "notify").path())
        let program = try Program(
            unit.program,
            try #require(unit.arguments(configuration: configuration.path())),
            environment: manager.environment(watchdog: Self.watchdog),
            in: folder
        )
        do {
            #expect(try await manager.message(within: Self.limit) == "READY=1")
            for _ in 0..<3 { #expect(try await manager.message(within: Self.limit) == "WATCHDOG=1") }
            try await body(program)
        } catch { throw Failure(error: error, said: program.said) }
        #expect(try await program.stop() == 0, "\(program.said)")
        var last = "WATCHDOG=1"
        while last == "WATCHDOG=1" { last = try await manager.message(within: Self.limit) }
        #expect(last == "STOPPING=1")
    }

    private struct Failure: Error, CustomStringConvertible {
        let error: any Error
        let said: String

        var description: String { "\(error); the daemon said: \(said)" }
    }

    @Test func `the key service makes its masters, is ready, lives, and stops when it is told`() async throws
    {
        try await withFolder { folder in
            let configuration = folder.appending(path: "keys.yaml")
            let text = """
                state:
                  folder: \(folder.path())/state
                jobs:
                  socket: \(folder.path())/jobs
                organisation: example.org
                root: "\(String(repeating: "0f", count: 32))"
                """
            try text.write(to: configuration, atomically: true, encoding: .utf8)
            let tool = CommandRun.program("signet-hq-keys")
            let arguments = ["--configuration", configuration.path()]
            let early = try CommandRun(tool, arguments: arguments, in: folder)
            #expect(early.code == EXIT_FAILURE)
            #expect(early.error.contains("signet-hq-keys init"), "\(early.error)")

            let made = try CommandRun(tool, arguments: ["init"] + arguments, in: folder)
            #expect(made.code == 0, "\(made.error)")
            #expect(Hex.decode(made.output.trimmingCharacters(in: .newlines))?.count == 32)
            #expect(try CommandRun(tool, arguments: ["init"] + arguments, in: folder).code == EXIT_FAILURE)

            try await hear("signet-hq-keys.service", configuration: configuration, in: folder) { _ in
                #expect(FileManager.default.fileExists(atPath: "\(folder.path())/jobs"))
            }
        }
    }

    @Test func `a cabinet that waits for headquarters' answer is ready and lives`() async throws {
        try await withFolder { folder in
            let configuration = folder.appending(path: "cabinet.yaml")
            let text = """
                state:
                  folder: \(folder.path())/state
                readers:
                  front: \(folder.path())/reader-front
                  slots: [ "slot-1=\(folder.path())/reader-1" ]
                boards:
                  lines: [ "board-1=8a:1:\(folder.path())/board-1" ]
                """
            try text.write(to: configuration, atomically: true, encoding: .utf8)
            let slip = folder.appending(path: "c1.slip")
            try Self.slip().armored.write(to: slip, atomically: true, encoding: .utf8)
            let brought = try CommandRun(
                CommandRun.program("signet-cabinet"),
                arguments: ["enrol", "--configuration", configuration.path(), "--slip", slip.path()],
                in: folder
            )
            #expect(brought.code == 0, "\(brought.error)")
            try await hear("signet-cabinet.service", configuration: configuration, in: folder) { program in
                try await program.says("enrolment.asking", within: Self.limit)
            }
        }
    }

    /// A slip of a headquarters that nobody reaches: port 1 is reserved, and nothing listens there.
    private static func slip() throws -> SignedSlip {
        let credential = try CredentialKey(SecretBytes([UInt8](repeating: 1, count: 32)))
        let secrets = try HeadquartersSecrets(making: credential)
        let slip = try Slip(
            organisation: "example.org",
            cabinet: "c1",
            cabinetVersion: 1,
            site: "east",
            name: "1 号柜",
            root: SHA256.hash([1]),
            headquarters: try secrets.publicKeys(),
            replicationEndpoints: ["tcp://127.0.0.1:1"],
            enrolmentEndpoints: ["tcp://127.0.0.1:1"],
            expiry: .max
        )
        return try SignedSlip(slip, by: secrets.notes)
    }
}
