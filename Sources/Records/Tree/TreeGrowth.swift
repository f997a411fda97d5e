package import Cryptography

/// The hashes that a stretch of new leaves adds to the tiles of each level.
package struct TreeGrowth: Hashable, Sendable {
    /// The number of leaves before.
    package let sizeBefore: UInt64

    /// The new hashes, by tile level: at level 0 the leaf hashes, above it the roots of tiles that became full.
    ///
    /// They continue each level without a gap.
    package private(set) var levels: [[Digest]]

    init(sizeBefore: UInt64, leafCount: Int) {
        self.sizeBefore = sizeBefore
        levels = [[]]
        levels[0].reserveCapacity(leafCount)
    }

    /// The number of leaves after.
    package var sizeAfter: UInt64 { sizeBefore + UInt64(levels[0].count) }

    /// The position, within its level, of the first new hash.
    package func firstPosition(level: Int) -> UInt64 { Tile.hashCount(level: level, size: sizeBefore) }

    mutating func append(_ hash: Digest, level: Int) {
        if level == levels.count {
            levels.append([])
        }
        levels[level].append(hash)
    }
}
