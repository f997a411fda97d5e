import Authority
import Cryptography
import Records

/// What a site's `policy` shows about one seal.
struct PolicyReading {
    let log: CheckedLog
    let site: SiteStatement
    /// The statements about the seal that count, by leaf.
    private(set) var seals: [(index: UInt64, statement: SealStatement)] = []
    /// Grants by the digest of their text.
    private(set) var grants: [Digest: FiledGrant] = [:]
    /// Where a grant was revoked.
    private(set) var revoked: [Identifier<GrantSubject>: UInt64] = [:]
    /// Where the seal was suspended.
    private(set) var suspended: [UInt64] = []
    private(set) var names: [Identifier<Person>: String] = [:]
    private(set) var givings: [ShownGiving] = []
    private(set) var findings: [ShownFinding] = []
    private(set) var gaps: [String] = []

    private var closedCount = 0

    /// - Throws: `.signatureInvalid` where the head is not signed by the key that owners named for the site.
    init(_ log: CheckedLog, site: SiteStatement, seal: Identifier<Seal>, authority: AuthorityHistory)
        throws(EvidenceError)
    {
        self.log = log
        self.site = site
        _ = try log.signatures(logKey: site.policyKey, others: [])
        for (number, record) in log.records.enumerated() {
            do throws(RecordsError) { try read(record, seal: seal, authority: authority) } catch {
                throw EvidenceError(.malformed, error.message, line: log.section.line(of: number))
            }
        }
        if closedCount > 0 {
            gaps.append(
                "\(closedCount) giving records of policy \(site.site) are closed and may concern the seal"
            )
        }
    }

    /// The statement about the seal that a cabinet obeyed with so many leaves.
    func seal(at size: UInt64) -> SealStatement? { seals.last { $0.index < size }?.statement }
}

extension PolicyReading {
    private mutating func read(_ record: OpenedRecord, seal: Identifier<Seal>, authority: AuthorityHistory)
        throws(RecordsError)
    {
        let header = record.leaf.header
        guard let kind = try record.kind()?.kind else {
            if header.recordClass == .giving || header.recordClass == .taking { closedCount += 1 }
            return
        }
        switch header.recordClass {
        case .giving: try readGiving(kind, record, seal: seal, authority: authority)
        case .taking: try readTaking(kind, record, seal: seal)
        default: break
        }
    }

    private mutating func readGiving(
        _ kind: RecordKind,
        _ record: OpenedRecord,
        seal: Identifier<Seal>,
        authority: AuthorityHistory
    ) throws(RecordsError) {
        let header = record.leaf.header
        guard record.body[.detail] != nil else {
            if kind == .seal || kind == .grant { closedCount += 1 }
            return
        }
        let cited = header.obeyedHeads?.authoritySize ?? 0
        if kind == .grant {
            guard let approved: ApprovedGrant = try record.detail() else { return }
            file(approved, index: header.sequence, standing: authority.standings[cited] ?? authority.standing)
            return
        }
        guard kind == .seal || kind == .person, let signed: SignedStatement = try record.detail() else {
            return
        }
        let place = PolicyPlace(origin: log.section.origin.text, index: header.sequence, cited: cited)
        do throws(AuthorityError) {
            if kind == .person {
                let person: PersonStatement = try authority.standing.verified(signed, at: place)
                names[person.person] = person.name
            } else {
                let statement: SealStatement = try authority.standing.verified(signed, at: place)
                guard statement.seal == seal else { return }
                guard statement.version > seals.last?.statement.version ?? 0 else {
                    throw AuthorityError(.versionNotRising, "a later version of this seal is in force")
                }
                seals.append((header.sequence, statement))
                give(
                    header.sequence,
                    "seal «\(statement.name)» v\(statement.version): cabinet \(statement.cabinet), drawer "
                        + "\(statement.drawer), tag \(Hex.encode(statement.tag.uid.bytes)), rule «\(statement.rule)»",
                    authority.names(of: signed)
                )
            }
        } catch {
            find(header.sequence, error.message)
        }
    }

    private mutating func file(_ approved: ApprovedGrant, index: UInt64, standing: Standing) {
        guard let statement = try? approved.statement() else {
            find(index, "what stands there as a grant is none")
            return
        }
        let filed = FiledGrant(index: index, approved: approved, statement: statement)
        if !grants[filed.digest, default: filed].add(approved.approvals, at: index) {
            find(index, "too many approvals were filed for grant \(statement.grant)")
        }
        switch GrantJudge(standing: standing).filing(filed) {
        case .approved: break
        case .unapproved: find(index, "grant \(statement.grant) is approved by nobody who may approve")
        case .forged:
            find(
                index,
                "FORGED GRANT \(statement.grant): an approval does not fit its text, or is not the approver's"
            )
        }
    }

    private mutating func readTaking(_ kind: RecordKind, _ record: OpenedRecord, seal: Identifier<Seal>)
        throws(RecordsError)
    {
        let index = record.leaf.header.sequence
        guard let subject = try record.subject() else {
            if kind == .grantRevoked || kind == .sealSuspended { closedCount += 1 }
            return
        }
        if kind == .grantRevoked, let grant = subject.grant, revoked[grant] == nil { revoked[grant] = index }
        if kind == .sealSuspended, subject.seal == seal {
            suspended.append(index)
            find(index, "the seal was suspended")
        }
    }

    private mutating func give(_ index: UInt64, _ title: String, _ signers: [ShownSigner]) {
        givings.append(ShownGiving(origin: log.section.origin, index: index, title: title, signers: signers))
    }

    private mutating func find(_ index: UInt64, _ message: String) {
        findings.append(ShownFinding(origin: log.section.origin, index: index, message: message))
    }
}
