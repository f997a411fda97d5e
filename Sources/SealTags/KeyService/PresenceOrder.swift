package import Cryptography
package import Records

/// Asks for the presence key of a tag that a job has personalised, for cabinets that came later.
///
/// Adds nothing that people have not given: the tag and the cabinets stand in signed statements. A map: 0 organisation,
/// 1 id, 2 UID, 3 key version, 4 list of cabinets.
package struct PresenceOrder: Canonical {
    /// The bytes of an id.
    package static let idByteCount = 16
    /// The bytes of a tag's UID.
    package static let uidByteCount = 7
    /// What the notes key signs under.
    package static let domain = Domain("signet/presence-key/v1")

    /// The organisation's DNS name.
    package let organisation: String
    /// 16 random bytes; used once.
    package let id: Bytes
    /// The tag's 7-byte UID.
    package let uid: Bytes
    /// The version of the keys that the job gave.
    package let keyVersion: UInt64
    /// Cabinets of the site for which the tag was personalised.
    package let cabinets: [String]

    /// An order for one tag.
    package init(organisation: String, id: Bytes, uid: Bytes, keyVersion: UInt64, cabinets: [String]) {
        self.organisation = organisation
        self.id = id
        self.uid = uid
        self.keyVersion = keyVersion
        self.cabinets = cabinets
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: organisation.canonical, 1: id.canonical, 2: uid.canonical, 3: keyVersion.canonical,
                4: .list(cabinets),
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an order for a presence key")
        organisation = try fields.value(0)
        id = try fields.value(1)
        uid = try fields.value(2)
        keyVersion = try fields.value(3)
        cabinets = try fields.list(4, countMax: KeyServiceLimits.cabinetCountMax)
        try fields.finish()
        guard id.bytes.count == Self.idByteCount, uid.bytes.count == Self.uidByteCount,
            (1...255).contains(keyVersion), !cabinets.isEmpty
        else {
            throw RecordsError(
                .malformed,
                "an order for a presence key has an id of 16 bytes, a UID of 7, a version 1–255 and cabinets"
            )
        }
    }
}

/// An order's bytes with the signature of headquarters' notes key.
package struct SignedPresenceOrder: Canonical {
    /// The canonical bytes that were signed.
    package let bytes: [UInt8]
    /// Ed25519 over "signet/presence-key/v1" ‖ 00 ‖ the bytes.
    package let signature: [UInt8]

    /// Signs an order.
    package init(_ order: PresenceOrder, by notesKey: Ed25519PrivateKey) throws(CryptographyError) {
        bytes = order.encoded
        signature = try notesKey.signature(for: PresenceOrder.domain.prefix + bytes)
    }

    /// Whether the key signed these bytes.
    package func isSigned(by notesKey: Ed25519PublicKey) -> Bool {
        notesKey.isValid(signature, for: PresenceOrder.domain.prefix + bytes)
    }

    package var canonical: CBOR { .array([.bytes(bytes), .bytes(signature)]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 2, case .bytes(let bytes) = parts[0],
            case .bytes(let signature) = parts[1], signature.count == Ed25519PublicKey.signatureByteCount
        else { throw RecordsError(.malformed, "a signed order is its bytes and 64 bytes") }
        self.bytes = bytes
        self.signature = signature
    }
}
