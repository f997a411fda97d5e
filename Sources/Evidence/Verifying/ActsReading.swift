import Authority
import Cryptography
import Custody
import Records

/// What a cabinet's acts show about one seal.
struct ActsReading {
    let log: CheckedLog
    let cabinet: CabinetStatement
    private(set) var acts: [ShownAct] = []
    private(set) var grants: [ShownGrant] = []
    private(set) var cosignatures: [ShownCosignature] = []
    private(set) var findings: [ShownFinding] = []
    private(set) var gaps: [String] = []

    private let claim: EvidenceClaim
    private let authority: AuthorityHistory
    private let policy: PolicyReading?
    private var open: Set<Identifier<Visit>> = []

    /// - Throws: `.signatureInvalid` for the head or an act, `.notMirrored`.
    init(
        _ log: CheckedLog,
        cabinet: CabinetStatement,
        claim: EvidenceClaim,
        authority: AuthorityHistory,
        policy: PolicyReading?
    ) throws(EvidenceError) {
        self.log = log
        self.cabinet = cabinet
        self.claim = claim
        self.authority = authority
        self.policy = policy
        try judgeHead()
        try judgeSignatures()
        for (number, record) in log.records.enumerated() where isWithin(record) {
            do throws(RecordsError) { try read(record) } catch {
                throw EvidenceError(.malformed, error.message, line: log.section.line(of: number))
            }
        }
        noteGaps()
    }
}

extension ActsReading {
    private func isWithin(_ record: OpenedRecord) -> Bool {
        (claim.from...claim.to).contains(record.leaf.header.time.milliseconds)
    }

    private mutating func judgeHead() throws(EvidenceError) {
        let roles = authority.cosigners
        let mirrors = Set(roles.map(\.mirror))
        let others = mirrors.union(roles.map(\.witness)).union(roles.map(\.safe))
        let found = try log.signatures(logKey: cabinet.keys.acts, others: Array(others))
        guard let last = found.last, last.keys.contains(where: mirrors.contains) else {
            throw EvidenceError(
                .notMirrored,
                "headquarters does not say that all acts of \(cabinet.cabinet) up to \(log.section.end) lie there",
                line: log.section.noteLine(found.count - 1)
            )
        }
        cosignatures = zip(log.checkpoints, found).flatMap { ShownCosignature.list($1, size: $0.head.size) }
    }

    /// Every own signature is checked, also on records that are closed: a header is what was signed.
    private func judgeSignatures() throws(EvidenceError) {
        let key = try? cabinet.keys.act.publicKey()
        for (number, record) in log.records.enumerated() where record.leaf.signature != nil {
            guard let key, record.leaf.isSigned(by: key, origin: log.section.origin.text) else {
                throw EvidenceError(
                    .signatureInvalid,
                    "the cabinet's own signature on leaf \(record.leaf.header.sequence) is not good",
                    line: log.section.line(of: number)
                )
            }
        }
    }

    private mutating func noteGaps() {
        let name = cabinet.cabinet
        if log.section.before.size > 0, log.firstTime >= claim.from {
            gaps.append("acts of \(name) before leaf \(log.section.before.size) are not shown")
        }
        if log.lastTime <= claim.to {
            gaps.append(
                "acts of \(name) end at leaf \(log.section.end), \(Moment.text(log.lastTime)); what came later is not shown"
            )
        }
        let within = log.records.filter(isWithin)
        let closed = within.filter { Self.mayConcernSeals($0) && $0.body[.subject] == nil }.count
        if closed > 0 {
            gaps.append("\(closed) records of \(name) about seals are closed and may concern this one")
        }
        let starts = Set(within.map(\.leaf.header.boot)).count
        if starts > 1 { gaps.append("\(name) was started anew \(starts - 1) times in the interval") }
        let unclear = within.count { $0.leaf.header.clockQuality == .unknown }
        if unclear > 0 { gaps.append("\(name) had no signed time when it wrote \(unclear) records") }
        for visit in open.sorted() { gaps.append("visit \(visit) at \(name) has no outcome in the file") }
    }

    /// Classes whose records can be about where a seal is.
    private static func mayConcernSeals(_ record: OpenedRecord) -> Bool {
        [.custody, .presence, .alarm].contains(record.leaf.header.recordClass)
    }
}

extension ActsReading {
    private mutating func read(_ record: OpenedRecord) throws(RecordsError) {
        guard let kind = try record.kind()?.kind, let subject = try record.subject() else { return }
        guard let event = try event(kind, subject, record) else { return }
        let header = record.leaf.header
        judgeHeads(header)
        let grant = judgeGrant(event, subject, header, actor: try record.actor())
        acts.append(
            ShownAct(
                cabinet: cabinet.cabinet,
                origin: log.section.origin,
                index: header.sequence,
                time: header.time,
                clockQuality: header.clockQuality,
                isSigned: record.leaf.signature != nil,
                actor: try record.actor(),
                subject: subject,
                event: event,
                isSealsTag: isSealsTag(event, header),
                grantDigest: grant
            )
        )
        track(event, subject)
    }

