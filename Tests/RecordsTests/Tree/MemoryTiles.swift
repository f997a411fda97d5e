import Cryptography
import Records

/// Tiles in memory, filled by what a growing frontier says belongs into them.
struct MemoryTiles: TileReader {
    private(set) var frontier = TreeFrontier()
    private(set) var levels: [[Digest]] = []

    init(_ leaves: [[UInt8]] = []) throws {
        try append(leaves)
    }

    mutating func append(_ leaves: [[UInt8]]) throws {
        let growth = try frontier.grow(by: leaves.map { TreeHash.leaf($0) })
        for (level, hashes) in growth.levels.enumerated() {
            if level == levels.count { levels.append([]) }
            levels[level] += hashes
        }
    }

    func hashes(of tile: Tile, width: Int) throws(RecordsError) -> [Digest] {
        let start = Int(tile.index) * Tile.widthMax
        guard levels.indices.contains(tile.level), start + width <= levels[tile.level].count else {
            throw RecordsError(.unavailable, "the test asked for a hash that does not exist")
        }
        return Array(levels[tile.level][start..<start + width])
    }
}
