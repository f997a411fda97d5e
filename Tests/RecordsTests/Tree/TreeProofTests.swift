import Cryptography
import Records
import Testing

@Suite struct TreeProofTests {
    static let leaves = ReferenceTree.leaves(300)

    /// The heads of the first 0…130 leaves.
    static let heads = (0...130).map { TreeHead(size: UInt64($0), root: ReferenceTree.root(leaves[..<$0])) }

    @Test func `the path of every leaf in every tree up to 130 is that of the definition, and holds`() throws
    {
        let tiles = try MemoryTiles(Self.leaves)
        for size in 1...130 {
            var prover = try TreeProver(reader: tiles, size: UInt64(size))
            for index in 0..<size {
                let proof = try prover.inclusion(of: UInt64(index))
                #expect(proof.path == ReferenceTree.path(index, Self.leaves[..<size]))
                #expect(proof.holds(leafHash: TreeHash.leaf(Self.leaves[index]), head: Self.heads[size]))
            }
        }
    }

    @Test func `the consistency of every two trees up to 130 is that of the definition, and holds`() throws {
        let tiles = try MemoryTiles(Self.leaves)
        for later in 0...130 {
            var prover = try TreeProver(reader: tiles, size: UInt64(later))
            for earlier in 0...later {
                let proof = try prover.consistency(from: UInt64(earlier))
                if earlier > 0 {
                    #expect(proof.path == ReferenceTree.proof(earlier, Self.leaves[..<later]))
                }
                #expect(proof.holds(from: Self.heads[earlier], to: Self.heads[later]))
            }
        }
    }

    @Test func `proofs across tiles of three levels hold`() throws {
        let leaves = ReferenceTree.leaves(66_100)
        let tiles = try MemoryTiles(leaves)
        var generator = SplitMix(seed: 3)
        for _ in 0..<60 {
            let size = Int.random(in: 1...leaves.count, using: &generator)
            var frontier = TreeFrontier()
            _ = try frontier.grow(by: leaves[..<size].map { TreeHash.leaf($0) })
            var prover = try TreeProver(reader: tiles, size: UInt64(size))
            #expect(try prover.root() == frontier.root)
            let index = Int.random(in: 0..<size, using: &generator)
            let inclusion = try prover.inclusion(of: UInt64(index))
            #expect(inclusion.holds(leafHash: TreeHash.leaf(leaves[index]), head: frontier.head))
            var whole = try TreeProver(reader: tiles, size: UInt64(leaves.count))
            let consistency = try whole.consistency(from: UInt64(size))
            #expect(consistency.holds(from: frontier.head, to: tiles.frontier.head))
        }
    }

    @Test func `any flipped bit of leaf, root or path refuses an inclusion`() throws {
        // One expectation a test: a hundred thousand of them take longer than the hashing.
        var taken = 0
        let tiles = try MemoryTiles(Self.leaves)
        var generator = SplitMix(seed: 4)
        for size in 1...130 {
            var prover = try TreeProver(reader: tiles, size: UInt64(size))
            let head = Self.heads[size]
            for index in 0..<size {
                let proof = try prover.inclusion(of: UInt64(index))
                let leaf = TreeHash.leaf(Self.leaves[index])
                let bit = Int.random(in: 0..<256, using: &generator)
                if proof.holds(leafHash: leaf.flipping(bit), head: head) { taken += 1 }
                if proof.holds(leafHash: leaf, head: TreeHead(size: head.size, root: head.root.flipping(bit)))
                {
                    taken += 1
                }
                for position in proof.path.indices {
                    var path = proof.path
                    path[position] = path[position].flipping(bit)
                    let changed = InclusionProof(index: proof.index, size: proof.size, path: path)
                    if changed.holds(leafHash: leaf, head: head) { taken += 1 }
                }
            }
        }
        #expect(taken == 0)
    }

    @Test func `every single bit of one proof counts`() throws {
        // One expectation a test: a hundred thousand of them take longer than the hashing.
        var taken = 0
        let size = 101
        var prover = try TreeProver(reader: MemoryTiles(Self.leaves), size: UInt64(size))
        let inclusion = try prover.inclusion(of: 77)
        let consistency = try prover.consistency(from: 77)
        let leaf = TreeHash.leaf(Self.leaves[77])
        for bit in 0..<256 {
            for position in inclusion.path.indices {
                var path = inclusion.path
                path[position] = path[position].flipping(bit)
                if InclusionProof(index: 77, size: 101, path: path).holds(
                    leafHash: leaf,
                    head: Self.heads[size]
                ) {
                    taken += 1
                }
            }
            for position in consistency.path.indices {
                var path = consistency.path
                path[position] = path[position].flipping(bit)
                if ConsistencyProof(from: 77, to: 101, path: path).holds(
                    from: Self.heads[77],
                    to: Self.heads[size]
                ) {
                    taken += 1
                }
            }
        }
        #expect(taken == 0)
    }

