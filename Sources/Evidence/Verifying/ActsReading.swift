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

    private let scope: ClaimScope
    let authority: AuthorityHistory
    private var open: Set<Identifier<Visit>> = []
    private let judge: SignatureJudge
    /// The most leaves of `authority` that the cabinet says to have obeyed up to the last record that is shown.
    private(set) var obeyedSize: UInt64
    /// The cabinet's own signatures, each over one leaf of one log, on all that counts up to here and on all that was carried.
    private(set) var signatures: Set<[UInt8]>
    /// The stretch of a claim's time that lies in this epoch and is not shown, because the epoch only leads to later ones.
    private(set) var withheld: MomentRange?

    /// - Throws: `.signatureInvalid` for the head or an act, `.notMirrored`.
    init(
        _ epoch: EpochLog,
        cabinet: CabinetStatement,
        scope: ClaimScope,
        authority: AuthorityHistory,
        policy: PolicyReading?,
        behind signatures: Set<[UInt8]> = [],
        obeying obeyedSize: UInt64 = 0
    ) throws(EvidenceError) {
        self.epoch = epoch
        self.cabinet = cabinet
        self.scope = scope
        self.authority = authority
        self.policy = policy
        self.signatures = signatures
        self.obeyedSize = obeyedSize
        judge = SignatureJudge(
            organisation: authority.standing.organisation,
            cabinet: cabinet.cabinet,
            origin: epoch.log.origin,
            keys: authority.standing.actKeys(of: cabinet.cabinet)
        )
        let cut = EpochCut(of: epoch)
        isOtherHistory = cut.isOtherHistory
        try judgeHead()
        try judgeSignatures()
        self.signatures.formUnion(cut.attested.compactMap(\.leaf.signature))
        for (number, record) in cut.attested.enumerated() where !epoch.isLink {
            do throws(RecordsError) { try take(record) } catch {
                throw EvidenceError(.malformed, error.message, line: log.line(of: number))
            }
        }
        if !epoch.isLink, epoch.standing.counts { noteGaps() }
        noteWithheld()
        noteCut()
    }

    var log: any CheckedRecords { epoch.log }

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
        let last = log.records.last { $0.leaf.header.obeyedHeads != nil }
        let key = last.map { keys(for: $0.leaf.header).acts } ?? cabinet.keys.acts
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

    /// Every own signature is checked, also on records that are closed: a header is what was signed.
    private mutating func judgeSignatures() throws(EvidenceError) {
        let before = obeyedSize
        for log in epoch.logs {
            var size = before
            for (number, record) in log.records.enumerated() {
                let header = record.leaf.header
                size = SignatureJudge.obeyedSize(header, after: size)
                guard !judge.isSigned(record, obeyedSize: size), record.leaf.signature != nil else {
                    continue
                }
                throw EvidenceError(
                    .signatureInvalid,
                    "the cabinet's own signature on leaf \(header.sequence) is not good",
                    line: log.line(of: number)
                )
            }
            obeyedSize = max(obeyedSize, size)
        }
    }

    private mutating func noteGaps() {
        let name = cabinet.cabinet
        if log.isWhole, let range = scope.range { noteBounds(range) }
        if unreachedHeads > 0 {
            gap(
                "\(name) 有 \(unreachedHeads) 条记录遵循的授权或策略超出本文件所含",
                "\(unreachedHeads) acts of \(name) obeyed heads that the file does not reach"
            )
        }
        let within = attested.filter { scope.contains($0.header) }
        let closed = within.count { Self.mayConcernSeals($0.said) && $0.said.body[.subject] == nil }
        if closed > 0 {
            gap(
                "\(name) 有 \(closed) 条与印章有关的记录未公开其对象，可能涉及本案印章",
                "\(closed) records of \(name) about seals are closed and may concern this one"
            )
        }
        let starts = Set(within.map(\.leaf.header.boot)).count
        if log.isWhole, starts > 1 {
            gap(
                "\(name) 在所述时段内重新启动 \(starts - 1) 次",
                "\(name) was started anew \(starts - 1) times in the interval"
            )
        }
        let unclear = within.count { $0.leaf.header.clockQuality == .unknown }
        if unclear > 0 {
            gap(
                "\(name) 写下其中 \(unclear) 条记录时没有经签名的时间",
                "\(name) had no signed time when it wrote \(unclear) records"
            )
        }
        for visit in open.sorted() {
            gap("\(name) 的一次开启（\(visit)）在文件中没有结果", "visit \(visit) at \(name) has no outcome in the file")
        }
    }

    private mutating func noteBounds(_ range: MomentRange) {
        let name = cabinet.cabinet
        let first = ActPlace(epoch: epoch.number, index: log.first)
        if log.first > 0 || epoch.number > 1, !epoch.follows, log.firstTime >= range.from {
            gap("\(name) 第 \(first) 条之前的记录未包含", "acts of \(name) before leaf \(first) are not shown")
        }
        let end = ActPlace(epoch: epoch.number, index: log.end)
        if !epoch.isFollowed, log.lastTime <= range.to {
            gap(
                "\(name) 的记录止于第 \(end) 条（\(Moment.text(log.lastTime))）；此后的未包含",
                "acts of \(name) end at leaf \(end), \(Moment.text(log.lastTime)); what came later is not shown"
            )
        }
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

    /// Classes whose records can be about where a seal is.
    private static func mayConcernSeals(_ record: OpenedRecord) -> Bool {
        [.custody, .presence, .alarm].contains(record.leaf.header.recordClass)
    }
}

extension ActsReading {
    private mutating func take(_ record: OpenedRecord) throws(RecordsError) {
        let act = try ActRecord(
            record,
            epoch: epoch.number,
            judge: judge,
            isThere: { $0.signature.map(signatures.contains) ?? false }
        )
        if act.carriedFrom != nil, let signature = act.said.leaf.signature { signatures.insert(signature) }
        attested.append(act)
        if act.isUnsigned {
            find(
                act.place.index,
                "此类记录须由印章柜自行签名而没有：已保存，不予采信",
                "a record of this kind must be signed by the cabinet itself, and this one is not: it is kept and left out"
            )
        }
        if act.isCarriedInVain {
            find(
                act.place.index,
                "所转载的记录并非本柜在先前一期中签名写下，或文件中已有该记录，未予采信",
                "what is carried on here was not written and signed by this cabinet in an earlier epoch, or stands in the file already: it is left out"
            )
        }
        guard scope.contains(act.header) else { return }
        try noteConcealed(act.said)
        try read(act)
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
            try note(try record.detail(), header)
            return
        }
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
            let home = scope.seal.flatMap { policy?.seal($0, at: header.obeyedHeads?.policySize ?? 0) }
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
            let tag = policy?.seal(seal, at: header.obeyedHeads?.policySize ?? 0)?.tag
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

    private func isSealsTag(_ event: SealEvent, _ subject: Subject, _ header: LeafHeader) -> Bool? {
        guard case .proved(let tag) = event.reading, let size = header.obeyedHeads?.policySize,
            let seal = scope.seal ?? subject.seal
        else { return nil }
        return policy?.seal(seal, at: size)?.tag == tag
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
