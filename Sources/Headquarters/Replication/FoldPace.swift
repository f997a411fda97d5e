/// When acts are folded although something waits to be stored: one line that always has a frame waiting would else keep the acts
/// and alarms of all cabinets from every screen.
struct FoldPace {
    /// So many batches are stored before one stretch is folded.
    static let batchCountMax = 16
    /// So long what was stored waits for that at most.
    static let waitMillisecondsMax: UInt64 = 500

    private var batchCount = 0
    /// Monotonic milliseconds of the first batch that was stored since.
    private var since: UInt64?

    /// A batch was stored.
    mutating func noteStored(at now: UInt64) {
        batchCount += 1
        since = since ?? now
    }

    /// A stretch was folded.
    mutating func noteFolded() { (batchCount, since) = (0, nil) }

    /// Whether one is due, whatever waits.
    func isDue(at now: UInt64) -> Bool {
        guard let since else { return false }
        return batchCount >= Self.batchCountMax || now - min(now, since) >= Self.waitMillisecondsMax
    }
}
