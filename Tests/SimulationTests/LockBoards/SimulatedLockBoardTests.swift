import SerialLines
import Simulation
import Synchronization
import Testing

/// The simulated boards, held against the wire's clock and the hands at the drawers.
@Suite(.serialized, .timeLimit(.minutes(1))) struct SimulatedLockBoardTests {
    @Test func `an exchange takes the wire's time in both directions`() throws {
        let board = SimulatedLockBoard(
            SimulatedBoardPlan(kind: .eightA, drawerCount: 1),
            terminal: try PseudoTerminal()
        )
        defer { board.stop() }
        var line = try SerialLine(path: board.path, baud: .baud9600)
        let begun = ContinuousClock.now
        try line.write([0x80, 0x01, 0x00, 0x33, 0xB2], until: begun.advanced(by: .seconds(1)))
        let answer = try line.read(count: 7, until: begun.advanced(by: .seconds(1)))
        #expect(answer == [0x80, 0x01, 0x00, 0x01, 0x01, 0x33, 0xB2])
        // Twelve bytes of ten bits at 9,600 bits a second.
        #expect(ContinuousClock.now - begun >= .microseconds(12_500))
        try line.close()
    }

    @Test func `the callback names the drawer that sprang open`() async throws {
        let opened = Mutex<[Int]>([])
        let board = SimulatedLockBoard(
            SimulatedBoardPlan(kind: .eightA, drawerCount: 3),
            terminal: try PseudoTerminal()
        ) { drawer in opened.withLock { $0.append(drawer) } }
        defer { board.stop() }
        var line = try SerialLine(path: board.path, baud: .baud9600)
        try line.write([0x8A, 0x01, 0x02, 0x11, 0x98], until: .now.advanced(by: .seconds(1)))
        #expect(
            try line.read(count: 5, until: .now.advanced(by: .seconds(2))) == [0x8A, 0x01, 0x02, 0x00, 0x89]
        )
        #expect(opened.withLock { $0 } == [2])
        try line.close()
    }

    @Test func `a hand keeps a drawer shut, and a drawer from being shut`() throws {
        let board = SimulatedLockBoard(
            SimulatedBoardPlan(kind: .eightA, drawerCount: 2),
            terminal: try PseudoTerminal()
        )
        defer { board.stop() }
        var line = try SerialLine(path: board.path, baud: .baud9600)
        board.hold(1)
        try line.write([0x8A, 0x01, 0x01, 0x11, 0x9B], until: .now.advanced(by: .seconds(1)))
        #expect(
            try line.read(count: 5, until: .now.advanced(by: .seconds(2))) == [0x8A, 0x01, 0x01, 0x11, 0x9B]
        )
        #expect(!board.isOpen(1) && !board.isBoltDrawn(1))
        board.jam(2)
        try line.write([0x8A, 0x01, 0x02, 0x11, 0x98], until: .now.advanced(by: .seconds(1)))
        #expect(
            try line.read(count: 5, until: .now.advanced(by: .seconds(2))) == [0x8A, 0x01, 0x02, 0x11, 0x98]
        )
        #expect(!board.isOpen(2) && !board.isBoltDrawn(2))
        board.pry(2)
        board.hold(2)
        #expect(!board.close(2))
        board.letGo(2)
        #expect(board.close(2))
        #expect(!board.isOpen(2) && !board.isBoltDrawn(2))
        try line.close()
    }
}
