import Foundation
import SerialLines
import Simulation
import Testing

/// The simulated Modbus board, held against a master that others wrote.
@Suite(.serialized, .timeLimit(.minutes(3))) struct LockBoardPollPeerTests {
    /// mbpoll, a Modbus master of Debian, reads what the simulated board's switches show.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/mbpoll")))
    func `mbpoll understands the simulated Modbus board`() async throws {
        let board = SimulatedLockBoard(
            SimulatedBoardPlan(kind: .modbus, drawerCount: 2),
            terminal: try PseudoTerminal()
        )
        defer { board.stop() }
        // Type 1: discrete inputs; references from 1; inputs 1, 2, 9 and 10 are the four closed switches.
        #expect(
            try Self.mbpoll(board.path, ["-t", "1", "-r", "1", "-c", "16"])
                == (1...16).map { [1, 2, 9, 10].contains($0) }
        )
        // Type 0: coils; light 1 is coil 9.
        _ = try Self.mbpoll(board.path, ["-t", "0", "-r", "9"], write: "1")
        #expect(board.isLit(1) && !board.isLit(2))
        #expect(try Self.mbpoll(board.path, ["-t", "0", "-r", "9", "-c", "2"]) == [true, false])
        // A coil of a lock that is switched on and off: the drawer springs open.
        _ = try Self.mbpoll(board.path, ["-t", "0", "-r", "2"], write: "1")
        #expect(try await Self.eventually { board.isOpen(2) })
        _ = try Self.mbpoll(board.path, ["-t", "0", "-r", "2"], write: "0")
        #expect(
            try Self.mbpoll(board.path, ["-t", "1", "-r", "1", "-c", "16"])
                == (1...16).map { [1, 9].contains($0) }
        )
    }

    private static func eventually(_ isSo: () -> Bool) async throws -> Bool {
        let deadline = ContinuousClock.now.advanced(by: .seconds(60))
        while ContinuousClock.now < deadline {
            if isSo() { return true }
            try await Task.sleep(for: .milliseconds(5))
        }
        // Where the machine let nobody look for so long.
        return isSo()
    }

    /// The bits that mbpoll prints, one "[reference]: value" a line.
    private static func mbpoll(_ path: String, _ words: [String], write: String? = nil) throws -> [Bool] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/mbpoll")
        process.arguments =
            ["-m", "rtu", "-a", "1", "-b", "9600", "-d", "8", "-s", "1", "-P", "none", "-o", "2", "-q"]
            + (write == nil ? ["-1"] : []) + words + [path] + (write.map { [$0] } ?? [])
        process.standardOutput = output
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(text)")
        return text.split(separator: "\n").filter { $0.hasPrefix("[") }.map { $0.hasSuffix("1") }
    }
}
