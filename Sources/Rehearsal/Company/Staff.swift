import Authority
import Cryptography
import Records
import Simulation

/// The people of a simulated company who can give: every key in one hand, drawn from a seed.
struct Staff: Sendable {
    static let organisation = "example.org"

    let owners: [Ed25519PrivateKey]
    let officers: [Ed25519PrivateKey]
    let approvers: [Ed25519PrivateKey]
    let approverIDs: [Identifier<Person>] = (0..<3).map { id(100 + $0) }

    init(using generator: inout SeededGenerator) throws {
        owners = try (0..<3).map { _ in try Self.key(using: &generator) }
        officers = try (0..<2).map { _ in try Self.key(using: &generator) }
        approvers = try (0..<3).map { _ in try Self.key(using: &generator) }
    }

    static func key(using generator: inout SeededGenerator) throws -> Ed25519PrivateKey {
        try Ed25519PrivateKey(seed: (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    /// Two of three, as the root asks for.
    var ownerPair: [Ed25519PrivateKey] { Array(owners.prefix(2)) }

    func officersStatement(_ head: StatementHead) -> OfficersStatement {
        OfficersStatement(
            head: head,
            version: 1,
            officers: officers.enumerated().map { index, key in
                Officer(
                    person: id(50 + index),
                    key: Bytes(key.publicKey.bytes),
                    isSecurityOfficer: true,
                    isDutyOfficer: false
                )
            }
        )
    }

    /// One approver of the branch and one of legal, and nobody beside the taker.
    var rule: SealRule {
        SealRule(
            name: "contract",
            approvals: [ApprovalStep(group: "branch", count: 1), ApprovalStep(group: "legal", count: 1)],
            needsCompanion: false,
            modes: [.borrow]
        )
    }

    /// The first is a branch head, the second sits in legal, the third in both.
    func approver(_ index: Int, _ head: StatementHead) -> ApproverStatement {
        ApproverStatement(
            head: head,
            person: approverIDs[index],
            generation: 1,
            key: Bytes(approvers[index].publicKey.bytes),
            groups: [["branch"], ["legal"], ["branch", "legal"]][index]
        )
    }

    /// A grant with the approvals that the rule asks for.
    func approved(_ grant: GrantStatement) throws -> ApprovedGrant {
        var approved = ApprovedGrant(bytes: grant.encoded)
        for index in 0..<2 {
            approved.add(try Approval(of: approved.bytes, by: approverIDs[index], key: approvers[index]))
        }
        return approved
    }

    static func signed(_ statement: some Statement, by keys: [Ed25519PrivateKey]) throws -> SignedStatement {
        var signed = SignedStatement(statement)
        for key in keys { try signed.sign(with: key) }
        return signed
    }
}
