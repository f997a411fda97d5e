import Foundation
import Synchronization

/// Hands at the drawers of `Tests/Peers/pymodbus_board.py`, which runs as a process of its own.
final class PeerHands: Hands {
    /// The Python that has the peers' packages.
    static var python: String? { ProcessInfo.processInfo.environment["SIGNET_PEERS_PYTHON"] }

    struct Silent: Error {}

    let path: String
    private let process: Process
    private let pipes: Mutex<(orders: FileHandle, answers: FileHandle)>

    init() throws {
        guard let python = Self.python else { throw Silent() }
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../Peers/pymodbus_board.py"
        )
        let orders = Pipe()
        let answers = Pipe()
        process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [script.path]
        process.standardInput = orders
        process.standardOutput = answers
        try process.run()
        path = try Self.line(answers.fileHandleForReading)
        pipes = Mutex((orders.fileHandleForWriting, answers.fileHandleForReading))
    }

    func isOpen(_ drawer: Int) throws -> Bool { try ask("open \(drawer)") == "1" }
    func close(_ drawer: Int) throws { _ = try ask("close \(drawer)") }
    func pulseCount(_ drawer: Int) throws -> Int { Int(try ask("pulses \(drawer)")) ?? -1 }
    func isLit(_ drawer: Int) throws -> Bool { try ask("lit \(drawer)") == "1" }
    func cutLine(_ cut: Bool) throws { _ = try ask(cut ? "cut" : "mend") }

    /// The peer ends when its input does.
    func leave() {
        pipes.withLock { try? $0.orders.close() }
        process.waitUntilExit()
    }

    private func ask(_ order: String) throws -> String {
        try pipes.withLock { pipes in
            try pipes.orders.write(contentsOf: Data("\(order)\n".utf8))
            return try Self.line(pipes.answers)
        }
    }

    private static func line(_ handle: FileHandle) throws -> String {
        var bytes: [UInt8] = []
        while let byte = try handle.read(upToCount: 1)?.first {
            if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
        throw Silent()
    }
}
