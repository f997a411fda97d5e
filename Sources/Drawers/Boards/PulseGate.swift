/// When the next pulse may start: one lock at a time, each rested, and no more than the minute's budget.
///
/// No I/O.
struct PulseGate {
    /// A lock on one line.
    struct Lock: Hashable {
        let board: UInt8
        let number: Int
    }

    typealias Instant = ContinuousClock.Instant

    private let timing: LockTiming
    /// When the line's supply is free again.
    private var freeAt: Instant?
    /// When each lock has rested; at most one entry for each lock there is.
    private var restedAt: [Lock: Instant] = [:]
    /// Starts within the last minute, oldest first; never more than the budget.
    private var starts: [Instant] = []

    init(timing: LockTiming) {
        self.timing = timing
    }

    /// The first moment, not before `now`, at which this lock may be energised.
    func earliest(_ lock: Lock, at now: Instant) -> Instant {
        var earliest = now
        if let freeAt { earliest = max(earliest, freeAt) }
        if let rested = restedAt[lock] { earliest = max(earliest, rested) }
        if starts.count >= timing.pulsesPerMinuteMax {
            earliest = max(
                earliest,
                starts[starts.count - timing.pulsesPerMinuteMax].advanced(by: .seconds(60))
            )
        }
        return earliest
    }

    /// Notes a pulse that did or may have started by `start` and lasts `duration`.
    mutating func note(_ lock: Lock, start: Instant, duration: Duration) {
        let end = start.advanced(by: duration)
        freeAt = end.advanced(by: timing.gapBetweenLocks)
        restedAt[lock] = end.advanced(by: timing.restPerLock)
        starts.append(start)
        starts.removeFirst(max(0, starts.count - timing.pulsesPerMinuteMax))
    }
}
