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
        by act: ShownAct?,
        _ authority: AuthorityHistory,
        _ policies: [PolicyReading],
        _ acts: [CabinetReading]
    ) -> SealWhereabouts {
        guard let since else { return self }
        var doubts: [EvidenceSentence] = []
        for reading in acts { doubts += reading.doubts(since: since, until: moment, by: act) }
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

extension CabinetReading {
    /// What may have moved the seal between two moments and cannot be seen.
    fileprivate func doubts(since: Int64, until moment: Int64, by act: ShownAct?) -> [EvidenceSentence] {
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
        let leftOut = leftOut.filter { since <= $0.moment && $0.moment <= moment }
        if let first = leftOut.first?.place {
            doubts.append(
                EvidenceSentence(
                    "此后 \(name) 有 \(leftOut.count) 条可能移动该印章的记录未予采信（首条为第 \(first) 条）",
                    "\(leftOut.count) later records of \(name) that may have moved it are left out, the first of them leaf \(first)"
                )
            )
        }
        if let first = shown.first, misses(since: since, by: act, before: first) {
            let time = Moment.text(first.log.firstTime)
            doubts.append(
                EvidenceSentence(
                    "\(name) 的记录自 \(time) 才开始示出",
                    "records of \(name) are shown only from \(time) on"
                )
            )
        }
        let unattested = shown.flatMap { reading in
            reading.log.records.dropFirst(reading.attested.count).map(\.leaf.header.time.milliseconds)
        }.count { since <= $0 && $0 <= moment }
        if unattested > 0 {
            doubts.append(
                EvidenceSentence(
                    "此后 \(name) 有 \(unattested) 条记录不能证明任何事（被截断或所在一期未生效）",
                    "\(unattested) later records of \(name) attest nothing, because they were cut off or their epoch does not count"
                )
            )
        }
        let attestedTime = shown.last { !$0.attested.isEmpty }?.attestedTime ?? .min
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

    /// Whether records may be missing between an act and the first record here: in the cabinet that wrote both its own order says it, elsewhere time.
    private func misses(since: Int64, by act: ShownAct?, before first: ActsReading) -> Bool {
        let place = ActPlace(epoch: first.epoch.number, index: first.log.first)
        if let act, act.cabinet == cabinet.cabinet { return place > act.place }
        return place > ActPlace(index: 0) && first.log.firstTime > since
    }
}
