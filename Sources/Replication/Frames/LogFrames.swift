import Cryptography
package import Records

/// Records of one log that follow each other, with their bodies.
package struct LogStretch: Canonical, Hashable {
    /// The most bytes of leaves and bodies in one frame; one record alone may be larger, up to what a frame holds.
    ///
    /// Room for 256 records of the size that records should have, so that one frame ends at a checkpoint of the log.
    package static let byteCountAim = 60 * 1_024

    /// The log's origin.
    package let origin: String
    /// The index of the first record.
    package let first: UInt64
    /// Leaves, framed as ``RecordBundle/leaves``.
    package let leaves: Bytes
    /// Bodies, framed as ``RecordBundle/bodies``.
    package let bodies: Bytes
    /// The log's own signed checkpoint of where the records end, where it kept one.
    package let checkpoint: Bytes?

    /// A stretch of a log.
    package init(origin: String, first: UInt64, bundle: RecordBundle, checkpoint: SignedNote? = nil) {
        self.origin = origin
        self.first = first
        leaves = Bytes(bundle.leaves)
        bodies = Bytes(bundle.bodies)
        self.checkpoint = checkpoint.map { Bytes($0.bytes) }
    }

    /// What it counts against the receiver's credit.
    package var byteCount: UInt64 {
        UInt64(leaves.bytes.count + bodies.bytes.count + (checkpoint?.bytes.count ?? 0))
    }

    /// The records, checked for their framing.
    package func bundle() throws(RecordsError) -> RecordBundle {
        try RecordBundle(leaves: leaves.bytes, bodies: bodies.bytes)
    }

    /// The records, at least one, or why the frame is refused.
    func records() throws(ReplicationError) -> RecordBundle {
        let bundle: RecordBundle
        do { bundle = try self.bundle() } catch { throw ReplicationError(.malformed, error.message) }
        guard bundle.count > 0 else { throw ReplicationError(.malformed, "DATA came without a record") }
        return bundle
    }

    /// The checkpoint, read and found to speak of this log, or why the frame is refused.
    func note() throws(ReplicationError) -> SignedNote? {
        guard let checkpoint else { return nil }
        do throws(RecordsError) {
            let note = try SignedNote(parsing: checkpoint.bytes)
            guard try Checkpoint(note).origin.text == origin else {
                throw RecordsError(.mismatch, "records of \(origin) came with another log's checkpoint")
            }
            return note
        } catch { throw ReplicationError(.malformed, error.message) }
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: origin.canonical, 1: first.canonical, 2: leaves.canonical, 3: bodies.canonical,
                4: checkpoint?.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "DATA")
        origin = try fields.value(0)
        first = try fields.value(1)
        leaves = try fields.value(2)
        bodies = try fields.value(3)
        checkpoint = try fields.optional(4)
        try fields.finish()
        guard checkpoint?.bytes.count ?? 0 <= SignedNote.byteCountMax else {
            throw RecordsError(.tooLarge, "a note is at most 64 KiB")
        }
    }
}

/// A head with a cosignature of the sender's.
package struct CosignedHead: Canonical, Hashable {
    /// The whole note: the log's signature and cosignatures.
    package let note: Bytes
    /// How many leaves lie at the sender completely, where that is what it attests.
    package let mirroredSize: UInt64?

    /// A cosigned head.
    package init(note: Bytes, mirroredSize: UInt64?) {
        self.note = note
        self.mirroredSize = mirroredSize
    }

    package var canonical: CBOR {
        .map(CBORMap([0: note.canonical, 1: mirroredSize?.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "COSIGNATURE")
        note = try fields.value(0)
        mirroredSize = try fields.optional(1)
        try fields.finish()
        guard note.bytes.count <= SignedNote.byteCountMax else {
            throw RecordsError(.tooLarge, "a note is at most 64 KiB")
        }
    }
}

/// Asks for records of a log of headquarters.
package struct Pull: Canonical, Hashable {
    /// The log's origin.
    package let origin: String
    /// The first index wanted.
    package let from: UInt64
    /// The most bytes of leaves and bodies that may come in answer: the credit of this direction.
    package let byteCountMax: UInt64

    /// A request.
    package init(origin: String, from: UInt64, byteCountMax: UInt64) {
        self.origin = origin
        self.from = from
        self.byteCountMax = byteCountMax
    }

    package var canonical: CBOR {
        .map(CBORMap([0: origin.canonical, 1: from.canonical, 2: byteCountMax.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "PULL")
        origin = try fields.value(0)
        from = try fields.value(1)
        byteCountMax = try fields.value(2)
        try fields.finish()
    }
}

/// One alarm ahead of the backlog: leaf, body, place in the log, and the head that it lies under.
package struct AlarmFrame: Canonical, Hashable {
    /// The log's origin.
    package let origin: String
    /// The leaf's index.
    package let index: UInt64
    /// The leaf.
    package let leaf: Bytes
    /// The body.
    package let body: Bytes
    /// The hashes of the inclusion proof under ``head``.
    package let inclusion: [Bytes]
    /// A head above the leaf, proved from the size that headquarters last cosigned.
    package let head: HeadOffer

    /// An alarm with its proofs.
    package init(
        origin: String,
        index: UInt64,
        leaf: Bytes,
        body: Bytes,
        inclusion: [Bytes],
        head: HeadOffer
    ) {
        self.origin = origin
        self.index = index
        self.leaf = leaf
        self.body = body
        self.inclusion = inclusion
        self.head = head
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: origin.canonical, 1: index.canonical, 2: leaf.canonical, 3: body.canonical,
                4: .list(inclusion),
                5: head.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "ALARM")
        origin = try fields.value(0)
        index = try fields.value(1)
        leaf = try fields.value(2)
        body = try fields.value(3)
        inclusion = try fields.list(4, countMax: ConsistencyProof.pathCountMax)
        head = try fields.value(5)
        try fields.finish()
        guard inclusion.allSatisfy({ $0.bytes.count == Digest.byteCount }) else {
            throw RecordsError(.malformed, "a proof has hashes of 32 bytes")
        }
    }
}

/// The end of a session.
package struct Bye: Canonical, Hashable {
    /// Why (``ReplicationError/Code``).
    package let code: UInt64
    /// One sentence in English.
    package let message: String
    /// How long to stay away, in milliseconds.
    package let retryAfterMilliseconds: UInt64

    /// An end.
    package init(code: ReplicationError.Code, message: String, retryAfterMilliseconds: UInt64) {
        self.code = code.rawValue
        self.message = message
        self.retryAfterMilliseconds = retryAfterMilliseconds
    }

    package var canonical: CBOR {
        .map(CBORMap([0: code.canonical, 1: message.canonical, 2: retryAfterMilliseconds.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "BYE")
        code = try fields.value(0)
        message = try fields.value(1)
        retryAfterMilliseconds = try fields.value(2)
        try fields.finish()
    }
}
