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
    private let state: Mutex<State>

    private struct State {
        var parts: SimulatedBoardParts
        var faults = Faults()
        var isStopped = false
    }

    private struct Faults {
        var isLineCut = false
        var isPowerless = false
        var hearsItself = false
        var answersToGarble = 0
        var answersToLose = 0
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

// Hands at the drawers. Drawers are numbered from 1; a number that there is not does nothing.
extension SimulatedLockBoard {
    /// True while the door stands open.
    package func isOpen(_ drawer: Int) -> Bool { read(drawer, false) { $0.isOpen } }

    /// True while the bolt is drawn.
    package func isBoltDrawn(_ drawer: Int) -> Bool { read(drawer, false) { $0.isBoltDrawn } }

    /// A person pushes the door shut; false when a hand holds it or there is no such drawer.
    @discardableResult
    package func close(_ drawer: Int) -> Bool {
        var shut = false
        change(drawer) { drawer, now in shut = drawer.push(at: now) }
        return shut
    }

    /// A hand holds the door where it is.
    package func hold(_ drawer: Int) { change(drawer) { drawer, _ in drawer.isHeld = true } }

    /// The hand lets go.
    package func letGo(_ drawer: Int) { change(drawer) { drawer, now in drawer.letGo(at: now) } }

    /// The bolt does not follow its coil any more, or does again.
    package func jam(_ drawer: Int, _ jammed: Bool = true) {
        change(drawer) { drawer, _ in drawer.isBoltJammed = jammed }
    }

    /// The hook does not catch any more when the door is pushed shut, or does again.
    package func wearHook(_ drawer: Int, _ worn: Bool = true) {
        change(drawer) { drawer, _ in drawer.isHookWorn = worn }
    }

    /// Somebody opens it with a crowbar.
    package func pry(_ drawer: Int) { change(drawer) { drawer, _ in drawer.pry() } }

    /// A sensor does this instead of sensing; nil mends it.
    package func setFault(_ fault: SensorFault?, of sensor: Sensor, _ drawer: Int) {
        let shown: SimulatedDrawer.SensorFault? =
            switch fault {
            case nil: nil
            case .stuck(let closed): .stuck(active: closed)
            case .chattering: .chattering
            }
        change(drawer) { drawer, _ in
            switch sensor {
            case .door: drawer.doorFault = shown
            case .bolt: drawer.boltFault = shown
            }
        }
    }

    /// True while the light of a drawer is on.
    package func isLit(_ drawer: Int) -> Bool {
        state.withLock { state in
            state.parts.lights.indices.contains(drawer - 1) && state.parts.lights[drawer - 1]
        }
    }

    /// How often a drawer's lock was energised since the board was made.
    package func pulseCount(_ drawer: Int) -> Int {
        state.withLock { state in
            state.parts.pulseCounts.indices.contains(drawer - 1) ? state.parts.pulseCounts[drawer - 1] : 0
        }
    }
}

// What befalls the line and the board.
extension SimulatedLockBoard {
    /// Cuts the line, or mends it: no byte passes in either direction.
    package func cutLine(_ cut: Bool = true) { state.withLock { $0.faults.isLineCut = cut } }

    /// Takes the board's power, or gives it back: every relay falls, nothing is heard.
    package func losePower(_ lost: Bool = true) {
        state.withLock { state in
            if lost, !state.faults.isPowerless { state.parts.losePower(at: .now) }
            state.faults.isPowerless = lost
        }
    }

    /// The adapter sends back what it is sent, or stops doing so.
    package func echo(_ on: Bool = true) { state.withLock { $0.faults.hearsItself = on } }

    /// One bit is wrong in each of the next `count` answers.
    package func garbleAnswers(_ count: Int = 1) { state.withLock { $0.faults.answersToGarble = count } }

    /// The next `count` answers never leave the board, which does what it was asked.
    package func loseAnswers(_ count: Int = 1) { state.withLock { $0.faults.answersToLose = count } }
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
        if !isLost { send(answer.bytes) }
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
            pause(until: begun.advanced(by: baud.duration(ofBytes: index + 1)))
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

    private func change(_ drawer: Int, _ change: (inout SimulatedDrawer, ContinuousClock.Instant) -> Void) {
        state.withLock { state in
            guard state.parts.drawers.indices.contains(drawer - 1) else { return }
            change(&state.parts.drawers[drawer - 1], .now)
        }
    }

    private func read<Answer>(
        _ drawer: Int,
        _ otherwise: Answer,
        _ read: (SimulatedDrawer) -> Answer
    ) -> Answer {
        state.withLock { state in
            state.parts.drawers.indices.contains(drawer - 1)
                ? read(state.parts.drawers[drawer - 1]) : otherwise
        }
    }
}
