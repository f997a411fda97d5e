/// The drawers of a cabinet: its boards, their wiring, and a watch on each drawer.
///
/// Somebody calls `look` regularly, ten times a second by default; everything that is known of the drawers comes from there.
package actor DrawerBank {
    private let boards: [String: any LockBoard]
    private let wirings: [Int: DrawerWiring]
    private let pulse: Duration
    private var watches: [Int: DrawerWatch]

    /// How long each board took to answer the last look; none for one that was silent.
    package private(set) var answerTimes: [String: Duration] = [:]

    /// Checks the wiring against the boards: every place exists, and no lock, input or light serves two drawers.
    ///
    /// `pulse` is how long a lock is energised where the board lets it be chosen, 100...500 ms. Errors: `misconfigured`.
    package init(
        boards: [String: any LockBoard],
        wirings: [DrawerWiring],
        timing: DrawerTiming,
        pulse: Duration = .milliseconds(200)
    ) throws(DrawersError) {
        try WiringCheck(boards: boards).check(wirings)
        guard LockTiming.pulseRange.contains(pulse) else {
            throw DrawersError(.misconfigured, "a pulse lasts 100 to 500 ms, not \(pulse)")
        }
        self.boards = boards
        self.pulse = pulse
        self.wirings = Dictionary(wirings.map { ($0.drawer, $0) }) { first, _ in first }
        watches = Dictionary(wirings.map { ($0.drawer, DrawerWatch(timing: timing)) }) { first, _ in first }
    }

    /// The drawers' numbers, in order.
    package nonisolated var drawers: [Int] { wirings.keys.sorted() }

    /// The boards' names, in order.
    package nonisolated var boardNames: [String] { boards.keys.sorted() }

    /// Switches everything off that can stay on, board by board; one that is dead does not keep the others from starting.
    package func start() async -> [BoardFault] {
        var faults: [BoardFault] = []
        for (name, board) in boards.sorted(by: { $0.key < $1.key }) {
            do throws(DrawersError) {
                try await board.switchAllOff()
            } catch {
                faults.append(BoardFault(board: name, error: error))
            }
        }
        return faults
    }

    /// Reads every board once and says what happened to the drawers since the last look, and which boards were silent.
    package func look() async -> (reports: [DrawerReport], faults: [BoardFault]) {
        var inputs: [String: [Bool]] = [:]
        var faults: [BoardFault] = []
        for (name, board) in boards.sorted(by: { $0.key < $1.key }) {
            let start = ContinuousClock.now
            answerTimes[name] = nil
            do throws(DrawersError) {
                inputs[name] = try await board.readInputs()
                answerTimes[name] = start.duration(to: .now)
            } catch {
                faults.append(BoardFault(board: name, error: error))
            }
        }
        let now = ContinuousClock.now
        var reports: [DrawerReport] = []
        for drawer in drawers {
            guard let sample = wirings[drawer]?.sample(inputs) else { continue }
            let events = watches[drawer]?.observe(sample, at: now) ?? []
            reports += events.map { DrawerReport(drawer: drawer, event: $0) }
        }
        return (reports, faults)
    }

    /// Opens one drawer: its watch is told, then its lock is energised once.
    ///
    /// Write the intent down before. After `outcomeUnknown` the drawer may open: `look` tells, with `opened` or `jammed`;
    /// do not call again before. After any other error nothing moved.
    package func release(_ drawer: Int) async throws(DrawersError) {
        let wiring = try wiring(drawer)
        let board = try board(wiring.lock)
        watches[drawer]?.release(at: .now)
        do throws(DrawersError) {
            try await board.pulse(lock: wiring.lock.number, for: pulse)
        } catch {
            if error.code != .outcomeUnknown { watches[drawer]?.withdrawRelease() }
            throw error
        }
        // The wait for the lock's turn may have been long; the time to open runs from the pulse.
        watches[drawer]?.noteReleased(at: .now)
    }

    /// Switches a drawer's light.
    ///
    /// `unsupported` where it has none.
    package func setLight(of drawer: Int, on: Bool) async throws(DrawersError) {
        guard let light = try wiring(drawer).light else {
            throw DrawersError(.unsupported, "drawer \(drawer) has no light; wire one or turn its hint off")
        }
        try await board(light).setLight(light.number, on: on)
    }

    /// What a drawer is doing; nil where there is no such drawer.
    package func state(of drawer: Int) -> DrawerState? { watches[drawer]?.state }

    /// A drawer's alarms that nobody has cleared.
    package func latchedAlarms(of drawer: Int) -> Set<DrawerState> { watches[drawer]?.latched ?? [] }

    /// Clears a latched alarm; false while its cause lasts.
    ///
    /// Who may is decided before.
    package func clear(_ alarm: DrawerState, of drawer: Int) -> Bool {
        watches[drawer]?.clear(alarm) ?? false
    }
}

extension DrawerBank {
    private func wiring(_ drawer: Int) throws(DrawersError) -> DrawerWiring {
        guard let wiring = wirings[drawer] else {
            throw DrawersError(.noSuchPart, "there is no drawer \(drawer) in this cabinet")
        }
        return wiring
    }

    private func board(_ place: DrawerWiring.Place) throws(DrawersError) -> any LockBoard {
        guard let board = boards[place.board] else {
            throw DrawersError(.misconfigured, "there is no board \(place.board) in this cabinet")
        }
        return board
    }
}
