import ArgumentParser
import Authority
import Cryptography
import Enrolment
import Records

/// Approves a grant: `signet approve`.
struct ApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Read a grant to use seals, and approve it.",
        discussion: "The approval is a file of its own, to be sent back."
    )

    @OptionGroup var options: SigningOptions

    func run() throws {
        try reporting {
            let (bytes, key) = try options.agreed { rendered, bytes, keyFile in
                guard rendered.kind == GrantStatement.kind else { return "this is no grant: use signet sign" }
                return Self.objection(try GrantStatement(decoding: bytes), keyFile)
            }
            let approval = try Approval(of: bytes, by: key.person, key: key.privateKey)
            guard approval.grade(for: bytes, key: key.privateKey.publicKey) == .ownKey else {
                throw Failure(message: "the approval did not verify", code: 70)
            }
            try Paper.write(.approval, approval.encoded, to: options.out)
        }
    }

    /// Why this person's approval would count for nothing at any cabinet.
    private static func objection(_ grant: GrantStatement, _ key: KeyFile) -> String? {
        guard key.role == .approver else {
            return "approvers approve, and the key is that of an \(key.role.rawValue)"
        }
        guard grant.applicant != key.person else {
            return "you applied for it yourself; nobody approves their own application"
        }
        let going = grant.takers.map(\.person) + [grant.companion?.person].compactMap(\.self)
        return going.contains(key.person)
            ? "you are to take the seal or come along; somebody else must approve" : nil
    }
}
