import Authority
import Cryptography
import Custody
import Enrolment
import Records
import Testing

@testable import Headquarters

@Suite struct DeskTests {
    @Test func `a proposal enters its log with the last signature that is needed`() async throws {
        let office = try await Office.founded()
        let statement = RulesStatement(head: office.head, version: 2, rules: [office.rule])
        let digest = try await office.ledger.propose(statement.encoded, by: Actor(component: "test"))
        let sign = { (key: Ed25519PrivateKey) in
            try await office.ledger.sign(
                digest,
                try StatementSignature(of: statement.encoded, by: key),
                by: Actor(component: "test")
            )
        }
        #expect(try await sign(office.owners[0]).state == .open)
        #expect(office.ledger.view.standing.rules?.version == 1)
        guard case .given = try await sign(office.owners[2]).state else {
            Issue.record("the statement should be in its log")
            return
        }
        #expect(office.ledger.view.standing.rules?.version == 2)
        await #expect(throws: HeadquartersError(.conflict, "")) { _ = try await sign(office.owners[1]) }
    }

    @Test func `a signature by somebody who may not give this is refused`() async throws {
        let office = try await Office.founded()
        let statement = RulesStatement(head: office.head, version: 2, rules: [office.rule])
        let digest = try await office.ledger.propose(statement.encoded, by: Actor(component: "test"))
        for key in office.officers + [office.keys.current.notes] {
            await #expect(throws: HeadquartersError(.refused, "")) {
                _ = try await office.ledger.sign(
                    digest,
                    try StatementSignature(of: statement.encoded, by: key),
                    by: Actor(component: "test")
                )
            }
        }
        var other = statement.encoded
        other[other.count - 1] ^= 1
        let forged = try StatementSignature(of: other, by: office.owners[0])
        await #expect(throws: HeadquartersError(.refused, "")) {
            _ = try await office.ledger.sign(digest, forged, by: Actor(component: "test"))
        }
    }

    @Test func `a grant enters the policy when the rule is satisfied and not before`() async throws {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        let (person, seal) = try await office.furnish("c1")
        let application = try await office.ledger.file(office.form(seal, person), applicant: person)
        let actor = Actor(component: "test")
        let first = try await office.ledger.approve(
            application.digest,
            try office.approval(of: application, by: 0),
            by: actor
        )
        #expect(first.state == .open)
        #expect(office.ledger.view.policies["east"]?.grants.isEmpty == true)
        let second = try await office.ledger.approve(
            application.digest,
            try office.approval(of: application, by: 1),
            by: actor
        )
        guard case .granted = second.state else {
            Issue.record("the grant should be in the policy")
            return
        }
        #expect(office.ledger.view.policies["east"]?.grants[application.digest] != nil)
    }

    @Test func `two approvers of the same group do not make a grant`() async throws {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        let (person, seal) = try await office.furnish("c1")
        let application = try await office.ledger.file(office.form(seal, person), applicant: person)
        let approved = try await office.ledger.approve(
            application.digest,
            try office.approval(of: application, by: 0),
            by: Actor(component: "test")
        )
        #expect(approved.state == .open)
        #expect(office.ledger.view.desks.applications[application.digest]?.approved.approvals.count == 1)
    }

    @Test func `an approval of another text is refused and not kept`() async throws {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        let (person, seal) = try await office.furnish("c1")
        let one = try await office.ledger.file(office.form(seal, person), applicant: person)
        let other = try await office.ledger.file(office.form(seal, person), applicant: person)
        let approval = try office.approval(of: other, by: 0)
        await #expect(throws: HeadquartersError(.refused, "")) {
            _ = try await office.ledger.approve(one.digest, approval, by: Actor(component: "test"))
        }
        #expect(office.ledger.view.desks.applications[one.digest]?.approved.approvals.isEmpty == true)
    }

    @Test func `an application for seals of two sites is refused`() async throws {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        _ = try await office.enrol("c2", site: "north")
        let (person, seal) = try await office.furnish("c1")
        let (_, other) = try await office.furnish("c2", site: "north")
        var form = office.form(seal, person)
        form.seals.append(other)
        await #expect(throws: HeadquartersError(.refused, "")) {
            _ = try await office.ledger.file(form, applicant: person)
        }
    }

    @Test func `a count asks every site and closes with the silent ones named`() async throws {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        _ = try await office.enrol("c2", site: "north")
        let run = try await office.ledger.askCount(
            sites: ["east", "north"],
            durationMilliseconds: 60_000,
            by: Actor(component: "test")
        )
        for site in ["east", "north"] {
            #expect(office.ledger.view.policies[site]?.countRequests.map(\.run) == [run.asked.run])
        }
        try await office.ledger.tendCounts()
        #expect(office.ledger.view.desks.runs[run.asked.run]?.isClosed == false)
        office.clock.pass(60_001)
        try await office.ledger.tendCounts()
        let closed = try #require(office.ledger.view.desks.runs[run.asked.run]?.closed)
        #expect(closed.revision == 1)
        #expect(closed.unreachableCount == 2)
        #expect(closed.equalCount + closed.differingCount + closed.unreachableCount == closed.targetCount)
        try await office.ledger.tendCounts()
        #expect(office.ledger.view.desks.runs[run.asked.run]?.closed == closed)
    }

    @Test func `a run is a durable row: after a restart its missing requests are written`() async throws {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        let asked = CountAsked(
            run: Identifier([UInt8](repeating: 5, count: 16))!,
            number: "1",
            nonce: Bytes([UInt8](repeating: 6, count: 16)),
            askedAt: office.clock.wallMilliseconds,
            deadline: office.clock.wallMilliseconds + 60_000,
            targets: [CountTarget(site: "east", cabinet: "c1")]
        )
        try await office.ledger.record([
            Draft(
                .administration,
                .countAsked,
                actor: Actor(component: "test"),
                subject: Subject(run: asked.run),
                detail: asked.canonical
            )
        ])
        let again = try await Office.open(office.folder, office.keys, office.root, office.clock)
        try await again.tendCounts()
        #expect(again.view.policies["east"]?.countRequests.map(\.run) == [asked.run])
        try await again.tendCounts()
        #expect(again.view.policies["east"]?.countRequests.count == 1)
    }

    @Test func `no more runs are open than may be`() async throws {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        let ask = {
            try await office.ledger.askCount(
                sites: ["east"],
                durationMilliseconds: 60_000,
                by: Actor(component: "test")
            )
        }
        for _ in 0..<HeadquartersLedger.openRunCountMax { _ = try await ask() }
        await #expect(throws: HeadquartersError(.tooMany, "")) { _ = try await ask() }
    }
}
