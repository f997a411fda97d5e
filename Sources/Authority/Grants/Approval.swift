package import Cryptography
package import Records

/// How strongly an approval is tied to the approver's own will.
package enum ApprovalGrade: Sendable, Equatable {
    /// By a key that only the approver holds.
    case ownKey
    /// A cabinet states that the person approved there.
    case witnessed
    /// Headquarters or another system states it.
    case vouched
}

/// One approver's signature on a grant.
///
/// A map: 0 form, 1 approver, 2 signature. Forms: 0 `signet approve` (Ed25519). Other forms (passkey, witnessed, vouched)
/// are kept as received and count for nothing here.
package struct Approval: Canonical, Hashable {
    /// The form of `signet approve`: an Ed25519 key of the approver's own.
    package static let formOwnKey: UInt64 = 0

    /// How the approval was made; decides what ``proof`` holds.
    package let form: UInt64
    /// Who approved.
    package let approver: Identifier<Person>
    /// What the form says; for `signet approve` a signature of 64 bytes.
    package let proof: Bytes

    /// What an approver's proof covers: C = SHA-256("signet/approve/v1" ‖ 00 ‖ SHA-256(grant) ‖ approver's id).
    package static func challenge(grantBytes: [UInt8], approver: Identifier<Person>) -> Digest {
        SHA256.hash(parts: [Domain.approve.prefix, SHA256.hash(grantBytes).bytes, approver.bytes])
    }

    /// Approves with the approver's own key.
    package init(of grantBytes: [UInt8], by approver: Identifier<Person>, key: Ed25519PrivateKey)
        throws(CryptographyError)
    {
        form = Self.formOwnKey
        self.approver = approver
        let challenge = Self.challenge(grantBytes: grantBytes, approver: approver)
        proof = Bytes(try key.signature(for: Domain.approve.prefix + challenge.bytes))
    }

    /// The grade when the proof is good under the approver's key, else nil.
    package func grade(for grantBytes: [UInt8], key: Ed25519PublicKey) -> ApprovalGrade? {
        guard form == Self.formOwnKey else { return nil }
        let challenge = Self.challenge(grantBytes: grantBytes, approver: approver)
        return key.isValid(proof.bytes, for: Domain.approve.prefix + challenge.bytes) ? .ownKey : nil
    }

    package var canonical: CBOR {
        .map(CBORMap([0: form.canonical, 1: approver.canonical, 2: proof.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an approval")
        form = try fields.value(0)
        approver = try fields.value(1)
        proof = try fields.value(2)
        try fields.finish()
    }
}

/// A grant's bytes with its approvals: the detail of a grant's record.
package struct ApprovedGrant: Canonical, Hashable {
    /// More approvals than any rule asks for.
    package static let approvalCountMax = 32

    /// The canonical bytes that were approved.
    package let bytes: [UInt8]
    /// The approvals gathered so far, one per approver.
    package private(set) var approvals: [Approval]

    /// A grant with the approvals gathered so far.
    package init(bytes: [UInt8], approvals: [Approval] = []) {
        self.bytes = bytes
        self.approvals = approvals
    }

    /// Adds an approval; the same approver's earlier one is replaced.
    package mutating func add(_ approval: Approval) {
        approvals.removeAll { $0.approver == approval.approver }
        approvals.append(approval)
    }

    /// The grant, when the bytes are one.
    package func statement() throws(RecordsError) -> GrantStatement { try GrantStatement(decoding: bytes) }

    /// What people compare between paper, tool and screen: 8 Crockford characters of SHA-256 of the grant, as XXXX-XXXX.
    package var checkCode: String {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        let bits = SHA256.hash(bytes).bytes.prefix(5).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let characters = (0..<8).map { alphabet[Int(bits >> UInt64(35 - 5 * $0) & 31)] }
        return String(characters.prefix(4)) + "-" + String(characters.suffix(4))
    }

    package var canonical: CBOR { .map(CBORMap([0: .bytes(bytes), 1: .list(approvals)])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an approved grant")
        let bytes: Bytes = try fields.value(0)
        self.bytes = bytes.bytes
        approvals = try fields.list(1, countMax: Self.approvalCountMax)
        try fields.finish()
    }
}
