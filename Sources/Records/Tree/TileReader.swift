package import Cryptography

/// Reads the hashes of a tree that is stored as tiles.
package protocol TileReader {
    /// The first `width` hashes of a tile, first to last; `width` is 1 to 256 and never more than the stored tree has.
    ///
    /// The hashes of a level-0 tile that is not full yet may be computed from the leaves themselves.
    ///
    /// - Throws: `unavailable` where they cannot be read.
    func hashes(of tile: Tile, width: Int) throws(RecordsError) -> [Digest]
}
