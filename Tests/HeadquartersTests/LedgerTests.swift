import Authority
import Cryptography
import Custody
import Enrolment
import Records
import Store
import Testing

@testable import Headquarters

@Suite struct LedgerTests {
    @Test func `a founded headquarters has every log open and its first leaves written`() async throws {
        let office = try await Office.founded()
        let view = office.ledger.view
        #expect(view.standing.root != nil)
        #expect(Set(view.policies.keys) == ["east", "north"])
        #expect(view.policies["east"]?.size == 1)
        #expect(try office.ledger.store.logs().count == 5)
        #expect(view.standing.approvers.count == 3)
    }

    @Test func `a root over other log keys is refused`() async throws {
        let one = try await Office.opened()
        let other = try await Office.opened()
        await #expect(throws: HeadquartersError(.refused, "")) {
            _ = try await Office.open(other.folder, other.keys, one.root, other.clock)
        }
    }

    @Test func `a statement without enough signatures never enters a log`() async throws {
        let office = try await Office.founded()
        let size = office.ledger.view.standing.size
        let rules = RulesStatement(head: office.head, version: 2, rules: [office.rule])
        for keys in [[office.owners[0]], office.officers, []] {
            await #expect(throws: HeadquartersError(.refused, "")) {
                try await office.give(rules, by: keys)
            }
        }
        #expect(office.ledger.view.standing.size == size)
        try await office.give(rules, by: office.ownerPair)
        #expect(office.ledger.view.standing.rules?.version == 2)
    }

    @Test func `none of headquarters' own keys can give`() async throws {
        let office = try await Office.founded()
        let secrets = office.keys.current
        let own =
            try [
                secrets.logKey(.authority), secrets.logKey(.acts), secrets.logKey(.receipts),
                secrets.logKey(.policy(site: "east")),
            ].map(\.privateKey) + [secrets.notes, secrets.witness, secrets.mirror, secrets.safe]
        await #expect(throws: HeadquartersError(.refused, "")) {
            try await office.give(
                RulesStatement(head: office.head, version: 2, rules: [office.rule]),
                by: own
            )
        }
        await #expect(throws: HeadquartersError(.refused, "")) {
            try await office.give(office.approver(0), by: own)
        }
    }

    @Test func `a site whose policy key headquarters does not hold is refused`() async throws {
        let office = try await Office.founded()
        let stranger = SiteStatement(
            head: office.head,
            version: 1,
            site: "south",
            name: "华南支行",
            unit: "华南",
            policyEpoch: 1,
            policyKey: Bytes(try Ed25519PrivateKey().publicKey.bytes)
        )
        await #expect(throws: HeadquartersError(.refused, "")) {
            try await office.give(stranger, by: office.ownerPair)
        }
    }

    @Test func `a restart folds the same view from the logs`() async throws {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        let (person, seal) = try await office.furnish("c1")
        _ = try await office.ledger.file(office.form(seal, person), applicant: person)
        let before = office.ledger.view
        let again = try await Office.open(office.folder, office.keys, office.root, office.clock)
        #expect(again.view.standing == before.standing)
        #expect(again.view.policies == before.policies)
        #expect(again.view.desks == before.desks)
        #expect(again.view.heads == before.heads)
    }

    @Test func `records of a policy cite the heads that were in force`() async throws {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        _ = try await office.furnish("c1")
        let origin = try office.ledger.origins.policy("east")
        var cited: [UInt64] = []
        try office.ledger.store.forEachRecord(of: origin, from: 0, to: 3) {
            cited.append(try $1.opened().leaf.header.obeyedHeads?.authoritySize ?? 0)
        }
        let size = office.ledger.view.standing.size
        #expect(cited.count == 3)
        #expect(cited.last == size)
        #expect(cited == cited.sorted())
    }

    @Test func `taking away needs no officer and is written down twice`() async throws {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        let (person, seal) = try await office.furnish("c1")
        let draft = Draft(
            .taking,
            .sealSuspended,
            isCritical: true,
            actor: Actor(person: person),
            subject: Subject(seal: seal)
        )
        _ = try await office.ledger.takeAway(draft, at: "east", because: "遗失")
        #expect(office.ledger.view.policies["east"]?.isSuspended(seal: seal) == true)
        #expect(office.ledger.view.policies["north"]?.isSuspended(seal: seal) == false)
    }

    @Test func `heads of acts and receipts are noted in authority and change nothing there`() async throws {
        let office = try await Office.founded()
        let before = office.ledger.view.standing
        try await office.ledger.noteHeads()
        let after = office.ledger.view.standing
        #expect(after.size == before.size + 1)
        #expect(after.rules == before.rules)
        let record = try #require(
            try office.ledger.store.records(
                of: office.ledger.origins.authority,
                from: before.size,
                byteCountMax: 1
            ).bundle.records.first
        ).opened()
        let noted: HeadsNoted = try #require(try record.detail())
        #expect(
            noted.heads.map(\.origin) == [
                "example.org/hq/acts/e1", "example.org/hq/receipts/e1",
                "example.org/hq/policy/east/e1", "example.org/hq/policy/north/e1",
            ]
        )
        // A policy that has not grown since is not noted again.
        try await office.ledger.noteHeads()
        let again = try office.ledger.store.records(
            of: office.ledger.origins.authority,
            from: before.size + 1,
            byteCountMax: 1
        ).bundle.records.first
        let notedAgain: HeadsNoted = try #require(try again?.opened().detail())
        #expect(notedAgain.heads.count == 2)
    }

    @Test func `a change of officers comes behind the heads of the policies that the old ones signed`()
        async throws
    {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        let (_, seal) = try await office.furnish("c1")
        let list = try #require(office.ledger.view.standing.officers)
        let next = OfficersStatement(
            head: office.head,
            version: list.version + 1,
            officers: Array(list.officers.dropFirst())
        )
        let size = office.ledger.view.standing.size
        let record = try await office.give(next, by: office.ownerPair)
        #expect(record.index == size + 1)
        let again = try await Office.open(office.folder, office.keys, office.root, office.clock)
        #expect(again.view.policies["east"]?.seals[seal] != nil)
        #expect(again.view.policies == office.ledger.view.policies)
    }
}
