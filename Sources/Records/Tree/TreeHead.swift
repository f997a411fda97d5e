package import Cryptography

/// What a log is at one moment: how many leaves, and the root over them.
package struct TreeHead: Hashable, Sendable {
    /// The largest tree anywhere in this house.
    ///
    /// A consistency proof between two trees of at most this size fits
    /// the 63 hashes that tlog-witness allows, and every size and index fits a signed 64-bit column.
    package static let sizeMax: UInt64 = 1 << 62

    /// The head of a log that has no leaf yet.
    package static let empty = TreeHead(size: 0, root: TreeHash.emptyRoot)

    /// The number of leaves.
    package let size: UInt64

    /// The Merkle tree hash over all leaves.
    package let root: Digest

    /// A head; whether size and root belong together is for a proof to show.
    package init(size: UInt64, root: Digest) {
        self.size = size
        self.root = root
    }
}
