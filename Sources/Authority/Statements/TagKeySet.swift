package import Cryptography
package import Records

/// Keys of one tag, as the tag-key service seals them to a cabinet.
///
/// A map from key number to 16 bytes. Key 0 is among them only for a job; the cabinet forgets it when the job is done.
package struct TagKeySet: Canonical, Hashable {
    /// The bytes of an AES-128 key.
    package static let keyByteCount = 16

    /// By key number, 0–4.
    package let keys: [UInt64: Bytes]

    /// Keys by number.
    package init(keys: [UInt64: Bytes]) { self.keys = keys }

    package var canonical: CBOR {
        var map = CBORMap()
        for (number, key) in keys where number <= 4 { map[UInt8(number)] = key.canonical }
        return .map(map)
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "keys of a tag")
        var keys: [UInt64: Bytes] = [:]
        for number in UInt8(0)...4 {
            guard let key: Bytes = try fields.optional(number) else { continue }
            guard key.bytes.count == Self.keyByteCount else {
                throw RecordsError(.malformed, "a tag's key has \(Self.keyByteCount) bytes")
            }
            keys[UInt64(number)] = key
        }
        try fields.finish()
        self.keys = keys
    }
}

extension TagKeyDelivery {
    /// Seals keys to a cabinet and signs the delivery: what the tag-key service does.
    package init(
        of keySet: TagKeySet,
        cabinet: String,
        sealingKey: X25519PublicKey,
        uid: Bytes,
        keyVersion: UInt64,
        job: Bytes?,
        signedBy key: Ed25519PrivateKey
    ) throws(CryptographyError) {
        let empty = TagKeyDelivery(
            cabinet: cabinet,
            uid: uid,
            keyVersion: keyVersion,
            job: job,
            sealed: Bytes([]),
            signature: Bytes([])
        )
        let sealed = try HPKE.seal(
            keySet.encoded,
            to: sealingKey,
            info: Domain.tagJob.prefix,
            authenticating: empty.context
        )
        let unsigned = TagKeyDelivery(
            cabinet: cabinet,
            uid: uid,
            keyVersion: keyVersion,
            job: job,
            sealed: Bytes(sealed),
            signature: Bytes([])
        )
        self.init(
            cabinet: cabinet,
            uid: uid,
            keyVersion: keyVersion,
            job: job,
            sealed: unsigned.sealed,
            signature: Bytes(try key.signature(for: Domain.tagJob.prefix + unsigned.signedBytes))
        )
    }

    /// Opens the keys with the cabinet's sealing key, when the tag-key service signed them.
    package func opened(with sealingKey: X25519PrivateKey, serviceKey: Ed25519PublicKey)
        throws(AuthorityError)
        -> TagKeySet
    {
        guard serviceKey.isValid(signature.bytes, for: Domain.tagJob.prefix + signedBytes) else {
            throw AuthorityError(.signatureInvalid, "the keys of a tag are not signed by the tag-key service")
        }
        do {
            let bytes = try HPKE.open(
                sealed.bytes,
                with: sealingKey,
                info: Domain.tagJob.prefix,
                authenticating: context
            )
            return try TagKeySet(decoding: bytes)
        } catch {
            throw AuthorityError(.malformed, "the keys of a tag do not open here: \(error)")
        }
    }
}
