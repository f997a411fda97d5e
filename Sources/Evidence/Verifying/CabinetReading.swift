import Authority
import Custody
import Records

/// What a file shows of one cabinet: the epochs of its acts, oldest first, read as one history.
struct CabinetReading {
    let cabinet: CabinetStatement
    let policy: PolicyReading?
    /// Every epoch, those that only lead to others among them.
    let epochs: [ActsReading]

    init(_ epochs: [ActsReading], cabinet: CabinetStatement, policy: PolicyReading?) {
        self.epochs = epochs
        self.cabinet = cabinet
        self.policy = policy
    }

    /// The epochs whose acts are read.
    var shown: [ActsReading] { epochs.filter { !$0.epoch.isLink } }
    /// The records that attest something, in (epoch, index) order.
    var attested: [ActRecord] { shown.flatMap(\.attested) }
    var acts: [ShownAct] { shown.flatMap(\.acts) }
    var sightings: [SealSighting] { shown.flatMap(\.sightings) }
    var grants: [ShownGrant] { shown.flatMap(\.grants) }
    var findings: [ShownFinding] { epochs.flatMap(\.findings) }
    var gaps: [EvidenceSentence] { epochs.flatMap(\.gaps) }
    var concealed: [Int64] { shown.flatMap(\.concealed) }
    var leftOut: [(place: ActPlace, moment: Int64)] { shown.flatMap(\.leftOut) }

    /// Whether the file shows what the writer of a record had obeyed.
    func isShown(_ heads: ObeyedHeads) -> Bool { shown.first?.isShown(heads) ?? false }

    /// Where one epoch follows another, and from where on nothing attests any more: no claim goes over these without a gap.
    var breaks: [PresenceGap] {
        let parts = shown.filter { !$0.attested.isEmpty }
        var breaks = epochs.compactMap(\.withheld).map { PresenceGap(.epoch, from: $0.from, to: $0.to) }
        for (before, after) in zip(parts, parts.dropFirst()) {
            guard let first = after.attested.first else { continue }
            let (ends, begins) = (before.attestedTime, first.leaf.header.time.milliseconds)
            breaks.append(
                PresenceGap(.epoch, from: min(ends, begins), to: max(ends, begins), place: first.place)
            )
        }
        // Records that do not count any more say when nothing better does.
        if let last = parts.last, let final = shown.last,
            final.epoch.number > last.epoch.number || last.attested.count < last.log.records.count
        {
            breaks.append(
                PresenceGap(.epoch, from: last.attestedTime, to: .max, place: last.attested.last?.place)
            )
        }
        return breaks
    }

    /// How each later epoch counts.
    var continuity: [EvidenceSentence] {
        epochs.filter(\.epoch.standing.counts).compactMap { $0.epoch.words(cabinet.cabinet) }
    }

    /// What must be known before anything else: epochs that do not count, earlier ones that are missing, and later ones.
    var warnings: [EvidenceSentence] {
        var warnings = epochs.filter { !$0.epoch.standing.counts }.compactMap {
            $0.epoch.words(cabinet.cabinet)
        }
        if let first = epochs.first?.epoch.number, first > 1 {
            warnings.append(
                EvidenceSentence(
                    "印章柜 \(cabinet.cabinet) 第 \(first) 期之前的记录不在本文件中，不能据本文件断言其内容",
                    "EARLIER EPOCHS of the acts of \(cabinet.cabinet) than \(first) are not in this file: what they say it does not show"
                )
            )
        }
        if let later = laterEpoch { warnings.append(later) }
        return warnings
    }

    /// That later acts lie in an epoch that the file does not hold; nil where nothing in it says so.
    private var laterEpoch: EvidenceSentence? {
        guard let last = epochs.last else { return nil }
        let isClosed = last.attested.contains { (try? $0.said.kind()?.kind) == .epochClosed }
        let standing = last.authority.standing
        let newest = max(
            standing.cabinetEpochs[cabinet.cabinet]?.keys.max() ?? 0,
            standing.machines(of: cabinet.cabinet).last?.actsEpoch ?? 0
        )
        guard newest > last.epoch.number || isClosed else { return nil }
        return EvidenceSentence(
            "印章柜 \(cabinet.cabinet) 的记录在其后另有新的一期（epoch），其记录不在本文件中，不能据本文件断言其内容",
            "LATER EPOCHS of the acts of \(cabinet.cabinet) are not in this file: what they say it does not show"
        )
    }
}

extension [CabinetReading] {
    /// All acts in the order of time, those of one cabinet in the order in which it wrote them.
    ///
    /// A cabinet whose disk was put back may go on with an earlier clock: what it wrote later still came later.
    var actsInOrder: [ShownAct] {
        let timed = flatMap { reading in
            var newest = HybridTime(milliseconds: .min)
            return reading.acts.map { act in
                newest = Swift.max(newest, act.time)
                return (time: newest, act: act)
            }
        }
        return timed.enumerated().sorted {
            $0.element.time == $1.element.time ? $0.offset < $1.offset : $0.element.time < $1.element.time
        }.map(\.element.act)
    }
}
