import Custody
import Records

/// Finds where the clocks of a stretch's leaves do not carry a claim: new starts, steps, times that nobody signed.
struct ClockJudge {
    /// How far wall clock and monotonic clock may go apart at once, in milliseconds.
    static let stepMin: Int64 = 2_000
    /// How far they may drift apart, in parts per million: what authorising time allows a crystal (Documentation/Records.md).
    static let driftMax: Int64 = 100

    private(set) var gaps: [PresenceGap] = []
    private var last: LeafHeader?
    /// Where wall and monotonic clock were last taken to agree.
    private var base: LeafHeader?

    /// The leaves as they were written: what a carried record says of a clock is of another time.
    ///
    /// What is left out says nothing of a clock.
    init(_ records: some Sequence<ActRecord>) {
        for record in records where record.verdict.counts { read(record.leaf.header, at: record.place) }
    }

    private mutating func read(_ header: LeafHeader, at place: ActPlace) {
        defer { last = header }
        let wall = header.time.milliseconds
        if header.sequence == 0 { gaps.append(PresenceGap(.epoch, from: wall, to: wall, place: place)) }
        if header.clockQuality == .unknown {
            gaps.append(PresenceGap(.clockUnknown, from: wall, to: wall, place: place))
        }
        guard let last, let base else {
            base = header
            return
        }
        guard last.boot == header.boot else {
            gaps.append(PresenceGap(.reboot, from: last.time.milliseconds, to: wall, place: place))
            self.base = header
            return
        }
        if header.monotonicMilliseconds < last.monotonicMilliseconds || hasStepped(from: base, to: header) {
            gaps.append(PresenceGap(.clockStep, from: last.time.milliseconds, to: wall, place: place))
            self.base = header
        }
    }

    private func hasStepped(from base: LeafHeader, to header: LeafHeader) -> Bool {
        let (mono, overflow) = Int64(clamping: header.monotonicMilliseconds)
            .subtractingReportingOverflow(Int64(clamping: base.monotonicMilliseconds))
        let (wall, far) = header.time.milliseconds.subtractingReportingOverflow(base.time.milliseconds)
        let (difference, apart) = wall.subtractingReportingOverflow(mono)
        guard !overflow, !far, !apart else { return true }
        return difference.magnitude > (Self.stepMin + mono / 1_000_000 * Self.driftMax).magnitude
    }
}
