import Cryptography
import Records
import Testing

@testable import Authority

/// An organisation with keys in the test's hands: three owners, two officers, two approvers, one site, one cabinet.
struct Organisation {
    static let name = "example.org"

    let owners: [Ed25519PrivateKey]
    let officers: [Ed25519PrivateKey]
    let approvers: [Ed25519PrivateKey]
    let logKey: Ed25519PrivateKey
    let approverIDs: [Identifier<Person>]
    let root: RootStatement
    var standing: Standing
    var policy: SitePolicy
    private var authorityComposer: Composer
    private var policyComposer: Composer

    init() throws {
        owners = try (0..<3).map { _ in try Ed25519PrivateKey() }
        officers = try (0..<3).map { _ in try Ed25519PrivateKey() }
        approvers = try (0..<3).map { _ in try Ed25519PrivateKey() }
        approverIDs = (0..<3).map { id(100 + $0) }
        logKey = try Ed25519PrivateKey()
        root = RootStatement(
            organisation: Self.name,
            regime: .full,
            threshold: 2,
            owners: owners.map(\.publicKey),
            authorityKey: logKey.publicKey,
            actsKey: logKey.publicKey,
            receiptsKey: logKey.publicKey
        )
        standing = Standing(organisation: Self.name, pinnedRoot: SHA256.hash(root.encoded))
        policy = SitePolicy(site: "east")
        authorityComposer = Composer(
            origin: "example.org/hq/authority/e1",
            boot: id(1),
            nextSequence: 0,
            lastTime: HybridTime(milliseconds: 0),
            actKey: nil
        )
        policyComposer = Composer(
            origin: "example.org/hq/policy/east/e1",
            boot: id(1),
            nextSequence: 0,
            lastTime: HybridTime(milliseconds: 0),
            actKey: nil
        )
    }

