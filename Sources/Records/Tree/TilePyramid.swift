import Cryptography

/// A tile with the nodes above its hashes that are complete: what proofs within the tile are looked up in.
struct TilePyramid {
    private let rows: [[Digest]]

    /// Hashes at most 255 nodes over the hashes of a tile.
    init(_ hashes: [Digest]) {
        var rows = [hashes]
        var row = hashes
        while row.count > 1 {
            var above: [Digest] = []
            above.reserveCapacity(row.count / 2)
            for index in 0..<row.count / 2 {
                above.append(TreeHash.node(row[2 * index], row[2 * index + 1]))
            }
            rows.append(above)
            row = above
        }
        self.rows = rows
    }

    /// The complete node at a height above the tile's hashes, or nil where the tile does not reach.
    func hash(height: Int, position: Int) -> Digest? {
        guard rows.indices.contains(height), rows[height].indices.contains(position) else { return nil }
        return rows[height][position]
    }
}
