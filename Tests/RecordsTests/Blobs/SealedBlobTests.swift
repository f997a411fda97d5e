import Cryptography
import Testing

@testable import Records

@Suite struct SealedBlobTests {
    private static func content(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 / 255) }
    }

    @Test(arguments: [1, 16, 32_752, 32_768, 262_127, 262_128, 262_129, 524_256, 524_257, 700_000])
    func `what was sealed is opened again, chunk by chunk`(count: Int) throws {
        let content = Self.content(count)
        let sealed = try SealedBlob(content, mediaType: "text/plain")
        let manifest = sealed.reference.manifest
        #expect(manifest.chunkCount == sealed.chunks.count)
        #expect(manifest.sealedByteCount == sealed.chunks.reduce(0) { $0 + $1.count })
        var opened: [UInt8] = []
        for (index, chunk) in sealed.chunks.enumerated() {
            #expect(chunk.count == manifest.chunkByteCount(at: index))
            opened += try SealedBlob.open(chunk, at: index, key: sealed.reference.key.bytes)
        }
        #expect(opened == content)
        #expect(SHA256.hash(opened) == sealed.reference.content)
    }

    @Test func `two files of the same content have nothing in common`() throws {
        let one = try SealedBlob(Self.content(1_000), mediaType: "text/plain")
        let other = try SealedBlob(Self.content(1_000), mediaType: "text/plain")
        #expect(one.reference.digest != other.reference.digest)
        #expect(one.chunks != other.chunks)
        #expect(one.reference.content == other.reference.content)
    }

    @Test func `a chunk opens in its own place and under its own key only`() throws {
        let sealed = try SealedBlob(Self.content(600_000), mediaType: "text/plain")
        let key = sealed.reference.key.bytes
        for (chunk, index, key) in [
            (sealed.chunks[0], 1, key), (sealed.chunks[1], 0, key),
            (sealed.chunks[0], 0, key.flipped(at: 31)), (sealed.chunks[0].flipped(at: 70_000), 0, key),
            (Array(sealed.chunks[0].dropLast()), 0, key), ([], 0, key),
        ] {
            #expect(throws: CryptographyError.self) { try SealedBlob.open(chunk, at: index, key: key) }
        }
    }

    @Test func `a piece that differs in one bit, in its place or in its proof is not held`() throws {
        let sealed = try SealedBlob(Self.content(600_000), mediaType: "text/plain")
        let manifest = sealed.reference.manifest
        let tree = PieceTree(sealed.chunks.flatMap(PieceTree.hashes))
        for index in 0..<manifest.pieceCount {
            let (bytes, path) = (sealed.piece(index), try #require(tree.path(of: index)))
            #expect(manifest.holds(bytes, at: index, path: path))
            #expect(!manifest.holds(bytes.flipped(at: bytes.count - 1), at: index, path: path))
            #expect(!manifest.holds(Array(bytes.dropLast()), at: index, path: path))
            #expect(!manifest.holds(bytes + [0], at: index, path: path))
            #expect(!manifest.holds(bytes, at: index + 1, path: path))
            #expect(!manifest.holds(bytes, at: index - 1, path: path))
            #expect(!manifest.holds(bytes, at: index, path: path.dropLast()))
            #expect(!manifest.holds(bytes, at: index, path: path + [manifest.root]))
            #expect(!manifest.holds(bytes, at: index, path: path.reversed()))
        }
        #expect(!manifest.holds([], at: 0, path: []))
        #expect(tree.path(of: manifest.pieceCount) == nil)
        #expect(tree.path(of: -1) == nil)
    }

    @Test(arguments: 0...130) func `the tree over pieces is the tree of RFC 6962`(count: Int) {
        let leaves = ReferenceTree.leaves(count)
        let tree = PieceTree(leaves.map { TreeHash.leaf($0) })
        #expect(tree.root == ReferenceTree.root(leaves[...]))
        for index in 0..<count { #expect(tree.path(of: index) == ReferenceTree.path(index, leaves[...])) }
    }

    @Test func `nothing, too much, and a media type that is none make no manifest`() {
        let root = TreeHash.emptyRoot
        for (count, type) in [
            (0, "text/plain"), (UInt64(BlobManifest.byteCountMax) + 1, "text/plain"), (1, ""),
            (1, "text/ plain"),
            (1, "文本"), (1, String(repeating: "a", count: 128)),
        ] as [(UInt64, String)] {
            #expect(throws: RecordsError(.malformed, "")) {
                try BlobManifest(byteCount: count, mediaType: type, root: root)
            }
        }
        #expect(throws: RecordsError(.malformed, "")) { try SealedBlob([], mediaType: "text/plain") }
    }

    @Test(arguments: 1...40) func `a bitmap holds one bit for each chunk, and no other`(count: Int) {
        var bitmap = BlobBitmap(count: count)
        #expect(bitmap.missing == Array(0..<count) && !bitmap.isWhole)
        for index in stride(from: 0, to: count, by: 3) { bitmap.insert(index) }
        bitmap.insert(count)
        bitmap.insert(-1)
        #expect(bitmap.missing == (0..<count).filter { $0 % 3 != 0 })
        #expect(BlobBitmap(bytes: bitmap.bytes, count: count) == bitmap)
        #expect(BlobBitmap(bytes: bitmap.bytes + [0], count: count) == nil)
        #expect(BlobBitmap(bytes: bitmap.bytes.dropLast(), count: count) == nil)
        if count % 8 != 0 {
            #expect(
                BlobBitmap(bytes: bitmap.bytes.dropLast() + [bitmap.bytes.last! | 1], count: count) == nil
            )
        }
        for index in 0..<count { bitmap.insert(index) }
        #expect(bitmap.isWhole && bitmap.heldCount == count)
    }
}

extension [UInt8] {
    /// The bytes with one bit changed.
    fileprivate func flipped(at index: Int) -> [UInt8] {
        var bytes = self
        bytes[index] ^= 1
        return bytes
    }
}
