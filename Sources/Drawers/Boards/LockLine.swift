import Host
import SerialLines

/// A serial line with one or more boards of one family: opens it when needed, serialises its users, guards the locks.
///
/// Its calls block on its own thread; waits for a lock's turn do not, so that sensors are read meanwhile.
actor LockLine<Wire: BoardWire & ~Copyable> {
    private let settings: LockLineSettings
    private let timing: LockTiming
    private let executor: BlockingExecutor
    private var gate: PulseGate
    private var wire: Wire?

    init(_ settings: LockLineSettings, timing: LockTiming) {
        self.settings = settings
        self.timing = timing
        executor = BlockingExecutor(label: "signet.drawers")
        gate = PulseGate(timing: timing)
        wire = nil
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// One exchange on the open line; opens it first where the last use found it broken.
    func use<Answer: Sendable>(
        _ exchange: @Sendable (inout Wire) throws(DrawersError) -> Answer
    ) throws(DrawersError) -> Answer {
        var open = if let kept = wire.take() { kept } else { try Wire(settings) }
        do throws(DrawersError) {
            let answer = try exchange(&open)
            wire = consume open
            return answer
        } catch {
            // A line that broke is opened anew at the next use: an adapter comes back under the same name.
            if error.cause == nil { wire = consume open } else { open.close() }
            throw error
        }
    }

    /// A pulse when its turn has come.
    func pulse(
        _ lock: PulseGate.Lock,
        for duration: Duration,
        energised: Duration
    ) async throws(DrawersError) {
        let giveUp = ContinuousClock.now.advanced(by: timing.waitMax)
        while true {
            let earliest = gate.earliest(lock, at: .now)
            if earliest <= .now { break }
            guard earliest <= giveUp else {
                let wait = Int((ContinuousClock.now.duration(to: earliest) / .seconds(1)).rounded(.up))
                throw DrawersError(
                    .notRested,
                    "lock \(lock.number) may be energised again in \(wait) s; wait"
                )
            }
            do {
                try await ContinuousClock().sleep(until: earliest)
            } catch {
                throw DrawersError(
                    .cancelled,
                    "the wait for lock \(lock.number) was given up; nothing was sent"
                )
            }
        }
        do throws(DrawersError) {
            try use { wire throws(DrawersError) in
                try wire.pulse(lock.board, lock: lock.number, for: duration)
            }
        } catch {
            if error.code == .outcomeUnknown { gate.note(lock, start: .now, duration: energised) }
            throw error
        }
        gate.note(lock, start: .now, duration: energised)
    }

    /// Gives the line back; the next use opens it again.
    func close() {
        if let open = wire.take() { open.close() }
    }
}
