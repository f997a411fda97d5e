package import Cryptography
package import Records

/// A head of one of headquarters' logs, by its size and root.
package struct CitedHead: Canonical, Hashable {
    /// The log's origin.
    package let origin: String
    /// The number of leaves.
    package let size: UInt64
    /// The root of the tree over them.
    package let root: Digest

    /// A head.
    package init(origin: String, size: UInt64, root: Digest) {
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// The head of a checkpoint; nil for the empty tree, which says nothing of a log.
    package init?(_ checkpoint: Checkpoint) {
        guard checkpoint.head.size > 0 else { return nil }
        self.init(origin: checkpoint.origin.text, size: checkpoint.head.size, root: checkpoint.head.root)
    }

    package var canonical: CBOR { .array([origin.canonical, size.canonical, root.canonical]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 3 else {
            throw RecordsError(.malformed, "a head is an origin, a size and a root")
        }
        origin = try String(canonical: parts[0])
        size = try UInt64(canonical: parts[1])
        root = try Digest(canonical: parts[2])
    }
}

/// Headquarters answers a cabinet's nonce with the time and every head the cabinet should obey.
///
/// Signed by the notes key over "signet/fresh/v1" ‖ 00 ‖ the note's bytes. The only source of authorising time.
package struct FreshNote: Canonical, Hashable {
    /// The largest time that a note may carry, in milliseconds since 1970.
    package static let timeMax: Int64 = 1 << 48
    /// The number of bytes of a nonce.
    package static let nonceByteCount = 32

    /// The organisation's DNS name.
    package let organisation: String
    /// The cabinet that asked.
    package let cabinet: String
    /// The nonce that the cabinet made.
    package let nonce: Bytes
    /// Milliseconds since 1970 when headquarters signed.
    package let time: Int64
    /// The heads of `authority` and of the site's `policy`.
    package let heads: [CitedHead]

    /// A note that answers `nonce`.
    package init(organisation: String, cabinet: String, nonce: Bytes, time: Int64, heads: [CitedHead]) {
        self.organisation = organisation
        self.cabinet = cabinet
        self.nonce = nonce
        self.time = time
        self.heads = heads
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: organisation.canonical, 1: cabinet.canonical, 2: nonce.canonical, 3: time.canonical,
                4: .list(heads),
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a freshness note")
        organisation = try fields.value(0)
        cabinet = try fields.value(1)
        nonce = try fields.value(2)
        time = try fields.value(3)
        heads = try fields.list(4, countMax: 8)
        try fields.finish()
        guard nonce.bytes.count == Self.nonceByteCount else {
            throw RecordsError(.malformed, "a nonce has \(Self.nonceByteCount) bytes")
        }
        // Up to the year 10889; keeps every sum of times far from the edge.
        guard (0...Self.timeMax).contains(time) else {
            throw RecordsError(.malformed, "the time of a freshness note lies outside of any calendar")
        }
    }
}

/// A freshness note with its signature, as it travels.
package struct SignedFreshNote: Canonical, Hashable {
    /// The canonical bytes of the note.
    package let bytes: [UInt8]
    /// Ed25519 by the notes key.
    package let signature: [UInt8]

    /// Signs a note.
    package init(_ note: FreshNote, by key: Ed25519PrivateKey) throws(CryptographyError) {
        bytes = note.encoded
        signature = try key.signature(for: Domain.fresh.prefix + bytes)
    }

    /// The note, when it is signed by the notes key and answers the nonce of this cabinet.
    package func verified(
        notesKey: [UInt8],
        organisation: String,
        cabinet: String,
        nonce: [UInt8]
    ) throws(AuthorityError) -> FreshNote {
        guard let key = try? Ed25519PublicKey(bytes: notesKey),
            key.isValid(signature, for: Domain.fresh.prefix + bytes)
        else {
            throw AuthorityError(
                .signatureInvalid,
                "the freshness note is not signed by headquarters' notes key"
            )
        }
        let note: FreshNote
        do { note = try FreshNote(decoding: bytes) } catch { throw AuthorityError(.malformed, error.message) }
        guard note.organisation == organisation, note.cabinet == cabinet else {
            throw AuthorityError(.otherOrganisation, "the freshness note was made for another cabinet")
        }
        guard note.nonce.bytes == nonce else {
            throw AuthorityError(
                .notFresh,
                "the freshness note does not answer this cabinet's question: a replay"
            )
        }
        return note
    }

    package var canonical: CBOR { .array([.bytes(bytes), .bytes(signature)]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 2, case .bytes(let bytes) = parts[0],
            case .bytes(let signature) = parts[1], signature.count == 64
        else { throw RecordsError(.malformed, "a signed freshness note is its bytes and 64 bytes") }
        self.bytes = bytes
        self.signature = signature
    }
}
