package import Cryptography
package import Records

/// Asks for a blob: what is missing of it comes as pieces, as far as credit goes.
///
/// One blob is wanted at a time; another WANT takes the place of the one before.
package struct Want: Canonical, Hashable {
    /// The blob's name.
    package let blob: Digest
    /// The chunks that are here already (``BlobBitmap``).
    package let held: Bytes

    /// A wish for the rest of a blob.
    package init(blob: Digest, held: BlobBitmap) {
        self.blob = blob
        self.held = Bytes(held.bytes)
    }

    package var canonical: CBOR { .map(CBORMap([0: blob.canonical, 1: held.canonical])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "WANT")
        blob = try fields.value(0)
        held = try fields.value(1)
        try fields.finish()
        guard (1...(BlobManifest.chunkCountMax + 7) / 8).contains(held.bytes.count) else {
            throw RecordsError(.malformed, "no blob has so many chunks, or so few")
        }
    }
}

/// One piece of a wanted blob, with the hashes that lead from it to the root in the manifest.
package struct Piece: Canonical, Hashable {
    /// The most hashes: a tree over the pieces of the largest blob is 16 high.
    package static let pathCountMax = 16

    /// The blob's name.
    package let blob: Digest
    /// The piece's place in the blob.
    package let index: UInt64
    /// The sealed bytes.
    package let bytes: Bytes
    /// The hashes of the inclusion proof, the sibling first.
    package let path: [Bytes]

    /// A piece with its proof.
    package init(blob: Digest, index: Int, bytes: [UInt8], path: [Digest]) {
        self.blob = blob
        self.index = UInt64(index)
        self.bytes = Bytes(bytes)
        self.path = path.map { Bytes($0.bytes) }
    }

    /// What it counts against the receiver's credit.
    package var byteCount: UInt64 { UInt64(bytes.bytes.count) }

    package var canonical: CBOR {
        .map(CBORMap([0: blob.canonical, 1: index.canonical, 2: bytes.canonical, 3: .list(path)]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "PIECE")
        blob = try fields.value(0)
        index = try fields.value(1)
        bytes = try fields.value(2)
        path = try fields.list(3, countMax: Self.pathCountMax)
        try fields.finish()
        guard (1...BlobManifest.pieceByteCount).contains(bytes.bytes.count),
            index < UInt64(BlobManifest.chunkCountMax * BlobManifest.pieceCountPerChunk),
            path.allSatisfy({ $0.bytes.count == Digest.byteCount })
        else {
            throw RecordsError(.malformed, "a piece has 1 to 32,768 bytes, and hashes of 32")
        }
    }
}

/// Nothing more follows for the blob that was wanted.
package struct BlobEnd: Canonical, Hashable {
    /// Why nothing follows.
    package enum Reason: Int64, Canonical {
        /// Everything that was wanted has been sent.
        case sent = 0
        /// It is not here, not whole, or not for this receiver.
        case notHere = 1

        package var canonical: CBOR { .integer(rawValue) }

        package init(canonical: CBOR) throws(RecordsError) {
            guard let value = Reason(rawValue: try Int64(canonical: canonical)) else {
                throw RecordsError(.malformed, "this reason for the end of a blob is unknown")
            }
            self = value
        }
    }

    /// The blob's name.
    package let blob: Digest
    /// Why.
    package let reason: Reason

    /// The end of what follows for a blob.
    package init(blob: Digest, reason: Reason) {
        self.blob = blob
        self.reason = reason
    }

    package var canonical: CBOR { .map(CBORMap([0: blob.canonical, 1: reason.canonical])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "END")
        blob = try fields.value(0)
        reason = try fields.value(1)
        try fields.finish()
    }
}
