import Cryptography
import Records
import Simulation
import Testing

@testable import Authority

/// Root v+1: k of v and k of v+1, and what it may not change.
@Suite struct RootChangeTests {
    private var organisation: SimulatedOrganisation
    private let newcomers: [Ed25519PrivateKey]

    init() throws {
        organisation = try SimulatedOrganisation.founded()
        newcomers = try (0..<3).map { _ in try Ed25519PrivateKey() }
    }

    private func next(
        _ owners: [Ed25519PrivateKey],
        regime: Regime = .full,
        threshold: UInt64 = 2,
        version: UInt64 = 2,
        authorityKey: Ed25519PrivateKey? = nil,
        previous: Digest? = nil
    ) -> RootStatement {
        RootStatement(
            organisation: SimulatedOrganisation.name,
            madeUnder: organisation.standing.size,
            rootVersion: version,
            regime: regime,
            threshold: threshold,
            owners: owners.map(\.publicKey),
            authorityKey: (authorityKey ?? organisation.logKey).publicKey,
            actsKey: organisation.logKey.publicKey,
            receiptsKey: organisation.logKey.publicKey,
            previous: previous ?? SHA256.hash((organisation.standing.root ?? organisation.root).encoded)
        )
    }

    @Test func `owners who are left out sign nothing any more, and the new ones do`() throws {
        var test = self
        let root = next(newcomers)
        #expect(try test.organisation.give(root, by: test.organisation.owners + newcomers) == .counted)
        let rules = RulesStatement(
            head: test.organisation.head,
            version: 2,
            rules: [test.organisation.rule]
        )
        #expect(
            try test.organisation.give(rules, by: test.organisation.owners)
                == .refused(AuthorityError(.signersInsufficient, ""))
        )
        #expect(try test.organisation.give(rules, by: Array(newcomers.prefix(2))) == .counted)
    }

    @Test func `a root that skips a version, or follows another one, is refused`() throws {
        var test = self
        let signers = test.organisation.owners + newcomers
        for root in [next(newcomers, version: 3), next(newcomers, previous: SHA256.hash([1]))] {
            #expect(
                try test.organisation.give(root, by: signers)
                    == .refused(AuthorityError(.versionNotRising, ""))
            )
        }
    }

    @Test func `a later root names the same first keys of headquarters' logs`() throws {
        var test = self
        let root = next(newcomers, authorityKey: newcomers[0])
        #expect(
            try test.organisation.give(root, by: test.organisation.owners + newcomers)
                == .refused(AuthorityError(.versionNotRising, ""))
        )
    }

    @Test func `a key of an officer or approver in force makes no owner`() throws {
        var test = self
        for key in [test.organisation.officers[0], test.organisation.approvers[0]] {
            let owners = [key] + newcomers
            #expect(
                try test.organisation.give(next(owners), by: test.organisation.owners + owners)
                    == .refused(AuthorityError(.keyInUse, ""))
            )
        }
    }

    @Test func `the regime is raised and never lowered`() throws {
        var test = self
        #expect(
            try test.organisation.give(
                next(newcomers, regime: .pair),
                by: test.organisation.owners + newcomers
            ) == .refused(AuthorityError(.versionNotRising, ""))
        )
        var trader = try Trader()
        let officer = try Ed25519PrivateKey()
        let owners = [trader.owner] + newcomers.prefix(1)
        #expect(try trader.raise(.pair, owners, 2) == .counted)
        #expect(trader.standing.root?.regime == .pair)
        // One owner was enough before; now it takes both in the officers' stead.
        let cabinetOfOne = try trader.cabinet(by: [trader.owner])
        #expect(cabinetOfOne == .refused(AuthorityError(.signersInsufficient, "")))
        #expect(try trader.cabinet(by: owners) == .counted)
        #expect(try trader.raise(.full, [trader.owner] + newcomers.prefix(2), 3) == .counted)
        // In *full*, owners no longer stand in for officers, and there are none before owners name them.
        #expect(
            try trader.cabinet(by: owners) == .refused(AuthorityError(.signersInsufficient, ""))
        )
        #expect(try trader.name(officers: [officer, newcomers[2]], by: owners) == .counted)
        #expect(try trader.cabinet(by: [officer, newcomers[2]]) == .counted)
    }

    @Test func `with witnesses a root waits, and who it leaves out names no new witnesses meanwhile`() throws
    {
        var test = self
        let owners = Array(test.organisation.owners.prefix(2))
        let witness = Witness(name: "example.org/cabinet/c1", key: Bytes(newcomers[0].publicKey.bytes))
        _ = try test.organisation.give(
            WitnessPolicyStatement(head: test.organisation.head, version: 1, witnesses: [witness]),
            by: owners
        )
        #expect(
            try test.organisation.give(next(newcomers), by: test.organisation.owners + newcomers) == .waiting
        )
        #expect(test.organisation.standing.root == test.organisation.root)
        let other = WitnessPolicyStatement(
            head: test.organisation.head,
            version: 2,
            witnesses: [Witness(name: witness.name, key: Bytes(newcomers[1].publicKey.bytes))]
        )
        #expect(
            try test.organisation.give(other, by: owners)
                == .refused(AuthorityError(.signersInsufficient, ""))
        )
        #expect(try test.organisation.give(other, by: Array(newcomers.prefix(2))) == .witnessesChanged)
        #expect(test.organisation.standing.witnessPolicy?.version == 2)
        #expect(test.organisation.witness(upTo: test.organisation.standing.size).count == 1)
        #expect(test.organisation.standing.root?.rootVersion == 2)
    }

    @Test func `what waits counts at once where owners send all witnesses away`() throws {
        var test = self
        let owners = Array(test.organisation.owners.prefix(2))
        for version in 1...2 as ClosedRange<UInt64> {
            let witness = Witness(name: "example.org/cabinet/c1", key: Bytes(newcomers[0].publicKey.bytes))
            let outcome = try test.organisation.give(
                WitnessPolicyStatement(
                    head: test.organisation.head,
                    version: version,
                    witnesses: version == 1 ? [witness] : []
                ),
                by: owners
            )
            #expect(outcome == (version == 1 ? .counted : .witnessesChanged))
            guard version == 1 else { continue }
            #expect(
                try test.organisation.give(test.organisation.officersStatement(version: 2), by: owners)
                    == .waiting
            )
            #expect(test.organisation.standing.officers?.version == 1)
        }
        #expect(test.organisation.standing.officers?.version == 2)
        #expect(test.organisation.standing.waitingCount == 0)
    }
}

