package import Cryptography
package import Records

/// One person's signature on a statement.
package struct StatementSignature: Canonical, Hashable {
    /// The signer's Ed25519 public key, 32 bytes.
    package let key: [UInt8]
    /// 64 bytes over "signet/statement/v1" ‖ 00 ‖ the statement's bytes.
    package let signature: [UInt8]

    /// Signs the bytes of a statement.
    package init(of statementBytes: [UInt8], by key: Ed25519PrivateKey) throws(CryptographyError) {
        self.key = key.publicKey.bytes
        signature = try key.signature(for: Domain.statement.prefix + statementBytes)
    }

    package var canonical: CBOR { .array([.bytes(key), .bytes(signature)]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 2, case .bytes(let key) = parts[0],
            key.count == 32,
            case .bytes(let signature) = parts[1], signature.count == 64
        else { throw RecordsError(.malformed, "a signature is a key of 32 bytes and 64 bytes") }
        self.key = key
        self.signature = signature
    }

    /// Whether the signature is good.
    package func isValid(for statementBytes: [UInt8]) -> Bool {
        guard let key = try? Ed25519PublicKey(bytes: key) else { return false }
        return key.isValid(signature, for: Domain.statement.prefix + statementBytes)
    }
}

/// A statement's bytes with the signatures of those who gave: the detail of a giving record.
package struct SignedStatement: Canonical, Hashable {
    /// More signatures than any threshold; a bound on work for a hostile record.
    package static let signatureCountMax = 16

    /// The canonical bytes that were signed.
    package let bytes: [UInt8]
    /// The signatures gathered so far, at most one per key after ``add(_:)``.
    package private(set) var signatures: [StatementSignature]

    /// A statement with the signatures gathered so far.
    package init(_ statement: some Statement, signatures: [StatementSignature] = []) {
        bytes = statement.encoded
        self.signatures = signatures
    }

    /// Bytes that somebody else encoded, with signatures.
    package init(bytes: [UInt8], signatures: [StatementSignature]) {
        self.bytes = bytes
        self.signatures = signatures
    }

    /// SHA-256 of the statement's bytes, by which people name it.
    package var digest: Digest { SHA256.hash(bytes) }

    /// Adds a signature by `key`.
    package mutating func sign(with key: Ed25519PrivateKey) throws(CryptographyError) {
        add(try StatementSignature(of: bytes, by: key))
    }

    /// Adds a signature made elsewhere; the same signer's earlier one is replaced.
    package mutating func add(_ signature: StatementSignature) {
        signatures.removeAll { $0.key == signature.key }
        signatures.append(signature)
    }

    /// The distinct keys among `keys` that validly signed.
    package func validSigners(among keys: [[UInt8]]) -> Set<[UInt8]> {
        var valid: Set<[UInt8]> = []
        for signature in signatures where keys.contains(signature.key) && !valid.contains(signature.key) {
            if signature.isValid(for: bytes) { valid.insert(signature.key) }
        }
        return valid
    }

    package var canonical: CBOR { .map(CBORMap([0: .bytes(bytes), 1: .list(signatures)])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a signed statement")
        let bytes: Bytes = try fields.value(0)
        self.bytes = bytes.bytes
        signatures = try fields.list(1, countMax: Self.signatureCountMax)
        try fields.finish()
    }
}
