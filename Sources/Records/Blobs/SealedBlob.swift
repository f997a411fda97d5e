package import Cryptography

/// A blob as it lies in stores and travels: its manifest, its key, and its chunks, each sealed by itself.
///
/// AES-256-GCM under a key of this blob alone, the nonce the chunk's index: a key seals each chunk once, so that no nonce
/// comes twice. Root and key are committed to together by the record that names the blob, so that nobody can show two
/// contents for one ciphertext.
package struct SealedBlob: Sendable {
    /// The number of bytes of a key.
    package static let keyByteCount = 32
    /// The bytes of content in a sealed chunk, the last one excepted.
    package static let contentByteCountPerChunk = BlobManifest.chunkByteCount - tagByteCount

    static let tagByteCount = AESGCM.tagByteCount

    /// What a record commits to.
    package let reference: BlobReference
    /// The sealed chunks, in their order.
    package let chunks: [[UInt8]]

    /// Seals content under a fresh key.
    ///
    /// - Throws: `.malformed` for no content, too much, or an impossible media type; ``CryptographyError`` when the library
    ///   fails.
    package init(_ content: [UInt8], mediaType: String) throws {
        try self.init(content, mediaType: mediaType, key: try SecureRandom.bytes(Self.keyByteCount))
    }

    /// Seals content under a key that seals nothing else.
    init(_ content: [UInt8], mediaType: String, key: [UInt8]) throws {
        // Asked before anything is sealed: the root is not known yet.
        _ = try BlobManifest(
            byteCount: UInt64(content.count),
            mediaType: mediaType,
            root: TreeHash.emptyRoot
        )
        let starts = stride(from: 0, to: content.count, by: Self.contentByteCountPerChunk)
        chunks = try starts.enumerated().map { index, start in
            let end = min(start + Self.contentByteCountPerChunk, content.count)
            return try AESGCM.seal(
                Array(content[start..<end]),
                key: key,
                nonce: Self.nonce(index),
                authenticating: Domain.blob.prefix
            )
        }
        let tree = PieceTree(chunks.flatMap(PieceTree.hashes))
        reference = BlobReference(
            manifest: try BlobManifest(
                byteCount: UInt64(content.count),
                mediaType: mediaType,
                root: tree.root
            ),
            key: Bytes(key),
            content: SHA256.hash(content)
        )
    }

    /// The content of one chunk.
    ///
    /// - Throws: ``CryptographyError`` `.notAuthentic` for another key, another place, or bytes that were changed.
    package static func open(_ chunk: [UInt8], at index: Int, key: [UInt8]) throws(CryptographyError)
        -> [UInt8]
    {
        try AESGCM.open(chunk, key: key, nonce: nonce(index), authenticating: Domain.blob.prefix)
    }

    private static func nonce(_ index: Int) -> [UInt8] {
        let number = UInt64(index)
        return [0, 0, 0, 0] + (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
    }
}
