package import Authority
package import Cryptography
package import Records

/// An organisation whose every key lies in one hand: three owners, three officers, three approvers, one site, one cabinet.
///
/// For tests and the seeded world; it writes its logs without a store and folds them as a cabinet does.
package struct SimulatedOrganisation: Sendable {
    /// The organisation's DNS name.
    package static let name = "example.org"

    /// The owners' keys.
    package let owners: [Ed25519PrivateKey]
    /// The officers' keys.
    package let officers: [Ed25519PrivateKey]
    /// The approvers' keys: a branch head, one of legal, one of both.
    package let approvers: [Ed25519PrivateKey]
    /// Headquarters' key for all its logs; gives nothing.
    package let logKey: Ed25519PrivateKey
    /// The approvers' ids, in the order of their keys.
    package let approverIDs: [Identifier<Person>]
    /// The root that the owners signed.
    package let root: RootStatement
    /// What `authority` says so far.
    package private(set) var standing: Standing
    /// What the site's `policy` says so far.
    package private(set) var policy: SitePolicy
    /// The records of `authority`, as they would be stored.
    package private(set) var authorityRecords: [Record] = []
    /// The records of the site's `policy`.
    package private(set) var policyRecords: [Record] = []
    private var authorityComposer: Composer
    private var policyComposer: Composer

    /// Keys and empty logs.
    package init() throws {
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
    package static func founded() throws -> SimulatedOrganisation {
        var organisation = try SimulatedOrganisation()
        let owners = Array(organisation.owners.prefix(2))
        let officers = Array(organisation.officers.prefix(2))
        try organisation.mustCount { try $0.give($0.root, by: owners) }
        try organisation.mustCount { try $0.give($0.officersStatement(version: 1), by: owners) }
        try organisation.mustCount {
            try $0.give(RulesStatement(head: $0.head, version: 1, rules: [$0.rule]), by: owners)
        }
        try organisation.mustCount {
            let site = SiteStatement(
                head: $0.head,
                version: 1,
                site: "east",
                name: "东支行",
                unit: "华东",
                policyEpoch: 1,
                policyKey: Bytes($0.logKey.publicKey.bytes)
            )
            return try $0.give(site, by: owners)
        }
        try organisation.mustCount { try $0.give($0.cabinet(version: 1), by: officers) }
        for index in organisation.approvers.indices {
            try organisation.mustCount { try $0.give($0.approver(index), by: officers) }
        }
        return organisation
    }

    /// What statements made now have in common.
    package var head: StatementHead { StatementHead(organisation: Self.name, madeUnder: standing.size) }

    /// The rule «contract»: one approver of each group, a second person, borrowing.
    package var rule: SealRule {
        SealRule(
            name: "contract",
            approvals: [ApprovalStep(group: "branch", count: 1), ApprovalStep(group: "legal", count: 1)],
            needsCompanion: true,
            modes: [.borrow]
        )
    }

    /// The officers, or others in their place.
    package func officersStatement(version: UInt64, _ keys: [Ed25519PrivateKey]? = nil) -> OfficersStatement {
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

    /// The cabinet c1 of the site, with keys that nobody holds; with another act key where one is given.
    package func cabinet(version: UInt64, act: Ed25519PublicKey? = nil) -> CabinetStatement {
        CabinetStatement(
            head: head,
            version: version,
            cabinet: "c1",
            site: "east",
            name: "1 号柜",
            keys: Self.unheldKeys(act: act.map { Bytes($0.bytes) }),
            request: Self.unheldKeys.act
        )
    }

    /// Keys of a cabinet under which nothing was ever signed.
    package static var unheldKeys: CabinetKeys { unheldKeys(act: nil) }

    private static func unheldKeys(act: Bytes?) -> CabinetKeys {
        let key = Bytes([UInt8](repeating: 7, count: 32))
        return CabinetKeys(
            acts: key,
            telemetry: key,
            act: act ?? key,
            witness: key,
            device: Bytes([UInt8](repeating: 4, count: 65)),
            transport: key,
            sealing: key,
            nextActs: key
        )
    }

    /// The first is a branch head, the second sits in legal, the third in both.
    package func approver(_ index: Int, generation: UInt64 = 1) -> ApproverStatement {
        ApproverStatement(
            head: head,
            person: approverIDs[index],
            generation: generation,
            key: Bytes(approvers[index].publicKey.bytes),
            groups: [["branch"], ["legal"], ["branch", "legal"]][index]
        )
    }

    /// A grant of one seal for two uses.
    package func grant(_ number: Int = 1, taker: Identifier<Person>? = nil) -> GrantStatement {
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

    /// A grant with the approvals of some approvers.
    package func approved(_ grant: GrantStatement, by indices: [Int] = [0, 1]) throws -> ApprovedGrant {
        var approved = ApprovedGrant(bytes: grant.encoded)
        for index in indices {
            approved.add(try Approval(of: approved.bytes, by: approverIDs[index], key: approvers[index]))
        }
        return approved
    }

    /// Puts a statement, signed by `keys`, into `authority`.
    package mutating func give(_ statement: some Statement, by keys: [Ed25519PrivateKey]) throws
        -> FoldOutcome
    {
        try give(signed(statement, by: keys), kind: type(of: statement).kind)
    }

    /// Puts a signed statement into `authority`.
    package mutating func give(_ signed: SignedStatement, kind: RecordKind) throws -> FoldOutcome {
        try appendToAuthority(
            Draft(.giving, kind, isCritical: true, actor: Actor(component: "test"), detail: signed.canonical)
        )
    }

    /// Puts any record into `authority`.
    package mutating func appendToAuthority(_ draft: Draft) throws -> FoldOutcome {
        let record = try authorityComposer.compose(draft, at: reading, obeying: nil)
        authorityRecords.append(record)
        return try standing.fold(try record.opened())
    }

    /// Puts a statement, signed by `keys`, into the site's `policy`, citing `cited` leaves of `authority`.
    package mutating func file(
        _ statement: some Statement,
        by keys: [Ed25519PrivateKey],
        citing cited: UInt64? = nil
    )
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

    /// Puts a grant into the site's `policy`.
    package mutating func file(_ grant: ApprovedGrant) throws -> FoldOutcome {
        try appendToPolicy(
            Draft(.giving, .grant, isCritical: true, actor: Actor(component: "test"), detail: grant.canonical)
        )
    }

    /// Puts any record into the site's `policy`, citing leaves of `authority`.
    package mutating func appendToPolicy(_ draft: Draft, citing cited: UInt64? = nil) throws -> FoldOutcome {
        let zero = SHA256.hash([])
        let heads = ObeyedHeads(
            authority: (1, cited ?? standing.size, zero),
            policy: (1, policyComposer.nextSequence, zero)
        )
        let record = try policyComposer.compose(draft, at: reading, obeying: heads)
        policyRecords.append(record)
        return try policy.take(try record.opened(), standing: standing).last?.outcome ?? .waiting
    }

    /// Says that a majority of witnesses cosigned a head of `authority`.
    ///
    /// - Returns: the indices of the statements that count since then.
    @discardableResult
    package mutating func witness(upTo size: UInt64) -> [UInt64] { standing.witness(upTo: size) }

    /// Folds what waits in the site's `policy`, as far as `authority` permits it now.
    package mutating func settlePolicy() -> [PolicyReport] { policy.settle(standing) }

    /// Notes the head of the site's `policy` in `authority`, as it is or with another size.
    package mutating func noteHeads(policySize: UInt64? = nil, root: Digest = SHA256.hash([])) throws {
        let head = CitedHead(
            origin: "example.org/hq/policy/east/e1",
            size: policySize ?? policyComposer.nextSequence,
            root: root
        )
        _ = try appendToAuthority(
            Draft(
                .system,
                .headsNoted,
                actor: Actor(component: "test"),
                detail: HeadsNoted(heads: [head]).canonical
            )
        )
    }

    /// Both logs before their first leaves, as a cabinet of the site begins.
    package var emptyLogs: ObeyedLogs {
        ObeyedLogs(
            standing: Standing(organisation: Self.name, pinnedRoot: standing.pinnedRoot),
            policy: SitePolicy(site: "east")
        )
    }

    /// A statement signed by some keys.
    package func signed(_ statement: some Statement, by keys: [Ed25519PrivateKey]) throws -> SignedStatement {
        var signed = SignedStatement(statement)
        for key in keys { try signed.sign(with: key) }
        return signed
    }

    private mutating func mustCount(_ give: (inout SimulatedOrganisation) throws -> FoldOutcome) throws {
        let outcome = try give(&self)
        guard outcome == .counted else {
            throw AuthorityError(.malformed, "the simulated world is broken: \(outcome)")
        }
    }

    private var reading: ClockReading {
        ClockReading(wallMilliseconds: 1, monotonicMilliseconds: 1, quality: .unknown)
    }
}

/// An id that a test can name: a number in its last eight bytes, highest first.
package func id<Subject>(_ number: Int) -> Identifier<Subject> {
    var source = NumberSource(number: UInt64(number))
    return Identifier(using: &source)
}

/// Gives sixteen bytes that say a number, one call of ``next()`` for each byte.
private struct NumberSource: RandomNumberGenerator {
    let number: UInt64
    var position: UInt64 = 0

    mutating func next() -> UInt64 {
        defer { position += 1 }
        return position < 8 ? 0 : number >> ((15 - position) * 8) & 0xFF
    }
}
