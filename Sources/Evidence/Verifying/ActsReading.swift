import Authority
import Cryptography
import Custody
import Records

/// What one epoch of a cabinet's acts shows about the seals of a claim.
struct ActsReading {
    let epoch: EpochLog
    let cabinet: CabinetStatement
    let policy: PolicyReading?
    private(set) var acts: [ShownAct] = []
    private(set) var grants: [ShownGrant] = []
    private(set) var cosignatures: [ShownCosignature] = []
    /// Those of headquarters that say that it holds every leaf.
    private(set) var mirrored: [ShownCosignature] = []
    /// The records that attest something; none of an epoch that only leads to others, or that does not count.
    private(set) var attested: [ActRecord] = []
    /// Whether the leaves shown are another history than the one that officers cut.
    let isOtherHistory: Bool
    private(set) var findings: [ShownFinding] = []
    private(set) var gaps: [EvidenceSentence] = []
    /// Where the seal of the claim was proved by observation.
    private(set) var sightings: [SealSighting] = []
    /// Moments of acts by which the seal may have moved, and of which a part is closed.
    private(set) var concealed: [Int64] = []
    /// Records by which the seal may have moved, and which are left out.
    private(set) var leftOut: [(place: ActPlace, moment: Int64)] = []

    let scope: ClaimScope
    let authority: AuthorityHistory
    private(set) var open: Set<Identifier<Visit>> = []
    private let judge: SignatureJudge
    /// The most leaves of `authority` that the cabinet says to have obeyed up to the last record that is shown.
    private(set) var obeyedSize: UInt64
    /// The same where this epoch and those before it begin in the file.
    private(set) var openedSizes: [UInt64: UInt64]
    /// The epochs before this one in the file, by number.
    private let earlier: [UInt64: EpochLog]
    /// The own signatures of all that was carried up to here and counted, each over one leaf of one log: nothing is carried twice.
    private(set) var carriedSignatures: Set<[UInt8]>
    /// The stretch of a claim's time that lies in this epoch and is not shown, because the epoch only leads to later ones.
    private(set) var withheld: MomentRange?

    /// `earlier`: the epoch before this one in the file.
    ///
    /// - Throws: `.signatureInvalid` for the head, `.notMirrored`.
    init(
        _ epoch: EpochLog,
        cabinet: CabinetStatement,
        scope: ClaimScope,
        authority: AuthorityHistory,
        policy: PolicyReading?,
        after earlier: ActsReading?
    ) throws(EvidenceError) {
        self.epoch = epoch
        self.cabinet = cabinet
        self.scope = scope
        self.authority = authority
        self.policy = policy
        carriedSignatures = earlier?.carriedSignatures ?? []
        self.earlier = (earlier?.earlier ?? [:]).merging(
            earlier.map { [$0.epoch.number: $0.epoch] } ?? [:]
        ) { $1 }
        obeyedSize = earlier?.obeyedSize ?? 0
        openedSizes = earlier?.openedSizes ?? [:]
        openedSizes[epoch.number] = obeyedSize
        judge = SignatureJudge(
            organisation: authority.standing.organisation,
            cabinet: cabinet.cabinet,
            origin: epoch.log.origin,
            keys: authority.standing.actKeys(of: cabinet.cabinet),
            authoritySize: authority.standing.size,
            openedSizes: openedSizes
        )
        let cut = EpochCut(of: epoch)
        isOtherHistory = cut.isOtherHistory
        try judgeHead()
        for record in cut.attestedBefore { _ = judged(record) }
        for (number, record) in cut.attested.enumerated() {
            let (examined, verdict) = judged(record)
            guard !epoch.isLink else { continue }
            do throws(RecordsError) { try take(examined, verdict) } catch {
                throw EvidenceError(.malformed, error.message, line: log.line(of: number))
            }
        }
        if !epoch.isLink, epoch.standing.counts { noteGaps() }
        noteWithheld()
        noteCut()
    }

    var log: any CheckedRecords { epoch.log }

    /// Whether the file shows every record of the cabinet's acts up to the last one of this epoch.
    var isShownWhole: Bool {
        log.isWhole && log.first == 0
            && (epoch.number == 1
                || earlier.count + 1 == epoch.number
                    && earlier.values.allSatisfy { $0.log.isWhole && $0.log.first == 0 })
    }

    /// Records that count by a key that officers replaced later.
    private(set) var replacedKeyCount = 0
    /// Acts that obeyed other leaves of `authority` and `policy` than the file shows, or more of them.
    private(set) var unreachedHeads = 0
}

extension ActsReading {
    /// The keys that a record's writer had, as officers enrolled them.
    private func keys(for header: LeafHeader) -> CabinetKeys {
        authority.keys(of: cabinet.cabinet, obeying: header) ?? cabinet.keys
    }

