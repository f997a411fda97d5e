import Authority
import Custody
import Records

extension SealWhereabouts {
    /// Since when the place is known; nil where it is not.
    fileprivate var since: Int64? {
        switch self {
        case .unknown, .lastShown: nil
        case .inSlot(_, _, let moment), .unproved(_, _, let moment), .inHand(_, let moment): moment
        }
    }

    /// The place at a moment: as it is where every record in between is shown, else with what may have changed it.
    func held(
        until moment: Int64,
        _ authority: AuthorityHistory,
        _ policies: [PolicyReading],
        _ acts: [ActsReading]
    ) -> SealWhereabouts {
        guard let since else { return self }
        var doubts: [EvidenceSentence] = []
        for reading in acts { doubts += reading.doubts(since: since, until: moment) }
        let (shown, sites) = (Set(acts.map(\.cabinet.cabinet)), Set(policies.map(\.site.site)))
        for cabinet in authority.standing.cabinets.values.sorted(by: { $0.cabinet < $1.cabinet })
        where sites.contains(cabinet.site) && !shown.contains(cabinet.cabinet) {
            doubts.append(
                EvidenceSentence(
                    "\(cabinet.cabinet) 的记录不在文件中",
                    "no records of \(cabinet.cabinet) are in the file"
                )
            )
        }
        return doubts.isEmpty ? self : .lastShown(self, doubts)
    }
}

extension ActsReading {
    /// What may have moved the seal between two moments and cannot be seen.
    fileprivate func doubts(since: Int64, until moment: Int64) -> [EvidenceSentence] {
        let name = cabinet.cabinet
        var doubts: [EvidenceSentence] = []
        let closed = concealed.count { since <= $0 && $0 <= moment }
        if closed > 0 {
            doubts.append(
                EvidenceSentence(
                    "此后 \(name) 有 \(closed) 条可能移动该印章的记录未公开",
                    "\(closed) later records of \(name) that may have moved it are closed"
                )
            )
        }
        if log.first > 0, log.firstTime > since {
            doubts.append(
                EvidenceSentence(
                    "\(name) 的记录自 \(Moment.text(log.firstTime)) 才开始示出",
                    "records of \(name) are shown only from \(Moment.text(log.firstTime)) on"
                )
            )
        }
        if attestedTime <= moment {
            doubts.append(
                EvidenceSentence(
                    "\(name) 的记录止于 \(Moment.text(attestedTime))",
                    "records of \(name) end at \(Moment.text(attestedTime))"
                )
            )
        }
        return doubts
    }
}
