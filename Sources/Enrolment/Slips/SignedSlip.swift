package import Cryptography
package import Records

/// A slip with the signature of headquarters' notes key, as it is printed, carried and scanned.
///
/// The cabinet that reads it knows no key yet, so the signature shows only that the slip is whole and by whom it claims to be
/// issued. What makes it trustworthy is that people compare the root's digest on site and the words by phone, and that
/// `authority`, once replicated, names the same notes key.
package struct SignedSlip: Canonical, Hashable {
    /// The most bytes of a signed slip.
    package static let byteCountMax = 4_096
    private static let compactMark = "signet-slip-1:"

    /// The canonical bytes of the slip.
    package let bytes: [UInt8]
    /// Ed25519 by the notes key over "signet/slip/v1" ‖ 00 ‖ bytes.
    package let signature: [UInt8]

    /// Signs a slip.
    ///
    /// - Throws: `mismatch` when the slip names another notes key.
    package init(_ slip: Slip, by notesKey: Ed25519PrivateKey) throws(EnrolmentError) {
        guard slip.notesKey.bytes == notesKey.publicKey.bytes else {
            throw EnrolmentError(.mismatch, "the slip names another notes key than the one that signs it")
        }
        let bytes = slip.encoded
        self.bytes = bytes
        signature = try withCryptography { () throws(CryptographyError) in
            try notesKey.signature(for: Domain.slip.prefix + bytes)
        }
    }

    package var canonical: CBOR { .array([.bytes(bytes), .bytes(signature)]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 2, case .bytes(let bytes) = parts[0],
            case .bytes(let signature) = parts[1], signature.count == Ed25519PublicKey.signatureByteCount
        else { throw RecordsError(.malformed, "a signed slip is its bytes and 64 bytes") }
        self.bytes = bytes
        self.signature = signature
    }

    /// The slip, when it is whole.
    ///
    /// - Throws: `malformed`; `signatureInvalid` when it was changed on its way.
    package func opened() throws(EnrolmentError) -> Slip {
        guard bytes.count <= Self.byteCountMax else {
            throw EnrolmentError(.tooLarge, "a slip has at most \(Self.byteCountMax) bytes")
        }
        let slip = try withRecords { () throws(RecordsError) in try Slip(decoding: bytes) }
        guard let key = try? Ed25519PublicKey(bytes: slip.notesKey.bytes),
            key.isValid(signature, for: Domain.slip.prefix + bytes)
        else {
            throw EnrolmentError(
                .signatureInvalid,
                "the slip was changed on its way, or is no slip of headquarters"
            )
        }
        return slip
    }

    /// What is printed beside the QR code, so that people can name the slip and see that they hold the same one.
    package var shortCode: CheckCode { CheckCode(of: encoded) }

    /// The slip as a file.
    package var armored: String { Armor(.slip, encoded).text }

    /// The slip as the text of a QR code: a mark and base64url (RFC 4648, section 5).
    package var compact: String { Self.compactMark + Base64.encodeURL(encoded) }

    /// Reads either text.
    ///
    /// - Throws: `malformed`, `unknownKind`, `mismatch`, `tooLarge`.
    package init(text: [UInt8]) throws(EnrolmentError) {
        let bytes: [UInt8]
        if text.starts(with: Self.compactMark.utf8) {
            bytes = try CompactText.bytes(of: text, mark: Self.compactMark)
        } else {
            bytes = try Armor.bytes(of: text, .slip)
        }
        self = try withRecords { () throws(RecordsError) in try SignedSlip(decoding: bytes) }
    }
}
