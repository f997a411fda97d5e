import Custody
import Records

extension NeverLeft {
    /// Judges a question.
    ///
    /// i and j are the challenges at both ends: the last one at or before the first moment, the first one at or after the last.
    ///
    /// - Throws: ``RecordsError`` for an open group that does not decode.
    init(_ question: PresenceQuestion) throws(RecordsError) {
        let judge = try PresenceJudge(question)
        let range = question.range
        let proved = judge.points.filter(\.isProved)
        let start = proved.last { $0.wall <= range.from }
        // What left after the last moment and came back proves nothing about it: such a challenge is no end.
        let later = judge.departures.first { $0.time > range.to }?.place
        let end = proved.first { point in point.wall >= range.to && later.map { point.place < $0 } ?? true }
        let window = MomentWindow(from: start?.wall ?? range.from, to: end?.wall ?? range.to)
        let written = question.records.filter { window.contains($0.leaf.header.time.milliseconds) }

        cabinet = question.cabinet
        first = start?.place ?? written.first?.place ?? ActPlace(index: 0)
        last = end?.place ?? written.last?.place ?? ActPlace(index: 0)
        let leaves = first...max(first, last)
        // By leaf and by time: an observation is written down later than the moment at which it proves.
        departures = judge.departures.filter {
            $0.time <= range.to && (leaves.contains($0.place) || window.contains($0.time))
        }
        closed = judge.closed.filter { leaves.contains($0.place) || window.contains($0.time) }.map(\.place)
        leftOut = judge.leftOut.filter { leaves.contains($0.place) || window.contains($0.time) }.map(\.place)
        batteryCount = judge.batteryCount
        isCaseUnwatched = judge.isCaseUnwatched
        let supporting = judge.points.filter { window.contains($0.wall) }
        let proofs = proved.filter { window.contains($0.wall) }
        provedCount = proofs.count
        longestUnsupported = Self.longest(proofs, window)

        var gaps = judge.gaps.filter { window.touches($0) }
        // The two challenges bound the window: where one is missing, so is the support up to the nearest.
        if start == nil {
            gaps.append(PresenceGap(.startUnproved, from: window.from, to: proofs.first?.wall ?? window.to))
        }
        if end == nil {
            gaps.append(PresenceGap(.endUnproved, from: proofs.last?.wall ?? window.from, to: window.to))
        }
        gaps += Self.unwatched(judge.spans, window)
        gaps += ClockJudge(written).gaps
        gaps += Self.silences(supporting)
        gaps += Self.bounds(question)
        gaps += question.breaks.filter(window.touches).map {
            PresenceGap($0.kind, from: max($0.from, window.from), to: min($0.to, window.to), place: $0.place)
        }
        gaps += question.elsewhere.filter(window.contains).map { PresenceGap(.elsewhere, from: $0, to: $0) }
        if question.records.isEmpty || question.registered(nil) == nil {
            gaps.append(PresenceGap(.homeUnknown, from: window.from, to: window.to))
        }
        self.gaps = Self.merged(gaps)
    }

    /// What lies before the first look at the drawer and after the last; holes between two are found where they are read.
    private static func unwatched(_ spans: [(from: Int64, to: Int64)], _ window: MomentWindow)
        -> [PresenceGap]
    {
        let within = spans.filter { $0.from <= window.to && $0.to >= window.from }
        guard let began = within.map(\.from).min(), let ended = within.map(\.to).max() else {
            return [PresenceGap(.drawerUnwatched, from: window.from, to: window.to)]
        }
        var gaps: [PresenceGap] = []
        if began > window.from {
            gaps.append(PresenceGap(.drawerUnwatched, from: window.from, to: began))
        }
        if ended < window.to { gaps.append(PresenceGap(.drawerUnwatched, from: ended, to: window.to)) }
        return gaps
    }

    /// Where two points that see the seal lie more than five minutes apart.
    private static func silences(_ points: [PresencePoint]) -> [PresenceGap] {
        zip(points, points.dropFirst()).compactMap { earlier, later in
            earlier.milliseconds(to: later) > Int64(PresenceObserved.spanMax)
                ? PresenceGap(.silence, from: earlier.wall, to: later.wall, place: later.place) : nil
        }
    }

    private static func longest(_ proofs: [PresencePoint], _ window: MomentWindow) -> Int64 {
        guard let first = proofs.first, let last = proofs.last else { return window.to - window.from }
        let between = zip(proofs, proofs.dropFirst()).map { $0.milliseconds(to: $1) }.max() ?? 0
        return max(between, max(first.wall - window.from, window.to - last.wall))
    }

    /// What lies in the interval and not in the file.
    private static func bounds(_ question: PresenceQuestion) -> [PresenceGap] {
        let range = question.range
        // What is left out says nothing of how far the others go.
        let records = question.records.filter(\.verdict.counts)
        guard let first = records.first, let last = records.last else {
            return [PresenceGap(.unmirrored, from: range.from, to: range.to)]
        }
        var gaps: [PresenceGap] = []
        let (begins, ends) = (first.leaf.header.time.milliseconds, last.leaf.header.time.milliseconds)
        if begins > range.from {
            // A log that begins within the interval says nothing of the time before; nor does one of which more is not shown.
            let kind = first.place.index > 0 ? PresenceGap.Kind.notShown : .epoch
            gaps.append(PresenceGap(kind, from: range.from, to: begins, place: first.place))
        }
        if ends < range.to {
            gaps.append(PresenceGap(.unmirrored, from: ends, to: range.to, place: last.place))
        }
        return gaps
    }

    /// Gaps of one kind that touch are one.
    private static func merged(_ gaps: [PresenceGap]) -> [PresenceGap] {
        var merged: [PresenceGap] = []
        for kind in PresenceGap.Kind.allCases {
            var open: PresenceGap?
            for gap in gaps.filter({ $0.kind == kind }).sorted(by: { ($0.from, $0.to) < ($1.from, $1.to) }) {
                if let last = open, gap.from <= last.to {
                    open = PresenceGap(kind, from: last.from, to: max(last.to, gap.to), place: last.place)
                } else {
                    if let open { merged.append(open) }
                    open = gap
                }
            }
            if let open { merged.append(open) }
        }
        return merged.sorted { ($0.from, $0.to) < ($1.from, $1.to) }
    }
}

/// The time between two challenges.
private struct MomentWindow {
    let from: Int64
    let to: Int64

    func contains(_ milliseconds: Int64) -> Bool { from <= milliseconds && milliseconds <= to }

    func touches(_ gap: PresenceGap) -> Bool { gap.from <= to && gap.to >= from }
}
