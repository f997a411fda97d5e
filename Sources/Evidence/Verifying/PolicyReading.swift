import Authority
import Cryptography
import Records

/// What a site's `policy` shows about the seals of a claim.
struct PolicyReading {
    let log: any CheckedRecords
    let site: SiteStatement
    /// The roots over the first leaves that acts cite; none where single records are proved.
    let roots: [UInt64: Digest]
    /// By epoch before this one, how many first leaves both have.
    let sharedSizes: [UInt64: UInt64]
    /// The statements about each seal that count, by leaf.
    private(set) var seals: [Identifier<Seal>: [(index: UInt64, statement: SealStatement)]] = [:]
    /// The statements about each person that are shown and count, by leaf.
    private(set) var persons: [Identifier<Person>: [(index: UInt64, statement: PersonStatement)]] = [:]
    /// Grants by the digest of their text.
    private(set) var grants: [Digest: FiledGrant] = [:]
    /// Where a grant was revoked.
    private(set) var revoked: [Identifier<GrantSubject>: UInt64] = [:]
    /// Where a seal was suspended.
    private(set) var suspended: [Identifier<Seal>: [UInt64]] = [:]
    /// Where something was taken away and what it was is closed.
    private(set) var closedTakings: [UInt64] = []
    /// Requests of count runs, by leaf.
    private(set) var countRequests: [CountRequest] = []
    private(set) var names: [Identifier<Person>: String] = [:]
    private(set) var givings: [ShownGiving] = []
    private(set) var findings: [ShownFinding] = []
    private(set) var gaps: [EvidenceSentence] = []

    private var closedCount = 0
    private var closedPersonCount = 0
    private var citedAuthority: UInt64 = 0

    /// - Throws: `.signatureInvalid` where the head is not signed by the key that owners named for the site.
    init(
        _ log: any CheckedRecords,
        roots: [UInt64: Digest],
        site: SiteStatement,
        scope: ClaimScope,
        authority: AuthorityHistory
    ) throws(EvidenceError) {
        self.log = log
        self.site = site
        self.roots = roots
        let (standing, policy) = (authority.standing, HeadquartersLog.policy(site: site.site))
        sharedSizes = standing.sharedSizes(of: policy, with: log.origin.epoch)
        let key = standing.logKey(policy, epoch: log.origin.epoch) ?? site.policyKey
        _ = try log.signatures(logKey: key, others: [])
        for (number, record) in log.records.enumerated() {
            do throws(RecordsError) { try read(record, scope: scope, authority: authority) } catch {
                throw EvidenceError(.malformed, error.message, line: log.line(of: number))
            }
        }
        if closedCount > 0 {
            gaps.append(
                EvidenceSentence(
                    "机构 \(site.site) 的策略日志中有 \(closedCount) 条授予或撤销记录未公开，可能涉及本案印章",
                    "\(closedCount) giving records of policy \(site.site) are closed and may concern the seal"
                )
            )
        }
    }

    /// The statement about a seal that a cabinet obeyed with so many leaves.
    func seal(_ seal: Identifier<Seal>, at size: UInt64) -> SealStatement? {
        seals[seal]?.last { $0.index < size }?.statement
    }

    /// How many statements about people are closed: nobody can say what rights they give.
    var closedPersons: Int { closedPersonCount }
}

extension PolicyReading {
    private mutating func read(_ record: OpenedRecord, scope: ClaimScope, authority: AuthorityHistory)
        throws(RecordsError)
    {
        let header = record.leaf.header
        if header.recordClass == .taking {
            citedAuthority = max(citedAuthority, header.obeyedHeads?.authoritySize ?? 0)
        }
        guard let kind = try record.kind()?.kind else {
            if header.recordClass == .giving || header.recordClass == .taking { closedCount += 1 }
            if header.recordClass == .taking { closedTakings.append(header.sequence) }
            return
        }
        switch header.recordClass {
        case .giving: try readGiving(kind, record, scope: scope, authority: authority)
        case .taking: try readTaking(kind, record, scope: scope)
        default: break
        }
    }

