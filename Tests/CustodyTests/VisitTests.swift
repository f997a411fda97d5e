import Authority
import Records
import Simulation
import Testing

@testable import Custody

@Suite struct VisitTests {
    @Test func `a seal that is taken is out with its taker, and in again when it proves itself`() throws {
        var branch = try Branch.withSealIn()
        #expect(try branch.run(branch.plan(.take, number: 2), reading: .empty) == .take(.taken))
        guard case .out(let holding)? = branch.custody.seals[Branch.seal] else {
            Issue.record("the seal is not out")
            return
        }
        #expect(holding.holder == Branch.taker)
        #expect(holding.companion == Branch.companion)
        #expect(holding.expectedReturn == 2_000_000)
        #expect(
            try branch.run(branch.plan(.giveBack, number: 3), reading: .proved(Branch.tag))
                == .giveBack(.proved)
        )
        #expect(branch.custody.seal(in: 1) == Branch.seal)
        #expect(branch.custody.findings.isEmpty)
    }

    @Test func `a copy is kept apart, the seal stays out, and the finding is an alarm`() throws {
        var branch = try Branch.withSealIn()
        try branch.run(branch.plan(.take, number: 2), reading: .empty)
        let copy = TagReading.failed(uid: Branch.tag.uid)
        #expect(try branch.run(branch.plan(.giveBack, number: 3), reading: copy) == .giveBack(.refused))
        guard case .out? = branch.custody.seals[Branch.seal] else {
            Issue.record("the seal came in with a copy")
            return
        }
        #expect(branch.custody.quarantines[1]?.reading == copy)
        #expect(branch.custody.findings.map(\.opened.kind) == [.substitute])
        let desk = ReturnDesk(policy: branch.organisation.policy, custody: branch.custody)
        #expect(desk.drawer(for: Branch.seal, by: Branch.taker) == 2)
        #expect(try branch.run(branch.plan(.setAside, number: 4), reading: .empty) == .setAside(isFree: true))
        #expect(branch.custody.quarantines.isEmpty)
    }

    @Test func `what cannot be read comes in unproved and is not handed out`() throws {
        var branch = try Branch.withSealIn()
        try branch.run(branch.plan(.take, number: 2), reading: .empty)
        #expect(try branch.run(branch.plan(.giveBack, number: 3), reading: .ill) == .giveBack(.unproved))
        #expect(branch.refusals(branch.question()) == [.sealUnproved])
        #expect(branch.custody.findings.map(\.opened.kind) == [.unproved])
    }

    @Test func `something left in the slot instead of the seal is kept apart`() throws {
        var branch = try Branch.withSealIn()
        let other = TagReading.foreign(uid: Bytes([8, 1, 2, 3]))
        #expect(try branch.run(branch.plan(.take, number: 2), reading: other) == .take(.exchanged))
        #expect(branch.custody.quarantines[1]?.reading == other)
        guard case .out? = branch.custody.seals[Branch.seal] else {
            Issue.record("the seal is not out")
            return
        }
    }

    @Test func `nothing is released before the intent is on disk`() throws {
        let branch = try Branch.withSealIn()
        var machine = VisitMachine(plan: branch.plan(.take), timing: VisitMachine.Timing())
        #expect(machine.begin().count == 1)
        #expect(machine.receive(.pulsed(.done), at: 0).isEmpty)
        #expect(machine.receive(.drawer(.open), at: 0).isEmpty)
        #expect(machine.phase == .intending)
    }

    @Test func `a drawer that is not seen to open is looked into before anybody is told`() throws {
        let branch = try Branch.withSealIn()
        for (reading, expected) in [
            (TagReading.proved(Branch.tag), TakeEnded.Outcome.notOpened), (.empty, .taken),
        ] {
            var machine = VisitMachine(plan: branch.plan(.take), timing: VisitMachine.Timing(openSeconds: 15))
            _ = machine.receive(.intentStored, at: 0)
            _ = machine.receive(.pulsed(.unknown), at: 0)
            #expect(machine.receive(.tick, at: 14_999).isEmpty)
            #expect(machine.receive(.tick, at: 15_000).count == 1)
            _ = machine.receive(.reading(reading), at: 15_100)
            #expect(machine.phase == .recording(.take(expected)))
        }
    }

    /// Plays a take from its intent: the pulse came to this, the drawer says nothing, the reader finds this.
    private func blind(_ branch: inout Branch, _ pulse: PulseOutcome, _ reading: TagReading) throws {
        var machine = VisitMachine(plan: branch.plan(.take, number: 2), timing: VisitMachine.Timing())
        for case .storeIntent(let draft) in machine.begin() { try branch.write([draft]) }
        _ = machine.receive(.intentStored, at: 0)
        var actions = machine.receive(.pulsed(pulse), at: 0)
        _ = machine.receive(.drawer(.ill), at: 1)
        actions += machine.receive(.tick, at: 15_000)
        #expect(actions.count == 1)
        for case .storeOutcome(let drafts) in machine.receive(.reading(reading), at: 15_100) {
            try branch.write(drafts)
        }
    }

    @Test(arguments: [PulseOutcome.done, .unknown, .failed], [TagReading.ill, .unreadable])
    func `a take that neither drawer nor reader saw leaves the seal in, unproved, and spends the use`(
        pulse: PulseOutcome,
        reading: TagReading
    ) throws {
        var branch = try Branch.withSealIn()
        try blind(&branch, pulse, reading)
        guard case .unproved(1, _)? = branch.custody.seals[Branch.seal] else {
            Issue.record("the seal is shown as \(String(describing: branch.custody.seals[Branch.seal]))")
            return
        }
        #expect(branch.refusals(branch.question()) == [.sealUnproved])
        #expect(branch.custody.uses[GrantUse(grant: id(201), seal: Branch.seal)] == 1)
        #expect(branch.custody.findings.map(\.opened.kind) == [.unproved])
    }

    @Test func `a pulse that the board refused is looked at`() throws {
        var branch = try Branch.withSealIn()
        try blind(&branch, .failed, .empty)
        guard case .out? = branch.custody.seals[Branch.seal] else {
            Issue.record("the slot is empty, and the seal is not out")
            return
        }
        branch = try Branch.withSealIn()
        try blind(&branch, .failed, .proved(Branch.tag))
        #expect(branch.refusals(branch.question()).isEmpty)
        #expect(branch.custody.findings.map(\.opened.kind) == [.jammed])
    }

    @Test func `after a take that nobody saw its taker can return, and an empty slot puts the seal out`()
        throws
    {
        var branch = try Branch.withSealIn()
        try blind(&branch, .done, .ill)
        let unseen = branch
        let desk = ReturnDesk(policy: branch.organisation.policy, custody: branch.custody)
        #expect(desk.returnable.map(\.seal) == [Branch.seal])
        #expect(desk.drawer(for: Branch.seal, by: Branch.taker) == 1)
        #expect(desk.drawer(for: Branch.seal, by: Branch.companion) == 2)
        #expect(
            try branch.run(branch.plan(.giveBack, number: 3), reading: .proved(Branch.tag))
                == .giveBack(.proved)
        )
        #expect(branch.refusals(branch.question()).isEmpty)
        for reading in [TagReading.empty, .foreign(uid: Bytes([8, 1, 2, 3]))] {
            branch = unseen
            try branch.run(branch.plan(.giveBack, number: 3), reading: reading)
            guard case .out(let holding)? = branch.custody.seals[Branch.seal] else {
                Issue.record("\(reading): the seal is not out")
                return
            }
            #expect(holding.holder == Branch.taker)
        }
    }

    @Test func `a visit that a crash cut in two is resolved by looking`() throws {
        var branch = try Branch.withSealIn()
        try branch.run(branch.plan(.take, number: 2), reading: .empty)
        try branch.write([branch.plan(.giveBack, number: 3).intent])
        let open = try #require(branch.custody.openVisits.values.first)
        #expect(branch.refusals(branch.question()).contains(.visitOpen))
        let plan = VisitPlan(
            resuming: open,
            seal: branch.organisation.policy.seals[Branch.seal],
            finding: id(700)
        )
        var (machine, actions) = VisitMachine.resolving(
            plan,
            timing: VisitMachine.Timing(),
            drawer: .closed,
            now: 0
        )
        #expect(actions.count == 1)
        for case .storeOutcome(let drafts) in machine.receive(.reading(.proved(Branch.tag)), at: 1) {
            try branch.write(drafts)
        }
        #expect(branch.custody.openVisits.isEmpty)
        #expect(branch.custody.seal(in: 1) == Branch.seal)
        (machine, actions) = VisitMachine.resolving(
            plan,
            timing: VisitMachine.Timing(),
            drawer: .open,
            now: 0
        )
        #expect(machine.phase == .open(remindAt: 0))
    }

    @Test func `a drawer opened again before the reader looked is looked into again`() throws {
        let branch = try Branch.withSealIn()
        var machine = VisitMachine(plan: branch.plan(.take), timing: VisitMachine.Timing())
        _ = machine.receive(.intentStored, at: 0)
        _ = machine.receive(.pulsed(.done), at: 0)
        _ = machine.receive(.drawer(.open), at: 1)
        _ = machine.receive(.drawer(.closed), at: 2)
        _ = machine.receive(.drawer(.open), at: 3)
        #expect(machine.receive(.reading(.proved(Branch.tag)), at: 4).isEmpty)
        #expect(machine.phase == .open(remindAt: 60_003))
    }
}
