import Authority
import Cryptography
import Records
import Simulation
import Testing

@testable import Custody

@Suite struct TakeDeskTests {
    @Test func `a take with everything in order opens the one drawer where the seal lies`() throws {
        let branch = try Branch.withSealIn()
        guard case .permitted(let permit) = branch.desk.decide(branch.question()) else {
            Issue.record("refused: \(branch.refusals(branch.question()).map(\.rawValue))")
            return
        }
        #expect(permit.drawer == 1)
        #expect(permit.seal.seal == Branch.seal)
        #expect(permit.expectedReturn == 2_000_000)
    }

    @Test func `who does not stand in the grant does not take`() throws {
        let branch = try Branch.withSealIn()
        #expect(branch.refusals(branch.question(taker: Branch.companion)).contains(.notTaker))
    }

    @Test func `a card alone is too weak`() throws {
        let branch = try Branch.withSealIn()
        #expect(branch.refusals(branch.question(methods: [.card])) == [.identificationTooWeak])
    }

    @Test func `the rule's second person must be there, another one, and have the right`() throws {
        let branch = try Branch.withSealIn()
        #expect(branch.refusals(branch.question(companion: nil)) == [.companionMissing])
        #expect(branch.refusals(branch.question(companion: Branch.taker)) == [.companionNotPermitted])
        #expect(branch.refusals(branch.question(companion: id(99))) == [.companionNotPermitted])
    }

    @Test func `who approved the grant or applied for it is no companion, whatever right they have`() throws {
        var branch = try Branch.withSealIn()
        let officers = Array(branch.organisation.officers.prefix(2))
        let third = branch.organisation.approverIDs[2]
        for person in [id(2), branch.organisation.approverIDs[0], third] {
            let statement = PersonStatement(
                head: branch.organisation.head,
                person: person,
                generation: 1,
                version: 1,
                name: "某人",
                rights: [.custodian]
            )
            #expect(try branch.organisation.file(statement, by: officers) == .counted)
        }
        #expect(branch.refusals(branch.question(companion: id(2))) == [.companionNotPermitted])
        let approver = branch.organisation.approverIDs[0]
        #expect(branch.refusals(branch.question(companion: approver)) == [.companionNotPermitted])
        // An approver who had no part in this grant may stand there.
        #expect(branch.refusals(branch.question(companion: third)).isEmpty)
    }

    @Test func `time must be known and inside the grant at both ends of the interval`() throws {
        let branch = try Branch.withSealIn()
        #expect(branch.refusals(branch.question(interval: nil)) == [.timeUnknown])
        #expect(
            branch.refusals(branch.question(interval: TimeBounds(low: 999_999, high: 1_500_000))) == [
                .tooEarly
            ]
        )
        #expect(
            branch.refusals(branch.question(interval: TimeBounds(low: 1_500_000, high: 3_000_001))) == [
                .tooLate
            ]
        )
    }

    @Test func `past the smaller limit of rule and grant nothing is taken`() throws {
        let branch = try Branch.withSealIn()
        #expect(branch.refusals(branch.question(contactAge: 86_400)).isEmpty)
        #expect(branch.refusals(branch.question(contactAge: 86_401)) == [.contactExpired])
    }

    @Test func `a revoked grant, a suspended seal and a removed person stop a take`() throws {
        var branch = try Branch.withSealIn()
        let component = Actor(component: "test")
        _ = try branch.organisation.appendToPolicy(
            Draft(
                .taking,
                .grantRevoked,
                isCritical: true,
                actor: component,
                subject: Subject(grant: id(201))
            )
        )
        #expect(branch.refusals(branch.question()) == [.grantRevoked])
        branch = try Branch.withSealIn()
        _ = try branch.organisation.appendToPolicy(
            Draft(
                .taking,
                .sealSuspended,
                isCritical: true,
                actor: component,
                subject: Subject(seal: Branch.seal)
            )
        )
        #expect(branch.refusals(branch.question()) == [.sealSuspended])
        branch = try Branch.withSealIn()
        let removal = PersonInGeneration(person: Branch.taker, generation: 1)
        _ = try branch.organisation.appendToAuthority(
            Draft(.taking, .personRemoved, isCritical: true, actor: component, detail: removal.canonical)
        )
        #expect(branch.refusals(branch.question()) == [.personRemoved])
    }

    @Test func `a suspended cabinet hands nothing out`() throws {
        var branch = try Branch.withSealIn()
        _ = try branch.organisation.appendToAuthority(
            Draft(
                .taking,
                .cabinetSuspended,
                isCritical: true,
                actor: Actor(component: "test"),
                subject: Subject(cabinet: "c1")
            )
        )
        #expect(branch.refusals(branch.question()) == [.cabinetSuspended])
    }

    @Test func `uses are counted by outcome, not by intent`() throws {
        var branch = try Branch.withSealIn()
        try branch.run(branch.plan(.take, number: 2), reading: .proved(Branch.tag))
        #expect(branch.custody.uses.isEmpty)
        for number in 3...4 {
            #expect(branch.refusals(branch.question()).isEmpty)
            try branch.run(branch.plan(.take, number: number * 2), reading: .empty)
            #expect(branch.refusals(branch.question()).contains(.sealOut))
            try branch.run(branch.plan(.giveBack, number: number * 2 + 1), reading: .proved(Branch.tag))
        }
        #expect(branch.refusals(branch.question()) == [.usesSpent])
    }

    @Test func `a grant with a changed byte and one by headquarters' keys are refused by name`() throws {
        var branch = try Branch.withSealIn()
        let approved = try #require(branch.organisation.policy.grants[branch.grant]).approved
        var bytes = approved.bytes
        let uses = try #require(bytes.lastIndex(of: 2))
        bytes[uses] = 3
        let changed = ApprovedGrant(bytes: bytes, approvals: approved.approvals)
        _ = try branch.organisation.file(changed)
        branch.grant = SHA256.hash(bytes)
        #expect(branch.refusals(branch.question()).first == .grantForged)

        let forgery = branch.organisation.grant(7)
        var forged = ApprovedGrant(bytes: forgery.encoded)
        for approver in branch.organisation.approverIDs.prefix(2) {
            forged.add(try Approval(of: forged.bytes, by: approver, key: branch.organisation.logKey))
        }
        _ = try branch.organisation.file(forged)
        branch.grant = SHA256.hash(forged.bytes)
        #expect(branch.refusals(branch.question()).first == .grantForged)
    }

    @Test(arguments: [(true, false, TakeRefusal.notUnderstood), (false, true, .recordContradicted)])
    func `a critical record that is not understood, and another record at headquarters, stop takes`(
        missesCriticalRecord: Bool,
        isContradicted: Bool,
        reason: TakeRefusal
    ) throws {
        let branch = try Branch.withSealIn()
        let desk = TakeDesk(
            standing: branch.organisation.standing,
            policy: branch.organisation.policy,
            custody: branch.custody,
            missesCriticalRecord: missesCriticalRecord,
            isContradicted: isContradicted
        )
        #expect(desk.decide(branch.question()) == .refused([reason]))
    }

    @Test func `what was never proved here is not handed out`() throws {
        let branch = try Branch()
        #expect(branch.refusals(branch.question()) == [.sealUnproved])
    }
}
