package import Cryptography

/// The right edge of a log's tree: the roots of its complete subtrees, largest first, one for each bit set in the size.
///
/// This is all that a writer needs to append and to know the root: at most 63 digests, whatever the size.
package struct TreeFrontier: Hashable, Sendable {
    /// The number of leaves.
    package private(set) var size: UInt64

    // As many as the size has bits set: the array is its own proof of shape.
    private var subtrees: [Digest]

    /// The frontier of an empty tree.
    package init() {
        size = 0
        subtrees = []
    }

    /// A frontier from the roots of its complete subtrees, as many as the size has bits set.
    init(size: UInt64, subtrees: [Digest]) {
        self.size = size
        self.subtrees = subtrees
    }

    /// The Merkle tree hash over all leaves so far.
    package var root: Digest {
        guard var root = subtrees.last else { return TreeHash.emptyRoot }
        for subtree in subtrees.dropLast().reversed() {
            root = TreeHash.node(subtree, root)
        }
        return root
    }

    /// Size and root together.
    package var head: TreeHead { TreeHead(size: size, root: root) }

    /// Appends one leaf, given by its leaf hash.
    ///
    /// - Throws: `unavailable` at the largest tree.
    package mutating func append(_ leafHash: Digest) throws(RecordsError) {
        try checkRoom(for: 1)
        push(leafHash) { _, _ in }
    }

    /// Appends leaves, given by their leaf hashes, and returns every new hash that belongs into a tile.
    ///
    /// - Throws: `unavailable` at the largest tree; nothing is appended then.
    package mutating func grow(by leafHashes: [Digest]) throws(RecordsError) -> TreeGrowth {
        try checkRoom(for: leafHashes.count)
        var growth = TreeGrowth(sizeBefore: size, leafCount: leafHashes.count)
        for leafHash in leafHashes {
            push(leafHash) { level, hash in growth.append(hash, level: level) }
        }
        return growth
    }
}

extension TreeFrontier {
    /// The frontier as bytes: the size as eight bytes, highest first, then the digests, largest subtree first.
    package var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.sizeByteCount + subtrees.count * Digest.byteCount)
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: size >> shift))
        }
        for subtree in subtrees {
            subtree.append(to: &bytes)
        }
        return bytes
    }

    /// Reads a frontier back and refuses every other count of digests than the size asks for.
    ///
    /// - Throws: `malformed`.
    package init(encoded bytes: [UInt8]) throws(RecordsError) {
        guard bytes.count >= Self.sizeByteCount else {
            throw RecordsError(.malformed, "a frontier of \(bytes.count) bytes has no room for its size")
        }
        let size = bytes.prefix(Self.sizeByteCount).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard size <= TreeHead.sizeMax else {
            throw RecordsError(.malformed, "a frontier of \(size) leaves is larger than any tree may be")
        }
        let count = size.nonzeroBitCount
        guard bytes.count == Self.sizeByteCount + count * Digest.byteCount else {
            throw RecordsError(
                .malformed,
                "a frontier of \(size) leaves has \(count) digests, not \(bytes.count - Self.sizeByteCount) bytes"
            )
        }
        self.size = size
        subtrees = []
        subtrees.reserveCapacity(count)
        for index in 0..<count {
            let start = Self.sizeByteCount + index * Digest.byteCount
            guard let digest = Digest(bytes[start..<start + Digest.byteCount]) else {
                throw RecordsError(.malformed, "digest \(index) of a frontier cannot be read")
            }
            subtrees.append(digest)
        }
    }

    private static let sizeByteCount = 8
}

extension TreeFrontier {
    private func checkRoom(for count: Int) throws(RecordsError) {
        guard UInt64(count) <= TreeHead.sizeMax - size else {
            throw RecordsError(.unavailable, "a tree of \(size) leaves has no room for \(count) more")
        }
    }

    // Adding a leaf is adding one to a binary number: each carry joins two subtrees of one height.
    @inline(__always)
    private mutating func push(_ leafHash: Digest, completed: (_ tileLevel: Int, _ hash: Digest) -> Void) {
        var hash = leafHash
        var height = 0
        completed(0, hash)
        while size >> UInt64(height) & 1 == 1, let left = subtrees.popLast() {
            hash = TreeHash.node(left, hash)
            height += 1
            if height.isMultiple(of: Tile.height) {
                completed(height / Tile.height, hash)
            }
        }
        subtrees.append(hash)
        size += 1
    }
}
