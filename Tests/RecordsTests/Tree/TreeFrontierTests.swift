import Cryptography
import Records
import Testing

@Suite struct TreeFrontierTests {
    /// The eight entries and the roots over the first 0…8 of them that Certificate Transparency's implementations share
    /// (github.com/google/certificate-transparency, merkletree tests; github.com/transparency-dev/merkle, testonly).
    static let entries = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ]
    static let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    @Test func `the roots over Certificate Transparency's entries are the known ones`() throws {
        var frontier = TreeFrontier()
        #expect(frontier.root.description == Self.roots[0])
        #expect(frontier.head == .empty)
        for (index, entry) in Self.entries.enumerated() {
            try frontier.append(TreeHash.leaf(#require(Hex.decode(entry))))
            #expect(frontier.root.description == Self.roots[index + 1])
            #expect(frontier.size == UInt64(index + 1))
        }
    }

    @Test func `the root is that of the definition at every size up to 300`() throws {
        let leaves = ReferenceTree.leaves(300)
        var frontier = TreeFrontier()
        for count in 0...leaves.count {
            #expect(frontier.root == ReferenceTree.root(leaves[..<count]))
            if count < leaves.count { try frontier.append(TreeHash.leaf(leaves[count])) }
        }
    }

    @Test func `appending many at once is appending one by one`() throws {
        var generator = SplitMix(seed: 1)
        var one = TreeFrontier()
        var many = TreeFrontier()
        for _ in 0..<40 {
            let hashes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                TreeHash.leaf(generator.bytes(9))
            }
            for hash in hashes { try one.append(hash) }
            let growth = try many.grow(by: hashes)
            #expect(growth.sizeAfter == many.size)
            #expect(growth.levels[0] == hashes)
            #expect(one == many)
        }
    }

    @Test func `a copy is not changed by what is appended to the original`() throws {
        var frontier = TreeFrontier()
        try frontier.append(TreeHash.leaf([1]))
        let copy = frontier
        try frontier.append(TreeHash.leaf([2]))
        #expect(copy.size == 1)
        #expect(copy.root == TreeHash.leaf([1]))
    }

    @Test func `a frontier is read back from its bytes`() throws {
        var frontier = TreeFrontier()
        for leaf in ReferenceTree.leaves(70) {
            #expect(try TreeFrontier(encoded: frontier.encoded) == frontier)
            try frontier.append(TreeHash.leaf(leaf))
        }
    }

    @Test func `a frontier cut or lengthened anywhere, or with another size, is refused`() throws {
        var frontier = TreeFrontier()
        for leaf in ReferenceTree.leaves(7) { try frontier.append(TreeHash.leaf(leaf)) }
        let bytes = frontier.encoded
        #expect(bytes.count == 8 + 3 * 32)
        for count in 0..<bytes.count {
            #expect(throws: RecordsError(.malformed, "")) {
                try TreeFrontier(encoded: Array(bytes[..<count]))
            }
        }
        #expect(throws: RecordsError(.malformed, "")) { try TreeFrontier(encoded: bytes + [0]) }
        var other = bytes
        other[7] = 8
        #expect(throws: RecordsError(.malformed, "")) { try TreeFrontier(encoded: other) }
        other = [0x80] + [UInt8](repeating: 0, count: 7) + [UInt8](repeating: 7, count: 32)
        #expect(throws: RecordsError(.malformed, "")) { try TreeFrontier(encoded: other) }
    }

    @Test func `the largest tree takes no leaf more`() throws {
        let bytes = [0x40] + [UInt8](repeating: 0, count: 7) + [UInt8](repeating: 7, count: 32)
        var frontier = try TreeFrontier(encoded: bytes)
        #expect(frontier.size == TreeHead.sizeMax)
        #expect(throws: RecordsError(.unavailable, "")) { try frontier.append(TreeHash.emptyRoot) }
        #expect(throws: RecordsError(.unavailable, "")) { try frontier.grow(by: [TreeHash.emptyRoot]) }
        #expect(frontier.size == TreeHead.sizeMax)
    }
}
