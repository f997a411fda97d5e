package import Cryptography

/// What is known of a blob before a byte of it is here: its size, its parts, and the root of the tree over them.
///
/// A record commits to a manifest; the sealed bytes lie and travel apart from it. The leaves of the tree are *pieces*, each
/// of which fits one frame and verifies by itself; eight pieces make a *chunk*, a whole node of the same tree, which is what
/// is sealed, stored and resumed from.
package struct BlobManifest: Canonical, Hashable {
    /// The most bytes of content that any blob may have.
    package static let byteCountMax = 1 << 30
    /// The bytes of a sealed chunk; the last one may have fewer.
    package static let chunkByteCount = 256 * 1_024
    /// The bytes of a piece; the last one may have fewer.
    package static let pieceByteCount = 32 * 1_024
    /// The pieces of a chunk.
    package static let pieceCountPerChunk = chunkByteCount / pieceByteCount
    /// The most chunks of any blob.
    package static let chunkCountMax = byteCountMax / chunkByteCount + 1
    /// The most bytes of a media type.
    package static let mediaTypeByteCountMax = 127

    private static let version: UInt64 = 1
    /// AES-256-GCM, each chunk by itself (``SealedBlob``).
    private static let cipher: UInt64 = 1

    /// How many bytes the content has.
    package let byteCount: UInt64
    /// What the content is (RFC 6838), as whoever laid it down said; not to be believed.
    package let mediaType: String
    /// The root of the tree over the sealed pieces.
    package let root: Digest

    /// A manifest of content whose sealed pieces have this root.
    ///
    /// - Throws: `.malformed` for no bytes, too many, or a media type that is no short printable text.
    package init(byteCount: UInt64, mediaType: String, root: Digest) throws(RecordsError) {
        self.byteCount = byteCount
        self.mediaType = mediaType
        self.root = root
        try check()
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: Self.version.canonical, 1: byteCount.canonical, 2: mediaType.canonical,
                3: UInt64(Self.chunkByteCount).canonical, 4: root.canonical, 5: Self.cipher.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a manifest of a blob")
        let version: UInt64 = try fields.value(0)
        guard version == Self.version else {
            throw RecordsError(.unknownVersion, "a manifest of version \(version) is not known here")
        }
        byteCount = try fields.value(1)
        mediaType = try fields.value(2)
        let chunkByteCount: UInt64 = try fields.value(3)
        root = try fields.value(4)
        let cipher: UInt64 = try fields.value(5)
        try fields.finish()
        guard chunkByteCount == UInt64(Self.chunkByteCount), cipher == Self.cipher else {
            throw RecordsError(.malformed, "a blob has chunks of 256 KiB, sealed by cipher 1")
        }
        try check()
    }

    private func check() throws(RecordsError) {
        guard (1...UInt64(Self.byteCountMax)).contains(byteCount) else {
            throw RecordsError(.malformed, "a blob has 1 to \(Self.byteCountMax) bytes, not \(byteCount)")
        }
        let type = Array(mediaType.utf8)
        guard (1...Self.mediaTypeByteCountMax).contains(type.count), type.allSatisfy({ 0x21...0x7E ~= $0 })
        else {
            throw RecordsError(.malformed, "a media type is 1–127 printable characters without blanks")
        }
    }
}

extension BlobManifest {
    /// The blob's name: SHA-256("signet/blob/v1" ‖ 00 ‖ the manifest's canonical bytes).
    package var digest: Digest { SHA256.hash(parts: [Domain.blob.prefix, encoded]) }

    /// How many chunks there are.
    package var chunkCount: Int {
        let content = SealedBlob.contentByteCountPerChunk
        return (Int(byteCount) + content - 1) / content
    }

    /// How many bytes the sealed chunks have together.
    package var sealedByteCount: Int { Int(byteCount) + chunkCount * SealedBlob.tagByteCount }

    /// How many pieces there are.
    package var pieceCount: Int {
        (sealedByteCount + Self.pieceByteCount - 1) / Self.pieceByteCount
    }

    /// How many bytes a sealed chunk has.
    package func chunkByteCount(at index: Int) -> Int {
        min(Self.chunkByteCount, sealedByteCount - index * Self.chunkByteCount)
    }

    /// How many bytes a piece has.
    package func pieceByteCount(at index: Int) -> Int {
        min(Self.pieceByteCount, sealedByteCount - index * Self.pieceByteCount)
    }

    /// The pieces of a chunk.
    package func pieces(ofChunk index: Int) -> Range<Int> {
        let first = index * Self.pieceCountPerChunk
        return first..<min(first + Self.pieceCountPerChunk, pieceCount)
    }

    /// Whether bytes are the piece at an index: the only thing that a receiver has to believe is this manifest.
    package func holds(_ bytes: [UInt8], at index: Int, path: [Digest]) -> Bool {
        guard (0..<pieceCount).contains(index), bytes.count == pieceByteCount(at: index) else { return false }
        let size = UInt64(pieceCount)
        return InclusionProof(index: UInt64(index), size: size, path: path)
            .holds(leafHash: TreeHash.leaf(bytes), head: TreeHead(size: size, root: root))
    }
}