    /// Root, officers, rules, site, cabinet and approvers, all as they must be.
    static func founded() throws -> Organisation {
        var organisation = try Organisation()
        let owners = Array(organisation.owners.prefix(2))
        let officers = Array(organisation.officers.prefix(2))
        #expect(try organisation.give(organisation.root, by: owners) == .counted)
        #expect(try organisation.give(organisation.officersStatement(version: 1), by: owners) == .counted)
        #expect(
            try organisation.give(
                RulesStatement(head: organisation.head, version: 1, rules: [organisation.rule]),
                by: owners
            )
                == .counted
        )
        #expect(
            try organisation.give(
                SiteStatement(
                    head: organisation.head,
                    version: 1,
                    site: "east",
                    name: "东支行",
                    unit: "华东",
                    policyEpoch: 1,
                    policyKey: Bytes(organisation.logKey.publicKey.bytes)
                ),
                by: owners
            ) == .counted
        )
        #expect(try organisation.give(organisation.cabinet(version: 1), by: officers) == .counted)
        for index in organisation.approvers.indices {
            #expect(try organisation.give(organisation.approver(index), by: officers) == .counted)
        }
        return organisation
    }

    var head: StatementHead { StatementHead(organisation: Self.name, madeUnder: standing.size) }

    var rule: SealRule {
        SealRule(
            name: "contract",
            approvals: [ApprovalStep(group: "branch", count: 1), ApprovalStep(group: "legal", count: 1)],
            needsCompanion: true,
            modes: [.borrow]
        )
    }

    func officersStatement(version: UInt64, _ keys: [Ed25519PrivateKey]? = nil) -> OfficersStatement {
        OfficersStatement(
            head: head,
            version: version,
            officers: (keys ?? officers).enumerated().map { index, key in
                Officer(
                    person: id(50 + index),
                    key: Bytes(key.publicKey.bytes),
                    isSecurityOfficer: true,
                    isDutyOfficer: false
                )
            }
        )
    }

    func cabinet(version: UInt64) -> CabinetStatement {
        let key = Bytes([UInt8](repeating: 7, count: 32))
        return CabinetStatement(
            head: head,
            version: version,
            cabinet: "c1",
            site: "east",
            name: "1 号柜",
            keys: CabinetKeys(
                acts: key,
                telemetry: key,
                act: key,
                witness: key,
                device: Bytes([UInt8](repeating: 4, count: 65)),
                transport: key,
                sealing: key,
                nextActs: key
            ),
            request: key
        )
    }

    /// The first is a branch head, the second sits in legal, the third in both.
    func approver(_ index: Int, generation: UInt64 = 1) -> ApproverStatement {
        ApproverStatement(
            head: head,
            person: approverIDs[index],
            generation: generation,
            key: Bytes(approvers[index].publicKey.bytes),
            groups: [["branch"], ["legal"], ["branch", "legal"]][index]
        )
    }

    func grant(_ number: Int = 1, taker: Identifier<Person>? = nil) -> GrantStatement {
        GrantStatement(
            head: head,
            grant: id(200 + number),
            application: id(300 + number),
            applicant: id(2),
            seals: [id(400)],
            site: "east",
            takers: [PersonInGeneration(person: taker ?? id(3), generation: 1)],
            mode: .borrow,
            reason: "签约",
            files: [ApprovedFile(digest: SHA256.hash([1]), name: "合同.pdf", pages: 14)],
            copies: 4,
            uses: 2,
            placeOfUse: "本机构内",
            companion: nil,
            expectedReturn: 2_000_000,
            notBefore: 1_000_000,
            notAfter: 3_000_000,
            offlineSecondsMax: 86_400
        )
    }

    func approved(_ grant: GrantStatement, by indices: [Int] = [0, 1]) throws -> ApprovedGrant {
        var approved = ApprovedGrant(bytes: grant.encoded)
        for index in indices {
            approved.add(try Approval(of: approved.bytes, by: approverIDs[index], key: approvers[index]))
        }
        return approved
    }

    /// Puts a statement, signed by `keys`, into `authority`.
    mutating func give(_ statement: some Statement, by keys: [Ed25519PrivateKey]) throws -> FoldOutcome {
        try give(signed(statement, by: keys), kind: type(of: statement).kind)
    }

    mutating func give(_ signed: SignedStatement, kind: RecordKind) throws -> FoldOutcome {
        try appendToAuthority(
            Draft(.giving, kind, isCritical: true, actor: Actor(component: "test"), detail: signed.canonical)
        )
    }

    mutating func appendToAuthority(_ draft: Draft) throws -> FoldOutcome {
        try standing.fold(try authorityComposer.compose(draft, at: reading, obeying: nil).opened())
    }

    /// Puts a statement, signed by `keys`, into the site's `policy`, citing `cited` leaves of `authority`.
    mutating func file(_ statement: some Statement, by keys: [Ed25519PrivateKey], citing cited: UInt64? = nil)
        throws
        -> FoldOutcome
    {
        try appendToPolicy(
            Draft(
                .giving,
                type(of: statement).kind,
                isCritical: true,
                actor: Actor(component: "test"),
                detail: try signed(statement, by: keys).canonical
            ),
            citing: cited
        )
    }

    mutating func file(_ grant: ApprovedGrant) throws -> FoldOutcome {
        try appendToPolicy(
            Draft(.giving, .grant, isCritical: true, actor: Actor(component: "test"), detail: grant.canonical)
        )
    }

    mutating func appendToPolicy(_ draft: Draft, citing cited: UInt64? = nil) throws -> FoldOutcome {
        let zero = SHA256.hash([])
        let heads = ObeyedHeads(
            authority: (1, cited ?? standing.size, zero),
            policy: (1, policyComposer.nextSequence, zero)
        )
        return try policy.fold(
            try policyComposer.compose(draft, at: reading, obeying: heads).opened(),
            standing: standing
        )
    }

    func signed(_ statement: some Statement, by keys: [Ed25519PrivateKey]) throws -> SignedStatement {
        var signed = SignedStatement(statement)
        for key in keys { try signed.sign(with: key) }
        return signed
    }

    private var reading: ClockReading {
        ClockReading(wallMilliseconds: 1, monotonicMilliseconds: 1, quality: .unknown)
    }
}

/// An id that a test can name.
func id<Subject>(_ number: Int) -> Identifier<Subject> {
    Identifier((0..<16).map { $0 == 15 ? UInt8(number & 0xFF) : $0 == 14 ? UInt8(number >> 8) : 0 })
        ?? { preconditionFailure("16 bytes make an id") }()
}
