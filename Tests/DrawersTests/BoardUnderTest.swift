import Foundation
import SerialLines
import Simulation
import Testing

@testable import Drawers

/// The boards that the conformance suite runs against.
enum BoardKind: String, Sendable, CustomTestStringConvertible {
    case simulatedEightA
    case simulatedModbus
    /// pymodbus, where SIGNET_PEERS_PYTHON names a Python that has it.
    case pymodbus

    var testDescription: String { rawValue }
    var isModbus: Bool { self != .simulatedEightA }
    var drawerCount: Int { 4 }
}

/// What a test does at the drawers and at the line, beside the driver.
protocol Hands: Sendable {
    var path: String { get }
    func isOpen(_ drawer: Int) throws -> Bool
    func close(_ drawer: Int) throws
    func pulseCount(_ drawer: Int) throws -> Int
    func isLit(_ drawer: Int) throws -> Bool
    func cutLine(_ cut: Bool) throws
    func leave()
}

struct SimulatedHands: Hands {
    let board: SimulatedLockBoard

    var path: String { board.path }
    func isOpen(_ drawer: Int) -> Bool { board.isOpen(drawer) }
    func close(_ drawer: Int) { board.close(drawer) }
    func pulseCount(_ drawer: Int) -> Int { board.pulseCount(drawer) }
    func isLit(_ drawer: Int) -> Bool { board.isLit(drawer) }
    func cutLine(_ cut: Bool) { board.cutLine(cut) }
    func leave() { board.stop() }
}

/// The line and board of one test.
struct BoardUnderTest: Sendable {
    let kind: BoardKind
    let hands: any Hands
    let board: any LockBoard
    /// A board that the line's address does not reach.
    let absent: any LockBoard
    let timing: LockTiming

    /// Both switches of a drawer, active or not.
    func switches(_ drawer: Int) async throws -> (bolt: Bool, door: Bool) {
        let inputs = try await board.readInputs()
        return (
            inputs[SimulatedBoardPlan.boltInput(drawer) - 1], inputs[SimulatedBoardPlan.doorInput(drawer) - 1]
        )
    }
}

/// A timing that does not make a test wait.
func briskTiming(
    gap: Duration = .zero,
    rest: Duration = .zero,
    perMinute: Int = 60,
    wait: Duration = .seconds(2)
) throws -> LockTiming {
    try LockTiming(gapBetweenLocks: gap, restPerLock: rest, pulsesPerMinuteMax: perMinute, waitMax: wait)
}

/// Runs `body` with a board of its own and takes everything down again.
func withBoard(
    _ kind: BoardKind,
    timing: LockTiming? = nil,
    _ body: (BoardUnderTest) async throws -> Void
) async throws {
    let hands: any Hands =
        switch kind {
        case .simulatedEightA: try SimulatedHands(board: simulated(.eightA, drawers: kind.drawerCount))
        case .simulatedModbus: try SimulatedHands(board: simulated(.modbus, drawers: kind.drawerCount))
        case .pymodbus: try PeerHands()
        }
    defer { hands.leave() }
    try await withDriver(kind, hands, timing: timing, body)
}

/// Runs `body` with a simulated board whose faults it can cause.
func withSimulatedBoard(
    _ kind: SimulatedBoardPlan.Kind,
    timing: LockTiming? = nil,
    isInverted: Bool = false,
    _ body: (BoardUnderTest, SimulatedLockBoard) async throws -> Void
) async throws {
    let board = try simulated(kind, drawers: 4, isInverted: isInverted)
    defer { board.stop() }
    let kind: BoardKind = kind == .eightA ? .simulatedEightA : .simulatedModbus
    try await withDriver(kind, SimulatedHands(board: board), timing: timing) { try await body($0, board) }
}

private func simulated(
    _ kind: SimulatedBoardPlan.Kind,
    drawers: Int,
    isInverted: Bool = false
) throws -> SimulatedLockBoard {
    SimulatedLockBoard(
        SimulatedBoardPlan(kind: kind, drawerCount: drawers, isInverted: isInverted),
        terminal: try PseudoTerminal()
    )
}

private func withDriver(
    _ kind: BoardKind,
    _ hands: any Hands,
    timing: LockTiming?,
    _ body: (BoardUnderTest) async throws -> Void
) async throws {
    let timing = try timing ?? briskTiming()
    let settings = try LockLineSettings(
        path: hands.path,
        gap: .milliseconds(5),
        unlockAnswerMax: .milliseconds(1100),
        answerMax: .milliseconds(700)
    )
    if kind.isModbus {
        let line = ModbusLine(settings, timing: timing)
        try await body(
            BoardUnderTest(
                kind: kind,
                hands: hands,
                board: try modbusBoard(line, address: 1, kind.drawerCount),
                absent: try modbusBoard(line, address: 7, kind.drawerCount),
                timing: timing
            )
        )
        await line.close()
    } else {
        let line = EightALine(settings, timing: timing)
        try await body(
            BoardUnderTest(
                kind: kind,
                hands: hands,
                board: try line.board(address: 1, lockCount: kind.drawerCount),
                absent: try line.board(address: 7, lockCount: kind.drawerCount),
                timing: timing
            )
        )
        await line.close()
    }
}

private func modbusBoard(_ line: ModbusLine, address: UInt8, _ drawers: Int) throws -> any LockBoard {
    let row = SimulatedBoardPlan.drawerCountMax
    return try line.board(
        address: address,
        lockCount: drawers,
        lightCount: drawers,
        firstLight: row + 1,
        inputCount: 2 * row
    )
}

/// Asks again until it is so, five seconds at the most.
func eventually(_ isSo: () async throws -> Bool) async throws -> Bool {
    let deadline = ContinuousClock.now.advanced(by: .seconds(5))
    while ContinuousClock.now < deadline {
        if try await isSo() { return true }
        try await Task.sleep(for: .milliseconds(5))
    }
    return false
}
