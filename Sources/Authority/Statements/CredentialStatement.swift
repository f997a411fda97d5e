package import Records

/// Bytes that only one cabinet can open.
package struct SealedForCabinet: Canonical, Hashable {
    /// The cabinet's name.
    package let cabinet: String
    /// HPKE to the cabinet's sealing key.
    package let sealed: Bytes

    /// Bytes sealed to a cabinet.
    package init(cabinet: String, sealed: Bytes) {
        self.cabinet = cabinet
        self.sealed = sealed
    }

    package var canonical: CBOR { .array([cabinet.canonical, sealed.canonical]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 2 else {
            throw RecordsError(.malformed, "a sealed message is a cabinet and its bytes")
        }
        cabinet = try String(canonical: parts[0])
        sealed = try Bytes(canonical: parts[1])
        try CabinetStatement.check(label: cabinet)
    }
}

/// What a credential is.
///
/// Unknown kinds are kept and never identify anybody.
package struct CredentialKind: RawRepresentable, Canonical, Hashable {
    package let rawValue: Int64

    package init(rawValue: Int64) { self.rawValue = rawValue }

    /// An NTAG 424 DNA card that answers a challenge.
    package static let card = CredentialKind(rawValue: 0)
    /// A number that the person knows.
    package static let pin = CredentialKind(rawValue: 1)
    /// A slot of a fingerprint sensor.
    package static let fingerprint = CredentialKind(rawValue: 2)
    /// A face template kept in the device.
    package static let face = CredentialKind(rawValue: 3)

    package var canonical: CBOR { .integer(rawValue) }

    package init(canonical: CBOR) throws(RecordsError) { rawValue = try Int64(canonical: canonical) }
}

/// A tag by its chip's number and the key that proves it.
package struct TagReference: Canonical, Hashable {
    /// The 7-byte UID.
    package let uid: Bytes
    /// The key number that proves presence.
    package let keyNumber: UInt64
    /// The version of that key on the tag.
    package let keyVersion: UInt64

    /// A tag's UID and presence key.
    package init(uid: Bytes, keyNumber: UInt64, keyVersion: UInt64) {
        self.uid = uid
        self.keyNumber = keyNumber
        self.keyVersion = keyVersion
    }

    package var canonical: CBOR { .array([uid.canonical, keyNumber.canonical, keyVersion.canonical]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 3 else {
            throw RecordsError(.malformed, "a tag is a UID, a key number and a key version")
        }
        uid = try Bytes(canonical: parts[0])
        keyNumber = try UInt64(canonical: parts[1])
        keyVersion = try UInt64(canonical: parts[2])
        guard uid.bytes.count == 7, keyNumber <= 4, keyVersion <= 255 else {
            throw RecordsError(.malformed, "a tag has a UID of 7 bytes, keys 0–4 and versions 0–255")
        }
    }
}

/// Binds a person to a card, a PIN or a sensor slot.
///
/// Signed by two officers.
package struct CredentialStatement: Statement {
    package static let kind = RecordKind.credential
    package static let signers = Signers.officers
    package static let title = "credential"

    package let head: StatementHead
    /// Names this binding; revoking names it again.
    package let credential: Identifier<CredentialSubject>
    /// Whom it identifies.
    package let person: Identifier<Person>
    /// The generation of the person in which it holds.
    package let generation: UInt64
    /// What the person shows.
    package let credentialKind: CredentialKind
    /// The card, where it is one.
    package let card: TagReference?
    /// The verifier of a PIN, sealed to each cabinet of the site by the cabinet where it was chosen.
    package let verifiers: [SealedForCabinet]

    /// A binding.
    package init(
        head: StatementHead,
        credential: Identifier<CredentialSubject>,
        person: Identifier<Person>,
        generation: UInt64,
        credentialKind: CredentialKind,
        card: TagReference? = nil,
        verifiers: [SealedForCabinet] = []
    ) {
        self.head = head
        self.credential = credential
        self.person = person
        self.generation = generation
        self.credentialKind = credentialKind
        self.card = card
        self.verifiers = verifiers
    }

    package var fields: CBORMap {
        CBORMap([
            4: credential.canonical, 5: person.canonical, 6: generation.canonical,
            7: credentialKind.canonical,
            8: card?.canonical, 9: .list(verifiers),
        ])
    }

    package init(head: StatementHead, fields: inout Fields) throws(RecordsError) {
        self.head = head
        credential = try fields.value(4)
        person = try fields.value(5)
        generation = try fields.value(6)
        credentialKind = try fields.value(7)
        card = try fields.optional(8)
        verifiers = try fields.list(9, countMax: 64)
        guard (credentialKind == .card) == (card != nil) else {
            throw RecordsError(.malformed, "a card credential names its card, and no other one does")
        }
    }
}
