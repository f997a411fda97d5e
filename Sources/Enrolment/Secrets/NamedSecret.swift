import Cryptography
import Records

/// 32 secret bytes under a name.
struct NamedSecret: Canonical {
    static let byteCount = 32

    let name: String
    let secret: SecretBytes

    init(name: String, secret: SecretBytes) {
        self.name = name
        self.secret = secret
    }

    /// For sealing only: a copy of the bytes in clear.
    var canonical: CBOR { .array([name.canonical, .bytes(secret.exposedCopy())]) }

    init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 2, case .bytes(var bytes) = parts[1],
            bytes.count == Self.byteCount
        else { throw RecordsError(.malformed, "a secret is a name and \(Self.byteCount) bytes") }
        name = try String(canonical: parts[0])
        secret = SecretBytes(moving: &bytes)
    }
}