    /// The key that signs the heads: a later epoch's own first leaf names it, the first one's officers enrolled.
    private func logKey() throws(EvidenceError) -> Bytes {
        if let key = epoch.opening?.key { return key }
        let key = epoch.enrolledKey ?? cabinet.keys.acts
        // Whoever holds a newer key can sign an older stretch with it; its records obeyed heads that name the older key.
        for (number, record) in log.records.enumerated() where record.leaf.header.obeyedHeads != nil {
            guard keys(for: record.leaf.header).acts == key else {
                throw EvidenceError(
                    .signatureInvalid,
                    "leaf \(record.leaf.header.sequence) was written under another key of \(cabinet.cabinet) than the one that signed the head",
                    line: log.line(of: number)
                )
            }
        }
        return key
    }

    private mutating func judgeHead() throws(EvidenceError) {
        let roles = authority.cosigners
        let mirrors = Set(roles.map(\.mirror))
        let others = mirrors.union(roles.map(\.witness)).union(roles.map(\.safe))
        let key = try logKey()
        let found = try log.signatures(logKey: key, others: Array(others))
        _ = try epoch.beside?.signatures(logKey: key, others: [])
        guard let last = found.last, last.keys.contains(where: mirrors.contains) else {
            throw EvidenceError(
                .notMirrored,
                "headquarters does not say that all acts of \(cabinet.cabinet) up to \(log.end) lie there",
                line: log.headLine
            )
        }
        cosignatures = zip(log.checkpoints, found).flatMap { ShownCosignature.list($1, size: $0.head.size) }
        mirrored = zip(log.checkpoints, found).flatMap { checkpoint, signatures in
            ShownCosignature.list(signatures.filter { mirrors.contains($0.key) }, size: checkpoint.head.size)
        }
    }

    /// What a record is worth at its place; what counts says what was obeyed for those behind it.
    ///
    /// Whatever attests nothing is not judged: nobody's bad signature stops what stands beside it.
    private mutating func judged(_ record: OpenedRecord) -> (ExaminedRecord, SignatureVerdict) {
        let examined = judge.examine(record, leafBytes: record.leaf.encoded)
        return (examined, judge.verdict(on: examined, obeying: &obeyedSize))
    }

    /// An epoch before the first stretch may reach into the interval all the same, where a disk that was put back set the clock back.
    private mutating func noteWithheld() {
        guard epoch.isLink, epoch.standing.counts, let range = scope.range, log.lastTime >= range.from else {
            return
        }
        withheld = MomentRange(from: range.from, to: min(log.lastTime, range.to))
        gap(
            "\(cabinet.cabinet) 第 \(epoch.number) 期在所述时段内的记录（至 \(Moment.text(log.lastTime))）未包含",
            "acts of \(cabinet.cabinet) in epoch \(epoch.number) lie in the interval, up to \(Moment.text(log.lastTime)), and are not shown"
        )
    }

    mutating func gap(_ chinese: String, _ english: String) {
        gaps.append(EvidenceSentence(chinese, english))
    }
}

extension ActsReading {
    private mutating func take(_ examined: ExaminedRecord, _ verdict: SignatureVerdict) throws(RecordsError) {
        let act = try ActRecord(examined, epoch: epoch.number, verdict: verdict, standing: standing)
        if act.carriedFrom != nil, let signature = act.said.leaf.signature {
            carriedSignatures.insert(signature)
        }
        attested.append(act)
        if act.verdict == .good, judge.isReplaced(examined.signer) { replacedKeyCount += 1 }
        noteFault(of: act)
        guard scope.contains(act.header) else { return }
        guard act.verdict.counts else {
            if act.leaf.header.recordClass == .custody {
                leftOut.append((act.place, act.header.time.milliseconds))
            }
            return
        }
        try noteConcealed(act.said)
        try read(act)
    }

    /// What stands at the place from which a record is carried.
    private func standing(of carried: ExaminedRecord.Carried) -> CarriedStanding {
        let leaf = carried.record.leaf
        if leaf.signature.map(carriedSignatures.contains) == true { return .same }
        guard let epoch = earlier[carried.epoch] else { return .hidden }
        guard carried.index < epoch.log.end else { return .other }
        guard let found = epoch.leaf(at: carried.index) else { return .hidden }
        return found == leaf ? .same : .other
    }

