package import Cryptography

/// Headquarters' public keys as a text file that is carried to the owners, format `signet-headquarters-keys/v1`.
///
/// Ten lines: the format's name, then `authority`, `acts`, `receipts`, `notes`, `witness`, `mirror`, `safe`, `transport` and
/// `enrolment`, each with 64 hexadecimal characters in lower case.
package struct HeadquartersKeys: Sendable, Equatable {
    /// The most bytes of the file.
    package static let byteCountMax = 2_048
    private static let format = "signet-headquarters-keys/v1"

    /// Epoch 1 of the log `authority`.
    package let authority: Ed25519PublicKey
    /// Epoch 1 of headquarters' log `acts`.
    package let acts: Ed25519PublicKey
    /// Epoch 1 of the log `receipts`.
    package let receipts: Ed25519PublicKey
    /// Slips, freshness notes, tag jobs that add nothing.
    package let notes: Ed25519PublicKey
    /// Cosignatures on what is consistent.
    package let witness: Ed25519PublicKey
    /// Cosignatures on what is here completely.
    package let mirror: Ed25519PublicKey
    /// Cosignatures on what was read back from a backup.
    package let safe: Ed25519PublicKey
    /// CURVE key of the replication endpoint.
    package let transport: X25519PublicKey
    /// CURVE key of the enrolment endpoint.
    package let enrolment: X25519PublicKey

    /// All public keys.
    package init(
        authority: Ed25519PublicKey,
        acts: Ed25519PublicKey,
        receipts: Ed25519PublicKey,
        notes: Ed25519PublicKey,
        witness: Ed25519PublicKey,
        mirror: Ed25519PublicKey,
        safe: Ed25519PublicKey,
        transport: X25519PublicKey,
        enrolment: X25519PublicKey
    ) {
        self.authority = authority
        self.acts = acts
        self.receipts = receipts
        self.notes = notes
        self.witness = witness
        self.mirror = mirror
        self.safe = safe
        self.transport = transport
        self.enrolment = enrolment
    }

    /// The text of the file.
    package var bytes: [UInt8] {
        Array(
            """
            \(Self.format)
            authority: \(authority)
            acts: \(acts)
            receipts: \(receipts)
            notes: \(notes)
            witness: \(witness)
            mirror: \(mirror)
            safe: \(safe)
            transport: \(transport)
            enrolment: \(enrolment)

            """.utf8
        )
    }

    /// Reads the text of a file.
    ///
    /// - Throws: `malformed`, `unknownKind`.
    package init(_ bytes: [UInt8]) throws(EnrolmentError) {
        var lines = try NamedLines(bytes, format: Self.format)
        authority = try Self.signing("authority", &lines)
        acts = try Self.signing("acts", &lines)
        receipts = try Self.signing("receipts", &lines)
        notes = try Self.signing("notes", &lines)
        witness = try Self.signing("witness", &lines)
        mirror = try Self.signing("mirror", &lines)
        safe = try Self.signing("safe", &lines)
        transport = try Self.line("transport", &lines)
        enrolment = try Self.line("enrolment", &lines)
        try lines.finish()
        guard self.bytes == bytes else {
            throw EnrolmentError(.malformed, "headquarters' keys are not written in the one permitted form")
        }
    }

    private static func signing(_ name: String, _ lines: inout NamedLines) throws(EnrolmentError)
        -> Ed25519PublicKey
    {
        let bytes = try hexadecimal(name, &lines)
        do { return try Ed25519PublicKey(bytes: bytes) } catch {
            throw EnrolmentError(.malformed, "the line «\(name)» is no Ed25519 key")
        }
    }

    private static func line(_ name: String, _ lines: inout NamedLines) throws(EnrolmentError)
        -> X25519PublicKey
    {
        let bytes = try hexadecimal(name, &lines)
        do { return try X25519PublicKey(bytes: bytes) } catch {
            throw EnrolmentError(.malformed, "the line «\(name)» is no key on Curve25519")
        }
    }

    private static func hexadecimal(_ name: String, _ lines: inout NamedLines) throws(EnrolmentError)
        -> [UInt8]
    {
        guard let bytes = Hex.decode(try lines.value(name)) else {
            throw EnrolmentError(.malformed, "the line «\(name)» is not hexadecimal")
        }
        return bytes
    }
}