    private mutating func readGiving(
        _ kind: RecordKind,
        _ record: OpenedRecord,
        scope: ClaimScope,
        authority: AuthorityHistory
    ) throws(RecordsError) {
        let header = record.leaf.header
        let cited = header.obeyedHeads?.authoritySize ?? 0
        // As a cabinet does: what gives may not reach back for officers who have left.
        guard cited >= citedAuthority else {
            find(
                header.sequence,
                "该记录引用的授权日志比前一条更旧",
                "the leaf cites an older head of authority than the one before"
            )
            return
        }
        citedAuthority = cited
        guard record.body[.detail] != nil else {
            if kind == .seal || kind == .grant { closedCount += 1 }
            if kind == .person { closedPersonCount += 1 }
            return
        }
        if kind == .grant {
            guard let approved: ApprovedGrant = try record.detail() else { return }
            file(approved, index: header.sequence, cited: cited, authority: authority)
            return
        }
        guard kind == .seal || kind == .person, let signed: SignedStatement = try record.detail() else {
            return
        }
        let place = PolicyPlace(
            origins: authority.standing.policyOrigins(
                of: site.site,
                epoch: log.origin.epoch,
                holding: header.sequence
            ),
            index: header.sequence,
            cited: cited
        )
        do throws(AuthorityError) {
            if kind == .person {
                let person: PersonStatement = try authority.standing.verified(signed, at: place)
                names[person.person] = person.name
                persons[person.person, default: []].append((header.sequence, person))
            } else {
                let statement: SealStatement = try authority.standing.verified(signed, at: place)
                guard scope.contains(statement.seal) else { return }
                try add(statement, header.sequence, authority.names(of: signed))
            }
        } catch {
            findings.append(
                ShownFinding(origin: log.origin, index: header.sequence, message: EvidenceSentence(error))
            )
        }
    }

    private mutating func add(_ statement: SealStatement, _ index: UInt64, _ signers: [ShownSigner])
        throws(AuthorityError)
    {
        guard statement.version > seals[statement.seal]?.last?.statement.version ?? 0 else {
            throw AuthorityError(.versionNotRising, "a later version of this seal is in force")
        }
        seals[statement.seal, default: []].append((index, statement))
        give(
            index,
            EvidenceSentence(
                "印章“\(statement.name)”第 \(statement.version) 版：印章柜 \(statement.cabinet)，\(statement.drawer) 号抽屉，"
                    + "标签 \(Hex.encode(statement.tag.uid.bytes))，规则“\(statement.rule)”",
                "seal «\(statement.name)» v\(statement.version): cabinet \(statement.cabinet), drawer "
                    + "\(statement.drawer), tag \(Hex.encode(statement.tag.uid.bytes)), rule «\(statement.rule)»"
            ),
            signers
        )
    }

    private mutating func file(
        _ approved: ApprovedGrant,
        index: UInt64,
        cited: UInt64,
        authority: AuthorityHistory
    ) {
        guard let statement = try? approved.statement() else {
            find(index, "该处所称的授权不是授权", "what stands there as a grant is none")
            return
        }
        // What a cabinet refuses, no file shows as a grant: a text from the future outlives its approver's removal.
        guard statement.head.madeUnder <= cited else {
            find(
                index,
                "授权 \(statement.grant) 引用了当时尚不存在的授权记录；任何印章柜都不予执行",
                "grant \(statement.grant) claims to know leaves of authority that did not exist; no cabinet obeys it"
            )
            return
        }
        guard statement.head.organisation == authority.standing.organisation, statement.site == site.site
        else {
            find(
                index,
                "授权 \(statement.grant) 是为其他机构作出的；任何印章柜都不予执行",
                "grant \(statement.grant) was made for another site; no cabinet obeys it"
            )
            return
        }
        let filed = FiledGrant(index: index, approved: approved, statement: statement)
        if !grants[filed.digest, default: filed].add(approved.approvals, at: index) {
            find(
                index,
                "授权 \(statement.grant) 登记的批准过多",
                "too many approvals were filed for grant \(statement.grant)"
            )
        }
        let standing = authority.standings[cited] ?? authority.standing
        switch GrantJudge(standing: standing).filing(filed) {
        case .approved: break
        case .unapproved:
            find(
                index,
                "授权 \(statement.grant) 没有任何有权审批人批准",
                "grant \(statement.grant) is approved by nobody who may approve"
            )
        case .forged:
            find(
                index,
                "伪造的授权 \(statement.grant)：批准与文本不符，或不是审批人本人所作",
                "FORGED GRANT \(statement.grant): an approval does not fit its text, or is not the approver's"
            )
        }
    }

    private mutating func readTaking(_ kind: RecordKind, _ record: OpenedRecord, scope: ClaimScope)
        throws(RecordsError)
    {
        let index = record.leaf.header.sequence
        if kind == .countRequested {
            if let request: CountRequest = try record.detail() { countRequests.append(request) }
            return
        }
        guard let subject = try record.subject() else {
            if kind == .grantRevoked || kind == .sealSuspended {
                closedCount += 1
                closedTakings.append(index)
            }
            return
        }
        if kind == .grantRevoked, let grant = subject.grant, revoked[grant] == nil { revoked[grant] = index }
        if kind == .sealSuspended, let seal = subject.seal, scope.contains(seal) {
            suspended[seal, default: []].append(index)
            find(index, "印章被暂停使用", "the seal was suspended")
        }
    }

    private mutating func give(_ index: UInt64, _ title: EvidenceSentence, _ signers: [ShownSigner]) {
        givings.append(ShownGiving(origin: log.origin, index: index, title: title, signers: signers))
    }

    private mutating func find(_ index: UInt64, _ chinese: String, _ english: String) {
        findings.append(
            ShownFinding(origin: log.origin, index: index, message: EvidenceSentence(chinese, english))
        )
    }
}
