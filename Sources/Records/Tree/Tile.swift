/// The place of one tile in a log's tree (C2SP tlog-tiles): 256 hashes that follow each other, eight heights of the
/// tree at a time.
///
/// At level 0 the hashes are those of leaves, at every level above the roots of full tiles one level below.
package struct Tile: Hashable, Sendable {
    /// The heights of the tree that one tile spans.
    package static let height = 8

    /// The hashes in a full tile.
    package static let widthMax = 256

    /// The highest level that the largest tree has.
    package static let levelMax = 7

    /// The level, 0 at the leaves.
    package let level: Int

    /// The position within the level, from 0.
    package let index: UInt64

    /// The tile at a level (0 to 7) and an index.
    ///
    /// - Throws: `unavailable` for a place that the largest tree does not have.
    package init(level: Int, index: UInt64) throws(RecordsError) {
        guard (0...Self.levelMax).contains(level),
            index <= TreeHead.sizeMax >> UInt64(Self.height * level)
        else { throw RecordsError(.unavailable, "no tree has a tile at level \(level), index \(index)") }
        self.level = level
        self.index = index
    }

    /// How many of its hashes exist in a tree of that size: 0 to 256.
    package func width(size: UInt64) -> Int {
        let count = Self.hashCount(level: level, size: size)
        let start = index * UInt64(Self.widthMax)
        return count <= start ? 0 : Int(min(count - start, UInt64(Self.widthMax)))
    }

    /// How many hashes a level has over all its tiles in a tree of that size.
    package static func hashCount(level: Int, size: UInt64) -> UInt64 { size >> UInt64(height * level) }

    /// The indices of the tiles of one level that become full while the tree grows.
    package static func completed(level: Int, from sizeBefore: UInt64, to sizeAfter: UInt64) -> Range<UInt64>
    {
        let first = hashCount(level: level + 1, size: sizeBefore)
        return first..<max(first, hashCount(level: level + 1, size: sizeAfter))
    }
}
