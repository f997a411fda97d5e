package import Cryptography

/// The tree over all pieces of one blob, in memory: 32 bytes for each 32 KiB, twice.
///
/// The tree of RFC 6962 §2.1, made from below: where a level has an odd end, that hash goes up as it is.
package struct PieceTree: Sendable {
    private let levels: [[Digest]]

    /// The tree over hashes of pieces, in their order.
    package init(_ hashes: [Digest]) {
        var levels = [hashes]
        while let below = levels.last, below.count > 1 {
            levels.append(
                stride(from: 0, to: below.count, by: 2).map { left in
                    left + 1 < below.count ? TreeHash.node(below[left], below[left + 1]) : below[left]
                }
            )
        }
        self.levels = levels
    }

    /// The root.
    package var root: Digest { levels.last?.first ?? TreeHash.emptyRoot }

    /// The hashes that lead from a piece to the root, its sibling first; nil for a piece that is not there.
    package func path(of index: Int) -> [Digest]? {
        guard levels[0].indices.contains(index) else { return nil }
        var position = index
        var path: [Digest] = []
        for level in levels {
            let sibling = position ^ 1
            if sibling < level.count { path.append(level[sibling]) }
            position >>= 1
        }
        return path
    }

    /// The hashes of the pieces of one sealed chunk.
    package static func hashes(ofChunk bytes: [UInt8]) -> [Digest] {
        let span = bytes.span
        return stride(from: 0, to: bytes.count, by: BlobManifest.pieceByteCount).map { start in
            TreeHash.leaf(span.extracting(start..<min(start + BlobManifest.pieceByteCount, bytes.count)))
        }
    }
}
