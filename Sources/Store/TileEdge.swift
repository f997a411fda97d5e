import Cryptography
import Records

/// The leaf hashes of a log's last tile, which is not full yet, for one head of the log.
struct TileEdge {
    /// The head that it belongs to: it is used for no other.
    let head: TreeHead

    /// As many as the size has beyond the last full tile.
    let hashes: [Digest]
}
