/// How often the frames of one cabinet may cause something that is written and stays.
struct FrameBudget: Sendable {
    private let countMax: Int
    /// Milliseconds.
    private let span: UInt64
    /// By cabinet, in monotonic milliseconds.
    private var moments: [String: [UInt64]] = [:]

    /// So many within a span of milliseconds, for each cabinet.
    init(countMax: Int, within span: UInt64) { (self.countMax, self.span) = (countMax, span) }

    /// Whether there may be one more now; it counts then.
    mutating func spend(_ cabinet: String, at now: UInt64) -> Bool {
        var spent = (moments[cabinet] ?? []).filter { now - min(now, $0) < span }
        defer { moments[cabinet] = spent }
        guard spent.count < countMax else { return false }
        spent.append(now)
        return true
    }
}
