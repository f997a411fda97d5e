import Dispatch
package import SerialLines
import Synchronization

/// A lock board with its drawers at the far end of a serial line: bytes on the line, hands at the drawers.
///
/// Fault model. The line: cut in both directions; hears itself (an adapter's echo). The board: without power; answers
/// garbled; answers lost after the work was done. A drawer: bolt jammed, hook that does not catch, door held by a hand,
/// pried open; either sensor stuck or chattering. Bytes take the wire's time in both directions, ten bits each.
///
/// It runs on a thread of its own from its making until `stop`.
package final class SimulatedLockBoard: Sendable {
    /// What a sensor does instead of sensing.
    package enum SensorFault: Hashable, Sendable {
        /// It shows a closed contact (true) or an open one, whatever the drawer does.
        case stuck(closed: Bool)
        /// It changes all the time.
        case chattering
    }

    /// The two switches of a drawer.
    package enum Sensor: Hashable, Sendable {
        case door
        case bolt
    }

    /// How the drawers are wired to the board.
    package let plan: SimulatedBoardPlan

    private let terminal: PseudoTerminal
    private let baud: BaudRate
    private let drawerOpened: @Sendable (Int) -> Void
    let state: Mutex<State>

    struct State {
        var parts: SimulatedBoardParts
        var faults = Faults()
        var isStopped = false
    }

    struct Faults {
        var isLineCut = false
        var isPowerless = false
        var hearsItself = false
        var answersToGarble = 0
        var answersToLose = 0
        var reportsToSend = 0
        var bytePause = Duration.zero
    }

    /// Puts the board at the far end of `terminal`, and starts it.
    ///
    /// `drawerOpened` is called with the drawer's number, from 1, on the board's thread whenever a drawer springs open.
    package init(
        _ plan: SimulatedBoardPlan,
        terminal: consuming PseudoTerminal,
        baud: BaudRate = .baud9600,
        drawerOpened: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.plan = plan
        self.terminal = terminal
        self.baud = baud
        self.drawerOpened = drawerOpened
        state = Mutex(State(parts: SimulatedBoardParts(plan: plan)))
        DispatchQueue(label: "signet.simulation.lock-board").async { [self] in run() }
    }

    /// The device that a driver opens.
    package var path: String { terminal.path }

    /// Ends the board's thread soon, and with it, when nobody else holds the board, its line.
    package func stop() { state.withLock { $0.isStopped = true } }
}

// The board's thread.
extension SimulatedLockBoard {
    /// Looks at its drawers at least this often while something moves.
    private static let movingStep: Duration = .milliseconds(5)
    /// And this often while nothing does.
    private static let restingStep: Duration = .milliseconds(40)
    /// A request whose bytes stop for this long is given up; a board does so after 3.5 characters, but a pseudo-terminal's
    /// bytes wait for both processes' turns.
    private static let requestPauseMax: Duration = .milliseconds(60)
    private static let requestByteCountMax = 512
    private static let writeMax: Duration = .milliseconds(200)

    private func run() {
        let responder: any BoardResponder =
            switch plan.kind {
            case .eightA: EightAResponder(address: plan.address)
            case .modbus: ModbusResponder(address: plan.address)
            }
        var heard: [UInt8] = []
        var heardSince = ContinuousClock.now
        var heardLast = heardSince
        while let isMoving = look() {
            let step = isMoving || !heard.isEmpty ? Self.movingStep : Self.restingStep
            // A line without a user is a quiet line.
            let bytes = (try? terminal.readSome(countMax: 256, until: .now.advanced(by: step))) ?? []
            let now = ContinuousClock.now
            if !bytes.isEmpty {
                if heard.isEmpty { heardSince = now }
                heardLast = now
                if isReachable { heard += bytes }
            } else if !heard.isEmpty, heardLast.duration(to: now) > Self.requestPauseMax {
                heard = []
            }
            heard = Array(heard.suffix(Self.requestByteCountMax))
            while let request = nextRequest(in: &heard, responder) {
                heardSince = heardSince.advanced(by: baud.duration(ofBytes: request.count))
                pause(until: heardSince)
                obey(request, responder)
            }
        }
    }

    /// Takes the first whole request out of what was heard, and the noise before it.
    private func nextRequest(in heard: inout [UInt8], _ responder: any BoardResponder) -> [UInt8]? {
        while !heard.isEmpty {
            switch responder.scan(heard) {
            case .incomplete: return nil
            case .noise: heard.removeFirst()
            case .frame(let byteCount):
                defer { heard.removeFirst(byteCount) }
                return Array(heard.prefix(byteCount))
            }
        }
        return nil
    }

    /// Lets the drawers move and says whether one still does; nil when the board has stopped.
    private func look() -> Bool? {
        let (isStopped, isMoving, opened) = state.withLock { state in
            (state.isStopped, state.parts.isMoving, state.parts.advance(to: .now))
        }
        for drawer in opened { drawerOpened(drawer) }
        return isStopped ? nil : isMoving
    }

    private var isReachable: Bool {
        state.withLock { !$0.faults.isLineCut && !$0.faults.isPowerless }
    }

    private func obey(_ request: [UInt8], _ responder: any BoardResponder) {
        if state.withLock({ $0.faults.hearsItself }) { send(request) }
        let answer = state.withLock { state in responder.answer(request, &state.parts, at: .now) }
        guard var answer else { return }
        pause(until: .now.advanced(by: answer.after))
        let isLost = state.withLock { state in
            if state.faults.answersToLose > 0 {
                state.faults.answersToLose -= 1
                return true
            }
            if state.faults.answersToGarble > 0 {
                state.faults.answersToGarble -= 1
                answer = BoardAnswer(bytes: Self.garbled(answer.bytes), after: answer.after)
            }
            return false
        }
        for report in takeReports() { send(report) }
        if !isLost { send(answer.bytes) }
    }

    private func takeReports() -> [[UInt8]] {
        let count = state.withLock { state in
            defer { state.faults.reportsToSend = 0 }
            return plan.kind == .eightA ? state.faults.reportsToSend : 0
        }
        return Array(repeating: EightAResponder.report(from: plan.address), count: count)
    }

    private static func garbled(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        bytes[bytes.count / 2] ^= 0x10
        return bytes
    }

    /// One byte after the other, each when its last bit would be through.
    private func send(_ bytes: [UInt8]) {
        let begun = ContinuousClock.now
        for (index, byte) in bytes.enumerated() {
            let bytePause = state.withLock { $0.faults.bytePause }
            pause(until: begun.advanced(by: (baud.duration(ofBytes: 1) + bytePause) * (index + 1)))
            guard isReachable else { return }
            // A line that nobody reads fills up and loses bytes, as a wire does.
            try? terminal.write([byte], until: .now.advanced(by: Self.writeMax))
        }
    }

    /// Waits, and lets the drawers move meanwhile.
    private func pause(until instant: ContinuousClock.Instant) {
        while ContinuousClock.now < instant {
            _ = look()
            terminal.pause(until: min(instant, .now.advanced(by: Self.movingStep)))
        }
    }
}