    @Test func `any flipped bit of a root or of the path refuses a consistency`() throws {
        // One expectation a test: a hundred thousand of them take longer than the hashing.
        var taken = 0
        let tiles = try MemoryTiles(Self.leaves)
        var generator = SplitMix(seed: 5)
        for size in 1...130 {
            var prover = try TreeProver(reader: tiles, size: UInt64(size))
            let later = Self.heads[size]
            for from in 1...size {
                let earlier = Self.heads[from]
                let proof = try prover.consistency(from: UInt64(from))
                let bit = Int.random(in: 0..<256, using: &generator)
                if proof.holds(
                    from: TreeHead(size: earlier.size, root: earlier.root.flipping(bit)),
                    to: later
                ) {
                    taken += 1
                }
                if proof.holds(from: earlier, to: TreeHead(size: later.size, root: later.root.flipping(bit)))
                {
                    taken += 1
                }
                for position in proof.path.indices {
                    var path = proof.path
                    path[position] = path[position].flipping(bit)
                    if ConsistencyProof(from: proof.from, to: proof.to, path: path).holds(
                        from: earlier,
                        to: later
                    ) {
                        taken += 1
                    }
                }
            }
        }
        #expect(taken == 0)
    }

    @Test func `a proof with a hash too many, too few, or for another place refuses`() throws {
        // One expectation a test: a hundred thousand of them take longer than the hashing.
        var taken = 0
        let tiles = try MemoryTiles(Self.leaves)
        for size in 1...40 {
            var prover = try TreeProver(reader: tiles, size: UInt64(size))
            let head = Self.heads[size]
            for index in 0..<size {
                let proof = try prover.inclusion(of: UInt64(index))
                let leaf = TreeHash.leaf(Self.leaves[index])
                for path in Self.mangled(proof.path) {
                    let other = InclusionProof(index: proof.index, size: proof.size, path: path)
                    if other.holds(leafHash: leaf, head: head) { taken += 1 }
                }
                for place in 0..<size where place != index {
                    let other = InclusionProof(index: UInt64(place), size: proof.size, path: proof.path)
                    if other.holds(leafHash: leaf, head: head) { taken += 1 }
                }
            }
            for from in 1..<size {
                let proof = try prover.consistency(from: UInt64(from))
                for path in Self.mangled(proof.path) {
                    let other = ConsistencyProof(from: proof.from, to: proof.to, path: path)
                    if other.holds(from: Self.heads[from], to: head) { taken += 1 }
                }
            }
        }
        #expect(taken == 0)
    }

    @Test func `sizes and positions that do not fit refuse without a trap`() {
        let path = [UInt64](0...63).map { TreeHash.leaf([UInt8($0)]) }
        let root = TreeHash.emptyRoot
        for size: UInt64 in [0, 1, TreeHead.sizeMax, TreeHead.sizeMax + 1, .max] {
            let head = TreeHead(size: size, root: root)
            for index: UInt64 in [0, 1, size &- 1, size, .max] {
                for count in [0, 1, 61, 62, 63, 64] {
                    let proof = InclusionProof(index: index, size: size, path: Array(path[..<count]))
                    #expect(!proof.holds(leafHash: TreeHash.leaf([9]), head: head))
                }
            }
            for from: UInt64 in [1, 2, size &- 1, .max] where from != size && from != 0 {
                for count in [0, 1, 62, 63, 64] {
                    let proof = ConsistencyProof(from: from, to: size, path: Array(path[..<count]))
                    #expect(!proof.holds(from: TreeHead(size: from, root: root), to: head))
                }
            }
        }
    }

    @Test func `everything continues the empty tree, and a head itself, without a hash`() {
        let one = Self.heads[1]
        #expect(ConsistencyProof(from: 0, to: 1, path: []).holds(from: .empty, to: one))
        #expect(ConsistencyProof(from: 0, to: 0, path: []).holds(from: .empty, to: .empty))
        #expect(ConsistencyProof(from: 1, to: 1, path: []).holds(from: one, to: one))
        #expect(!ConsistencyProof(from: 0, to: 1, path: [one.root]).holds(from: .empty, to: one))
        #expect(!ConsistencyProof(from: 1, to: 1, path: [one.root]).holds(from: one, to: one))
        let wrong = TreeHead(size: 0, root: one.root)
        #expect(!ConsistencyProof(from: 0, to: 1, path: []).holds(from: wrong, to: one))
        #expect(!ConsistencyProof(from: 0, to: 0, path: []).holds(from: .empty, to: wrong))
        #expect(!ConsistencyProof(from: 0, to: 1, path: []).holds(from: .empty, to: Self.heads[2]))
    }

    @Test func `a prover does not speak of leaves that the tree does not have`() throws {
        var prover = try TreeProver(reader: MemoryTiles(Self.leaves), size: 5)
        #expect(throws: RecordsError(.unavailable, "")) { try prover.inclusion(of: 5) }
        #expect(throws: RecordsError(.unavailable, "")) { try prover.consistency(from: 6) }
        var larger = try TreeProver(reader: MemoryTiles(Self.leaves), size: 301)
        #expect(throws: RecordsError(.unavailable, "")) { try larger.inclusion(of: 0) }
        #expect(throws: RecordsError(.unavailable, "")) {
            try TreeProver(reader: MemoryTiles(), size: TreeHead.sizeMax + 1)
        }
    }

    private static func mangled(_ path: [Digest]) -> [[Digest]] {
        var paths = [path + [path.last ?? TreeHash.emptyRoot], [TreeHash.emptyRoot] + path]
        if !path.isEmpty { paths += [Array(path.dropLast()), Array(path.dropFirst())] }
        if path.count > 1 { paths.append(Array(path.reversed())) }
        return paths.filter { $0 != path }
    }
}

extension Digest {
    func flipping(_ bit: Int) -> Digest {
        var bytes = bytes
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        return Digest(bytes) ?? self
    }
}
