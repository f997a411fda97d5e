package import Cryptography

/// The sibling hashes that lead from one leaf to the root (RFC 9162 §2.1.3).
package struct InclusionProof: Hashable, Sendable {
    /// The most hashes that a proof can have in the largest tree.
    package static let pathCountMax = 62

    /// The leaf's position, from 0.
    package let index: UInt64

    /// The number of leaves in the tree.
    package let size: UInt64

    /// The hashes, the leaf's sibling first.
    package let path: [Digest]

    /// A proof as it was received: nothing is checked yet.
    package init(index: UInt64, size: UInt64, path: [Digest]) {
        self.index = index
        self.size = size
        self.path = path
    }

    /// Whether the proof leads from the leaf to the head, step by step as RFC 9162 §2.1.3.2 says.
    package func holds(leafHash: Digest, head: TreeHead) -> Bool {
        guard head.size == size, index < size, size <= TreeHead.sizeMax, path.count <= Self.pathCountMax
        else {
            return false
        }
        var position = index
        var last = size - 1
        var hash = leafHash
        for sibling in path {
            guard last > 0 else { return false }
            if position & 1 == 1 || position == last {
                hash = TreeHash.node(sibling, hash)
                while position & 1 == 0, position > 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                hash = TreeHash.node(hash, sibling)
            }
            position >>= 1
            last >>= 1
        }
        return last == 0 && hash == head.root
    }
}