/// A sole trader's `authority`: one owner, one site.
private struct Trader {
    let owner: Ed25519PrivateKey
    private let logKey: Ed25519PrivateKey
    private(set) var standing: Standing
    private var composer: Composer
    private var version: UInt64 = 0

    init() throws {
        owner = try Ed25519PrivateKey()
        logKey = try Ed25519PrivateKey()
        let root = RootStatement(
            organisation: SimulatedOrganisation.name,
            regime: .single,
            threshold: 1,
            owners: [owner.publicKey],
            authorityKey: logKey.publicKey,
            actsKey: logKey.publicKey,
            receiptsKey: logKey.publicKey
        )
        standing = Standing(organisation: SimulatedOrganisation.name, pinnedRoot: SHA256.hash(root.encoded))
        composer = Composer(
            origin: "example.org/hq/authority/e1",
            boot: id(1),
            nextSequence: 0,
            lastTime: HybridTime(milliseconds: 0),
            actKey: nil
        )
        _ = try give(root, by: [owner])
        let site = SiteStatement(
            head: head,
            version: 1,
            site: "east",
            name: "店",
            unit: "店",
            policyEpoch: 1,
            policyKey: Bytes(logKey.publicKey.bytes)
        )
        _ = try give(site, by: [owner])
    }

    private var head: StatementHead {
        StatementHead(organisation: SimulatedOrganisation.name, madeUnder: standing.size)
    }

    mutating func raise(_ regime: Regime, _ owners: [Ed25519PrivateKey], _ version: UInt64) throws
        -> FoldOutcome
    {
        let before = try #require(standing.root)
        let root = RootStatement(
            organisation: SimulatedOrganisation.name,
            madeUnder: standing.size,
            rootVersion: version,
            regime: regime,
            threshold: 2,
            owners: owners.map(\.publicKey),
            authorityKey: logKey.publicKey,
            actsKey: logKey.publicKey,
            receiptsKey: logKey.publicKey,
            previous: SHA256.hash(before.encoded)
        )
        return try give(root, by: owners)
    }

    mutating func name(officers: [Ed25519PrivateKey], by keys: [Ed25519PrivateKey]) throws -> FoldOutcome {
        let list = officers.enumerated().map { index, key in
            Officer(
                person: id(50 + index),
                key: Bytes(key.publicKey.bytes),
                isSecurityOfficer: true,
                isDutyOfficer: false
            )
        }
        return try give(OfficersStatement(head: head, version: 1, officers: list), by: keys)
    }

    mutating func cabinet(by keys: [Ed25519PrivateKey]) throws -> FoldOutcome {
        version += 1
        let statement = CabinetStatement(
            head: head,
            version: version,
            cabinet: "c1",
            site: "east",
            name: "柜",
            keys: SimulatedOrganisation.unheldKeys,
            request: SimulatedOrganisation.unheldKeys.act
        )
        return try give(statement, by: keys)
    }

    private mutating func give(_ statement: some Statement, by keys: [Ed25519PrivateKey]) throws
        -> FoldOutcome
    {
        var signed = SignedStatement(statement)
        for key in keys { try signed.sign(with: key) }
        let draft = Draft(
            .giving,
            type(of: statement).kind,
            isCritical: true,
            actor: Actor(component: "test"),
            detail: signed.canonical
        )
        let reading = ClockReading(wallMilliseconds: 1, monotonicMilliseconds: 1, quality: .unknown)
        return try standing.fold(try composer.compose(draft, at: reading, obeying: nil).opened())
    }
}