    private func event(_ kind: RecordKind, _ subject: Subject, _ record: OpenedRecord) throws(RecordsError)
        -> SealEvent?
    {
        if kind == .countAnswered {
            guard let answer: CountAnswer = try record.detail(),
                let line = answer.drawers.first(where: { $0.seal == claim.seal })
            else { return nil }
            return .counted(line)
        }
        guard record.body[.detail] != nil else { return nil }
        switch kind {
        case .takeBegun: return try record.detail().map(SealEvent.takeBegun)
        case .takeEnded: return try record.detail().map(SealEvent.takeEnded)
        case .takeRefused: return try record.detail(as: TakeRefused.self).map { .takeRefused($0.reasons) }
        case .returnBegun: return try record.detail().map(SealEvent.returnBegun)
        case .returnEnded: return try record.detail().map(SealEvent.returnEnded)
        case .setAsideBegun: return try record.detail().map(SealEvent.setAsideBegun)
        case .setAsideEnded: return try record.detail().map(SealEvent.setAsideEnded)
        case .findingOpened: return try record.detail().map(SealEvent.finding)
        case .drawerOpened: return .drawerOpened
        case .drawerClosed: return .drawerClosed
        case .tagProved: return .tagProved
        default: return .other(kind)
        }
    }

    /// A cabinet cites what it obeyed: the leaves shown here must be those.
    private mutating func judgeHeads(_ header: LeafHeader) {
        guard let heads = header.obeyedHeads else { return }
        guard let policy, heads.policyEpoch == policy.site.policyEpoch,
            let authorityRoot = authority.log.roots[heads.authoritySize],
            let policyRoot = policy.log.roots[heads.policySize]
        else {
            gaps.append(
                "act \(header.sequence) of \(cabinet.cabinet) obeyed heads that the file does not reach"
            )
            return
        }
        let same = ObeyedHeads(
            authority: (heads.authorityEpoch, heads.authoritySize, authorityRoot),
            policy: (heads.policyEpoch, heads.policySize, policyRoot)
        )
        if same != heads {
            find(
                header.sequence,
                "the cabinet obeyed OTHER LEAVES of authority or policy than those shown here"
            )
        }
    }

    private func isSealsTag(_ event: SealEvent, _ header: LeafHeader) -> Bool? {
        guard case .proved(let tag) = event.reading, let size = header.obeyedHeads?.policySize else {
            return nil
        }
        return policy?.seal(at: size)?.tag == tag
    }

    private mutating func track(_ event: SealEvent, _ subject: Subject) {
        guard let visit = subject.visit else { return }
        switch event {
        case .takeBegun, .returnBegun, .setAsideBegun: open.insert(visit)
        case .takeEnded, .returnEnded, .setAsideEnded: open.remove(visit)
        default: break
        }
    }

    private mutating func find(_ index: UInt64, _ message: String) {
        findings.append(ShownFinding(origin: log.section.origin, index: index, message: message))
    }
}

extension ActsReading {
    /// Judges the grant of a take by the approvers in force at the head that the cabinet obeyed.
    private mutating func judgeGrant(
        _ event: SealEvent,
        _ subject: Subject,
        _ header: LeafHeader,
        actor: Actor?
    ) -> Digest? {
        guard case .takeBegun(let begun) = event else { return nil }
        let index = header.sequence
        guard let digest = begun.grantDigest else {
            find(index, "a take without a grant")
            return nil
        }
        guard let heads = header.obeyedHeads,
            let filed = policy?.grants[digest]?.filed(below: heads.policySize),
            let standing = authority.standings[heads.authoritySize]
        else {
            find(index, "the grant of the take is not among the leaves that the cabinet obeyed")
            return digest
        }
        let judge = GrantJudge(standing: standing)
        let rule = policy?.seal(at: heads.policySize).flatMap { seal in
            standing.rules?.rules.first { $0.name == seal.rule }
        }
        var concerns = concerns(filed, begun, heads, actor)
        if let rule, let objection = judge.objection(to: filed, under: rule) {
            concerns.append(objection.message)
        }
        if let companion = actor?.companion, rule?.needsCompanion == true || filed.statement.companion != nil,
            judge.isInvolved(companion, in: filed)
        {
            concerns.append("its companion applied for the grant or approved it")
        }
        if rule == nil {
            concerns.append("the rule of the seal is not shown, so the approvals are not weighed")
        }
        for concern in concerns { find(index, "take under grant \(filed.statement.grant): \(concern)") }
        grants.append(
            ShownGrant(
                digest: digest,
                policy: log.section.origin == policy?.log.section.origin ? nil : policy?.log.section.origin,
                index: filed.index,
                statement: filed.statement,
                approvals: filed.approved.approvals.map {
                    ShownApproval(
                        approver: $0.approver,
                        verdict: judge.verdict(on: $0, of: filed)
                    )
                },
                isSound: concerns.isEmpty
            )
        )
        return digest
    }

    private func concerns(_ filed: FiledGrant, _ begun: VisitBegun, _ heads: ObeyedHeads, _ actor: Actor?)
        -> [String]
    {
        let grant = filed.statement
        var concerns: [String] = []
        if !grant.seals.contains(claim.seal) { concerns.append("it does not name the seal") }
        if let person = actor?.person, !grant.takers.contains(where: { $0.person == person }) {
            concerns.append("it does not name the taker")
        }
        if let revoked = policy?.revoked[grant.grant], revoked < heads.policySize {
            concerns.append("it was revoked before, at leaf \(revoked) of policy")
        }
        if let low = begun.low, let high = begun.high {
            if low < grant.notBefore || high > grant.notAfter {
                concerns.append("it was not valid at that time")
            }
        } else {
            concerns.append("the cabinet did not know the time")
        }
        return concerns
    }
}
