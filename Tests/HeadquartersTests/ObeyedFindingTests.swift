import Authority
import Cryptography
import Custody
import Enrolment
import Records
import Replication
import Store
import Testing

@testable import CabinetAppliance
@testable import Headquarters

/// What people gave, and a cabinet finds although it counts: told at the cabinet, and shown at headquarters from its acts.
@Suite(.timeLimit(.minutes(2))) struct ObeyedFindingTests {
    /// What the cabinet finds once it obeys everything, and headquarters after it.
    private func found(_ office: Office, _ give: () async throws -> Void) async throws -> [[FindingKind]] {
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let lines = try Lines(office)
        for _ in 0..<2 { try await StickTests.carry(branch, lines, of: office) }
        #expect(branch.ledger.view.custody.findings.isEmpty)
        try await give()
        for _ in 0..<3 { try await StickTests.carry(branch, lines, of: office) }
        #expect(branch.ledger.view.obeyed.standing.size == office.ledger.view.standing.size)
        let custodies = [branch.ledger.view.custody, office.ledger.view.cabinets["c1"]?.custody]
        return custodies.map { $0?.findings.map(\.opened.kind) ?? [] }
    }

    @Test func `rules that were edited twice at once are finding 20`() async throws {
        let office = try await Office.founded()
        let found = try await found(office) {
            let head = office.head
            for count in [1, 2] as [UInt64] {
                let rule = SealRule(
                    name: office.rule.name,
                    approvals: [ApprovalStep(group: "branch", count: count)],
                    needsCompanion: false,
                    modes: [.borrow]
                )
                let edit = RulesStatement(head: head, version: 2, rules: [rule])
                try await office.give(edit, by: office.ownerPair)
            }
        }
        #expect(found.map { $0.map(\.rawValue) } == [[20], [20]])
    }

    @Test func `witnesses that owners change without those before are finding 12`() async throws {
        let office = try await Office.founded()
        let found = try await found(office) {
            for (version, name) in [(1, "c8"), (2, "c9")] as [(UInt64, String)] {
                let witness = Witness(
                    name: "\(Office.name)/cabinet/\(name)",
                    key: Bytes(office.officers[Int(version) - 1].publicKey.bytes)
                )
                let policy = WitnessPolicyStatement(
                    head: office.head,
                    version: version,
                    witnesses: [witness]
                )
                try await office.give(policy, by: office.ownerPair)
            }
        }
        #expect(found.map { $0.map(\.rawValue) } == [[12], [12]])
    }
}
