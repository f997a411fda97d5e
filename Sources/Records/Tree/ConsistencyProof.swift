package import Cryptography

/// The hashes that show that one tree continues another (RFC 9162 §2.1.4).
package struct ConsistencyProof: Hashable, Sendable {
    /// The most hashes that a proof can have between trees of at most the largest size (also tlog-witness).
    package static let pathCountMax = 63

    /// The size of the earlier tree.
    package let from: UInt64

    /// The size of the later tree.
    package let to: UInt64

    /// The hashes in the order of RFC 6962 §2.1.2; none where either tree is empty or both have one size.
    package let path: [Digest]

    /// A proof as it was received: nothing is checked yet.
    package init(from: UInt64, to: UInt64, path: [Digest]) {
        self.from = from
        self.to = to
        self.path = path
    }

    /// Whether the later head continues the earlier one, step by step as RFC 9162 §2.1.4.2 says.
    ///
    /// Everything continues the empty tree, and a head continues itself, both without any hash.
    package func holds(from earlier: TreeHead, to later: TreeHead) -> Bool {
        guard earlier.size == from, later.size == to, from <= to, to <= TreeHead.sizeMax else { return false }
        if from == 0 {
            return path.isEmpty && earlier == .empty && (to > 0 || later == .empty)
        }
        if from == to {
            return path.isEmpty && earlier.root == later.root
        }
        guard !path.isEmpty, path.count <= Self.pathCountMax else { return false }
        return leads(from: earlier.root, to: later.root)
    }

    private func leads(from earlierRoot: Digest, to laterRoot: Digest) -> Bool {
        var position = from - 1
        var last = to - 1
        while position & 1 == 1 {
            position >>= 1
            last >>= 1
        }
        // Where the earlier tree is one complete subtree, its root is where both ways begin.
        let complete = from & (from - 1) == 0
        var earlier = complete ? earlierRoot : path[0]
        var later = earlier
        for hash in path.dropFirst(complete ? 0 : 1) {
            guard last > 0 else { return false }
            if position & 1 == 1 || position == last {
                earlier = TreeHash.node(hash, earlier)
                later = TreeHash.node(hash, later)
                while position & 1 == 0, position > 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                later = TreeHash.node(later, hash)
            }
            position >>= 1
            last >>= 1
        }
        return last == 0 && earlier == earlierRoot && later == laterRoot
    }
}
