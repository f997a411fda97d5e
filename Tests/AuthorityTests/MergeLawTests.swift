import Cryptography
import Records
import Simulation
import Testing

@testable import Authority

/// What is edited, removed and given at several places at once comes to the same, and taking wins.
@Suite struct MergeLawTests {
    private static func rule(_ random: inout SeededGenerator) -> SealRule {
        let groups = ["a", "b", "c"].shuffled(using: &random).prefix(
            Int.random(in: 1...3, using: &random)
        )
        return SealRule(
            name: "contract",
            approvals: groups.map {
                ApprovalStep(group: $0, count: UInt64.random(in: 1...2, using: &random))
            },
            needsCompanion: Bool.random(using: &random),
            modes: GrantMode.allCases.filter { _ in Int.random(in: 0..<3, using: &random) > 0 },
            leastGrade: Bool.random(using: &random) ? .weak : .proved,
            offlineSecondsMax: UInt64.random(in: 0...100, using: &random),
            acceptsCarriedTime: Bool.random(using: &random),
            acceptsWitnessedApproval: Bool.random(using: &random),
            acceptsVouchedApproval: Bool.random(using: &random)
        )
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `the stricter of rules does not hang on their order or number`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let (a, b, c) = (Self.rule(&random), Self.rule(&random), Self.rule(&random))
        #expect(a.stricter(with: b) == b.stricter(with: a))
        #expect(a.stricter(with: a) == a)
        #expect(a.stricter(with: b).stricter(with: c) == a.stricter(with: b.stricter(with: c)))
        #expect(a.stricter(with: b).stricter(with: b) == a.stricter(with: b))
        let both = a.stricter(with: b)
        for one in [a, b] {
            #expect(both.offlineSecondsMax <= one.offlineSecondsMax)
            #expect(both.leastGrade >= one.leastGrade)
            #expect(both.needsCompanion || !one.needsCompanion)
            #expect(Set(both.modes).isSubset(of: one.modes))
            #expect(!both.acceptsVouchedApproval || one.acceptsVouchedApproval)
            for step in one.approvals {
                #expect(both.approvals.contains { $0.group == step.group && $0.count >= step.count })
            }
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `edits of one version come to the same in any order, and a later version ends them`(
        seed: UInt64
    ) throws {
        var random = SeededGenerator(seed: seed)
        let founded = try SimulatedOrganisation.founded()
        let owners = Array(founded.owners.prefix(2))
        var edits: [RulesStatement] = []
        for _ in 0..<3 {
            var rule = Self.rule(&random)
            while rule.modes.isEmpty { rule = Self.rule(&random) }
            edits.append(RulesStatement(head: founded.head, version: 2, rules: [rule]))
        }
        var found: Set<[UInt8]> = []
        for _ in 0..<4 {
            var organisation = founded
            for (number, edit) in edits.shuffled(using: &random).enumerated() {
                let outcome = try organisation.give(edit, by: owners)
                #expect(outcome == (number == 0 ? .counted : .beside("rules")))
            }
            #expect(organisation.standing.rulesEdits.count == 3)
            let rules = try #require(organisation.standing.rules)
            found.insert(CBOR.array(rules.rules.map(\.canonical)).encoded)
            // The same edit again is none.
            #expect(
                try organisation.give(edits[0], by: owners)
                    == .refused(AuthorityError(.versionNotRising, ""))
            )
            let last = RulesStatement(head: organisation.head, version: 3, rules: [organisation.rule])
            #expect(try organisation.give(last, by: owners) == .counted)
            #expect(organisation.standing.rules == last)
        }
        #expect(found.count == 1)
    }

    @Test func `a rule that one of two edits leaves out is not in force`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let owners = Array(organisation.owners.prefix(2))
        let other = SealRule(
            name: "other",
            approvals: organisation.rule.approvals,
            needsCompanion: true,
            modes: [.borrow]
        )
        for rules in [[organisation.rule, other], [organisation.rule]] {
            _ = try organisation.give(
                RulesStatement(head: organisation.head, version: 2, rules: rules),
                by: owners
            )
        }
        #expect(organisation.standing.rules?.rules.map(\.name) == ["contract"])
    }

    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func `who is removed is in force nowhere, whatever was signed and in whichever order it came`(
        seed: UInt64
    )
        throws
    {
        var random = SeededGenerator(seed: seed)
        var organisation = try SimulatedOrganisation.founded()
        let officers = Array(organisation.officers.prefix(2))
        let saved = organisation.head
        for _ in 0..<12 {
            let index = Int.random(in: 0..<3, using: &random)
            let generation = UInt64.random(in: 1...4, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0:
                let removed = PersonInGeneration(
                    person: organisation.approverIDs[index],
                    generation: Bool.random(using: &random) ? generation : UInt64(Int64.max)
                )
                try remove(removed, in: &organisation)
            case 1:
                _ = try organisation.give(
                    organisation.approver(index, generation: generation),
                    by: officers
                )
            default:
                let person = PersonStatement(
                    head: Bool.random(using: &random) ? saved : organisation.head,
                    person: organisation.approverIDs[index],
                    generation: generation,
                    version: organisation.policy.size + 1,
                    name: "人",
                    rights: []
                )
                _ = try organisation.file(person, by: officers)
            }
            for id in organisation.approverIDs {
                let removed = organisation.standing.removedGeneration(of: id) ?? 0
                // Nobody ever stands in a generation that a removal of the one in force would not end.
                #expect(organisation.policy.persons[id]?.generation ?? 1 <= removed + 1)
                #expect(organisation.standing.approvers[id]?.generation ?? 1 <= removed + 1)
                guard let current = organisation.policy.persons[id]?.generation else { continue }
                let isInForce =
                    (try? organisation.standing.requireNotRemoved(id, generation: current)) != nil
                #expect(isInForce == (current > removed))
            }
        }
    }

    private func remove(_ removed: PersonInGeneration, in organisation: inout SimulatedOrganisation)
        throws
    {
        _ = try organisation.appendToAuthority(
            Draft(
                .taking,
                .personRemoved,
                isCritical: true,
                actor: Actor(component: "test"),
                detail: removed.canonical
            )
        )
    }

    @Test func `a removal ends the generation in force and no later one`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let officers = Array(organisation.officers.prefix(2))
        let person = organisation.approverIDs[0]
        try remove(PersonInGeneration(person: person, generation: UInt64(Int64.max)), in: &organisation)
        #expect(organisation.standing.removedGeneration(of: person) == 1)
        #expect(
            try organisation.give(organisation.approver(0, generation: 2), by: officers) == .counted
        )
    }

    @Test func `who comes back is enrolled anew by people who knew of the removal`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let officers = Array(organisation.officers.prefix(2))
        // Signed for the day after the removal.
        let saved = organisation.approver(0, generation: 2)
        #expect(
            try organisation.give(saved, by: officers) == .refused(AuthorityError(.versionNotRising, ""))
        )
        try remove(
            PersonInGeneration(person: organisation.approverIDs[0], generation: 1),
            in: &organisation
        )
        #expect(try organisation.give(saved, by: officers) == .refused(AuthorityError(.removed, "")))
        #expect(
            try organisation.give(organisation.approver(0, generation: 2), by: officers) == .counted
        )
    }
}