    private mutating func read(_ act: ActRecord) throws(RecordsError) {
        let record = act.said
        guard let kind = try record.kind()?.kind, let subject = try record.subject(),
            scope.contains(subject)
        else { return }
        let header = act.header
        // Every few minutes one: they are summed up, and not told one by one.
        if kind == .presenceObserved {
            judgeHeads(header, at: act.place)
            if record.maySayWhereASealIs { try note(try record.detail(), header) }
            return
        }
        // One that nobody signed says nothing of where a seal is.
        guard kind != .tagProved || record.maySayWhereASealIs else { return }
        guard let event = try SealEvent(kind, of: record, about: scope.seal) else { return }
        judgeHeads(header, at: act.place)
        let grant = judgeGrant(event, subject, header, at: act.place, actor: try record.actor())
        acts.append(
            ShownAct(
                cabinet: cabinet.cabinet,
                origin: log.origin,
                place: act.place,
                carriedFrom: act.carriedFrom,
                time: header.time,
                clockQuality: header.clockQuality,
                isSigned: record.leaf.signature != nil,
                actor: try record.actor(),
                subject: subject,
                event: event,
                isSealsTag: isSealsTag(event, subject, header),
                grantDigest: grant
            )
        )
        track(event, subject)
    }

    private mutating func noteConcealed(_ record: OpenedRecord) throws(RecordsError) {
        let (header, kind) = (record.leaf.header, try record.kind()?.kind)
        guard header.recordClass == .custody || kind?.isOfCustody == true else { return }
        if let subject = try record.subject() {
            guard scope.contains(subject), kind != .takeRefused else { return }
            guard record.body[.detail] == nil || kind?.isOfCustody != true else { return }
            // An act that names no seal is about one drawer: another one's is not about this seal.
            let home = scope.seal.flatMap { policy?.seal($0, at: position(header)) }
            if subject.seal == nil, let home, let drawer = subject.drawer,
                home.cabinet != cabinet.cabinet || home.drawer != drawer
            {
                return
            }
        }
        concealed.append(header.time.milliseconds)
    }

    private mutating func note(_ observed: PresenceObserved?, _ header: LeafHeader) throws(RecordsError) {
        guard let seal = scope.seal,
            let tag = policy?.seal(seal, at: position(header))?.tag
        else { return }
        for slot in observed?.slots ?? [] where slot.sight == .proved(tag) {
            sightings.append(
                SealSighting(
                    cabinet: cabinet.cabinet,
                    drawer: slot.drawer,
                    moment: header.time.milliseconds
                )
            )
        }
    }

    /// A cabinet cites what it obeyed: the leaves shown here must be those.
    private mutating func judgeHeads(_ header: LeafHeader, at place: ActPlace) {
        // Single leaves of `policy` have no root of their own to compare; the count's reading says so once.
        guard let heads = header.obeyedHeads, policy?.log.isWhole != false else { return }
        switch policy?.leaves(citedBy: heads, authority) ?? .beyond {
        case .same: break
        case .beyond: unreachedHeads += 1
        case .others:
            find(
                place.index,
                "印章柜所遵循的授权或策略与此处所示不同",
                "the cabinet obeyed OTHER LEAVES of authority or policy than those shown here"
            )
        }
    }

    /// Whether the file shows what the cabinet had obeyed by then.
    func isShown(_ heads: ObeyedHeads) -> Bool { policy?.leaves(citedBy: heads, authority) == .same }

    /// How many of the leaves of `policy` that are shown the cabinet had obeyed by then.
    private func position(_ header: LeafHeader) -> UInt64 {
        header.obeyedHeads.flatMap { policy?.position(of: $0) } ?? 0
    }

    private func isSealsTag(_ event: SealEvent, _ subject: Subject, _ header: LeafHeader) -> Bool? {
        guard case .proved(let tag) = event.reading, header.obeyedHeads != nil,
            let seal = scope.seal ?? subject.seal
        else { return nil }
        return policy?.seal(seal, at: position(header))?.tag == tag
    }

    private mutating func track(_ event: SealEvent, _ subject: Subject) {
        guard let visit = subject.visit else { return }
        switch event {
        case .takeBegun, .returnBegun, .setAsideBegun: open.insert(visit)
        case .takeEnded, .returnEnded, .setAsideEnded: open.remove(visit)
        default: break
        }
    }

    /// Judges the grant of a take by what the cabinet obeyed.
    private mutating func judgeGrant(
        _ event: SealEvent,
        _ subject: Subject,
        _ header: LeafHeader,
        at place: ActPlace,
        actor: Actor?
    ) -> Digest? {
        guard case .takeBegun(let begun) = event else { return nil }
        let judge = TakeJudge(policy: policy, authority: authority, seal: scope.seal ?? subject.seal)
        let (grant, concerns) = judge.judge(begun, header, actor: actor)
        for concern in concerns { find(place.index, concern.chinese, concern.english) }
        if let grant { grants.append(grant) }
        return begun.grantDigest
    }

    mutating func find(_ index: UInt64, _ chinese: String, _ english: String) {
        findings.append(
            ShownFinding(origin: log.origin, index: index, message: EvidenceSentence(chinese, english))
        )
    }
}
