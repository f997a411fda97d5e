import Cryptography
import Records

/// A tree of a few leaves with every hash of which a proof could be made.
private struct KnownTree {
    /// Small, so that every short proof there is gets its turn within seconds.
    static let sizeMax = 9

    let leaves: [Digest]
    let roots: [Digest]
    /// Every node of every one of the trees: what somebody who holds the whole log can put into a proof.
    let nodes: [Digest]

    init() {
        leaves = (0..<Self.sizeMax).map { TreeHash.leaf(Array("leaf \($0)".utf8)) }
        roots = (0...Self.sizeMax).map { [leaves] size in Self.root(leaves[..<size]) }
        var nodes: [Digest] = []
        for size in 1...Self.sizeMax { Self.gather(leaves[..<size], into: &nodes) }
        self.nodes = Array(Set(nodes)).sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    /// RFC 6962 §2.1, word by word and slowly: nothing here is shared with what is tested but one hash.
    static func root(_ leaves: ArraySlice<Digest>) -> Digest {
        guard let first = leaves.first else { return TreeHash.emptyRoot }
        guard leaves.count > 1 else { return first }
        let middle = leaves.startIndex + split(leaves.count)
        return TreeHash.node(root(leaves[..<middle]), root(leaves[middle...]))
    }

    private static func gather(_ leaves: ArraySlice<Digest>, into nodes: inout [Digest]) {
        nodes.append(root(leaves))
        guard leaves.count > 1 else { return }
        let middle = leaves.startIndex + split(leaves.count)
        gather(leaves[..<middle], into: &nodes)
        gather(leaves[middle...], into: &nodes)
    }

    /// The largest power of two below a count.
    private static func split(_ count: Int) -> Int {
        var power = 1
        while power * 2 < count { power *= 2 }
        return power
    }
}

private let tree = KnownTree()

extension FuzzTarget {
    /// Inclusion and consistency proofs by somebody who knows every hash of the tree, and wants another leaf or another
    /// history believed.
    ///
    /// Byte 0 is the kind of proof, 1 and 2 sizes or index, 3 the claim; each further byte picks a node.
    static let trees = FuzzTarget(
        name: "trees",
        seeds: { [[0, 7, 3, 3, 1, 2, 3], [1, 8, 5, 5, 1, 2], [0, 9, 8, 8, 9], [1, 9, 8, 1, 4]] },
        read: { bytes in
            guard bytes.count >= 4 else { return }
            let size = Int(bytes[1]) % (KnownTree.sizeMax + 1)
            let path = bytes.dropFirst(4).map { tree.nodes[Int($0) % tree.nodes.count] }
            let head = TreeHead(size: UInt64(size), root: tree.roots[size])
            if bytes[0].isMultiple(of: 2) {
                let claimed = tree.leaves[Int(bytes[3]) % KnownTree.sizeMax]
                let index = Int(bytes[2]) % (KnownTree.sizeMax + 1)
                let proof = InclusionProof(index: UInt64(index), size: UInt64(size), path: path)
                let isTrue = index < size && tree.leaves[index] == claimed
                require(
                    !proof.holds(leafHash: claimed, head: head) || isTrue,
                    "a false inclusion was believed"
                )
            } else {
                let from = Int(bytes[2]) % (KnownTree.sizeMax + 1)
                let claimed = tree.nodes[Int(bytes[3]) % tree.nodes.count]
                let earlier = TreeHead(size: UInt64(from), root: from == 0 ? TreeHash.emptyRoot : claimed)
                let proof = ConsistencyProof(from: UInt64(from), to: UInt64(size), path: path)
                let isTrue = from <= size && earlier.root == tree.roots[from]
                require(!proof.holds(from: earlier, to: head) || isTrue, "a false history was believed")
            }
        }
    )
}
