import ArgumentParser
import Authority
import Enrolment
import Records

/// Signs a statement: `signet sign`.
struct SignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Read a statement of owners or officers, and sign it.",
        discussion:
            "The signature is a file of its own, to be sent back. Grants are approved with `signet approve`."
    )

    @OptionGroup var options: SigningOptions

    func run() throws {
        try reporting {
            let (bytes, key) = try options.agreed { rendered, _, keyFile in Self.objection(rendered, keyFile)
            }
            let signature = try StatementSignature(of: bytes, by: key.privateKey)
            guard signature.isValid(for: bytes) else {
                throw Failure(message: "the signature did not verify", code: 70)
            }
            try Paper.write(.signature, signature.encoded, to: options.out)
        }
    }

    /// Why this key has no business here; cabinets would not count the signature.
    private static func objection(_ statement: RenderedStatement, _ key: KeyFile) -> String? {
        switch (statement.signers, key.role) {
        case (.owners, .owner), (.officers, .officer): nil
        // In the regimes pair and single owners stand in for officers.
        case (.officers, .owner): nil
        case (.approvers, _): "a grant is approved, not signed: use signet approve"
        case (.owners, _): "owners sign this, and the key is that of an \(key.role.rawValue)"
        case (.officers, .approver): "officers sign this, and the key is that of an approver"
        }
    }
}
