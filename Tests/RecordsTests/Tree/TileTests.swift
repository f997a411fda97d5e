import Cryptography
import Records
import Testing

@Suite struct TileTests {
    @Test func `a tree of 70,000 leaves has the tiles that tlog-tiles counts`() throws {
        let size: UInt64 = 70_000
        #expect(Tile.completed(level: 0, from: 0, to: size) == 0..<273)
        #expect(try Tile(level: 0, index: 273).width(size: size) == 112)
        #expect(Tile.completed(level: 1, from: 0, to: size) == 0..<1)
        #expect(try Tile(level: 1, index: 1).width(size: size) == 17)
        #expect(try Tile(level: 2, index: 0).width(size: size) == 1)
        #expect(try Tile(level: 3, index: 0).width(size: size) == 0)
        #expect(try Tile(level: 0, index: 0).width(size: size) == 256)
        #expect(try Tile(level: 0, index: 274).width(size: size) == 0)
        // "a tree of size 256 will be represented by a full level 0 tile and a partial level 1 tile of width 1"
        #expect(try Tile(level: 0, index: 0).width(size: 256) == 256)
        #expect(try Tile(level: 1, index: 0).width(size: 256) == 1)
    }

    @Test func `a tile completes exactly when its last leaf comes`() {
        #expect(Tile.completed(level: 0, from: 255, to: 255).isEmpty)
        #expect(Tile.completed(level: 0, from: 255, to: 256) == 0..<1)
        #expect(Tile.completed(level: 0, from: 256, to: 511).isEmpty)
        #expect(Tile.completed(level: 0, from: 256, to: 512) == 1..<2)
        #expect(Tile.completed(level: 1, from: 65_535, to: 65_536) == 0..<1)
        #expect(Tile.completed(level: 0, from: 9, to: 3).isEmpty)
    }

    @Test func `a place that no tree has is refused`() throws {
        #expect(throws: RecordsError(.unavailable, "")) { try Tile(level: 8, index: 0) }
        #expect(throws: RecordsError(.unavailable, "")) { try Tile(level: -1, index: 0) }
        #expect(throws: RecordsError(.unavailable, "")) { try Tile(level: 0, index: .max) }
        #expect(try Tile(level: 7, index: 0).width(size: TreeHead.sizeMax) == 64)
    }

    @Test func `what grows into the tiles of each level are the roots of full tiles below`() throws {
        let leaves = ReferenceTree.leaves(66_000)
        var tiles = try MemoryTiles()
        var generator = SplitMix(seed: 2)
        var count = 0
        while count < leaves.count {
            let next = min(leaves.count, count + Int.random(in: 1...3_000, using: &generator))
            try tiles.append(Array(leaves[count..<next]))
            count = next
        }
        #expect(tiles.levels.map(\.count) == [66_000, 257, 1])
        for index in [0, 1, 100, 256] {
            #expect(tiles.levels[1][index] == ReferenceTree.root(leaves[index * 256..<index * 256 + 256]))
        }
        #expect(tiles.levels[2][0] == ReferenceTree.root(leaves[..<65_536]))
        #expect(tiles.levels[0][65_999] == TreeHash.leaf(leaves[65_999]))
        var prover = try TreeProver(reader: tiles, size: 66_000)
        #expect(try prover.root() == tiles.frontier.root)
    }

    @Test func `growth says where each level continues`() throws {
        var tiles = try MemoryTiles(ReferenceTree.leaves(300))
        #expect(tiles.levels.map(\.count) == [300, 1])
        var frontier = tiles.frontier
        let growth = try frontier.grow(by: (0..<300).map { TreeHash.leaf([UInt8(truncatingIfNeeded: $0)]) })
        #expect(growth.firstPosition(level: 0) == 300)
        #expect(growth.firstPosition(level: 1) == 1)
        #expect(growth.levels[1].count == 1)
        try tiles.append([])
        #expect(tiles.levels.map(\.count) == [300, 1])
    }
}
