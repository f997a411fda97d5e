package import Cryptography

extension RecordKind {
    /// A time-stamping authority stamped a head of `receipts` (``HeadTimestamped``), in `receipts`.
    package static let headTimestamped = RecordKind(rawValue: 3_101)
    /// An outsider cosigned a head of `authority` or `receipts` (``HeadCosignedOutside``), in `receipts`.
    package static let headCosignedOutside = RecordKind(rawValue: 3_102)
}

/// The detail of `headTimestamped`: a head and the authority's word that it was there at a moment.
package struct HeadTimestamped: Canonical, Hashable {
    /// The signed head that was stamped: the imprint of the token is SHA-256 of these bytes.
    package let note: Bytes
    /// The token (RFC 3161), as the authority gave it.
    package let token: Bytes
    /// What the authority is called here; the certificate in the token says what it is called by others.
    package let authority: String

    /// A head with its token.
    package init(note: SignedNote, token: TimeStampToken, authority: String) {
        self.note = Bytes(note.bytes)
        self.token = Bytes(token.bytes)
        self.authority = authority
    }

    /// The head, without a word about its signature.
    package func checkpoint() throws(RecordsError) -> Checkpoint {
        try Checkpoint(SignedNote(parsing: note.bytes))
    }

    /// The token, where it stamps the note beside it; nothing is said about its signature.
    ///
    /// - Throws: `.malformed` for what is no token, `.mismatch` for one over other bytes.
    package func stamp() throws(RecordsError) -> TimeStampToken {
        let stamp: TimeStampToken
        do { stamp = try TimeStampToken(bytes: token.bytes) } catch {
            throw RecordsError(.malformed, error.message)
        }
        guard stamp.imprint == SHA256.hash(note.bytes) else {
            throw RecordsError(.mismatch, "the time stamp is over another head than the one beside it")
        }
        return stamp
    }

    package var canonical: CBOR {
        .map(CBORMap([0: note.canonical, 1: token.canonical, 2: authority.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a time-stamped head")
        note = try fields.value(0)
        token = try fields.value(1)
        authority = try fields.value(2)
        try fields.finish()
        guard note.bytes.count <= SignedNote.byteCountMax else {
            throw RecordsError(.tooLarge, "a note is at most \(SignedNote.byteCountMax) bytes")
        }
        guard token.bytes.count <= TimeStampToken.byteCountMax else {
            throw RecordsError(.tooLarge, "a token is at most \(TimeStampToken.byteCountMax) bytes")
        }
    }
}
