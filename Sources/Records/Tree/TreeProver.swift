package import Cryptography

/// Makes proofs about one size of a tree from its tiles (RFC 6962 §2.1.1, §2.1.2).
///
/// It keeps what it has read and hashed of a few tiles, so that proofs of neighbouring leaves cost little.
package struct TreeProver<Reader: TileReader> {
    /// The size of the tree that is spoken of.
    package let size: UInt64

    private let reader: Reader
    private var pyramids: [Tile: TilePyramid] = [:]

    /// A prover for the first `size` leaves of the stored tree.
    ///
    /// - Throws: `unavailable` for a size beyond the largest tree.
    package init(reader: Reader, size: UInt64) throws(RecordsError) {
        guard size <= TreeHead.sizeMax else {
            throw RecordsError(.unavailable, "no tree has \(size) leaves")
        }
        self.reader = reader
        self.size = size
    }

    /// The root of the tree, from its tiles.
    package mutating func root() throws(RecordsError) -> Digest {
        size == 0 ? TreeHash.emptyRoot : try hash(of: 0..<size)
    }

    /// The proof that a leaf is in the tree.
    ///
    /// - Throws: `unavailable` for a leaf that the tree does not have, or what the reader throws.
    package mutating func inclusion(of index: UInt64) throws(RecordsError) -> InclusionProof {
        guard index < size else {
            throw RecordsError(.unavailable, "a tree of \(size) leaves has no leaf \(index)")
        }
        var path: [Digest] = []
        var span = 0..<size
        while span.count > 1 {
            let middle = Self.split(span)
            if index < middle {
                path.append(try hash(of: middle..<span.upperBound))
                span = span.lowerBound..<middle
            } else {
                path.append(try hash(of: span.lowerBound..<middle))
                span = middle..<span.upperBound
            }
        }
        return InclusionProof(index: index, size: size, path: path.reversed())
    }

    /// The proof that the tree continues its own first `from` leaves.
    ///
    /// - Throws: `unavailable` for a size larger than the tree, or what the reader throws.
    package mutating func consistency(from earlier: UInt64) throws(RecordsError) -> ConsistencyProof {
        guard earlier <= size else {
            throw RecordsError(.unavailable, "a tree of \(size) leaves does not continue one of \(earlier)")
        }
        var path: [Digest] = []
        guard earlier > 0, earlier < size else {
            return ConsistencyProof(from: earlier, to: size, path: path)
        }
        var span = 0..<size
        while span.upperBound != earlier {
            let middle = Self.split(span)
            if earlier <= middle {
                path.append(try hash(of: middle..<span.upperBound))
                span = span.lowerBound..<middle
            } else {
                path.append(try hash(of: span.lowerBound..<middle))
                span = middle..<span.upperBound
            }
        }
        // The verifier knows the earlier root: it is left out where that root is the subtree itself.
        if span.lowerBound > 0 {
            path.append(try hash(of: span))
        }
        return ConsistencyProof(from: earlier, to: size, path: path.reversed())
    }
}

extension TreeProver {
    // The largest power of two smaller than the number of leaves belongs to the left (RFC 6962 §2.1).
    private static func split(_ span: Range<UInt64>) -> UInt64 {
        let count = span.upperBound - span.lowerBound
        return span.lowerBound + 1 << UInt64(63 - (count - 1).leadingZeroBitCount)
    }

    // Every span that the splits above yield starts at a multiple of the next power of two: it is a row of
    // complete subtrees of falling height, joined from the right.
    private mutating func hash(of span: Range<UInt64>) throws(RecordsError) -> Digest {
        var complete: [Digest] = []
        var start = span.lowerBound
        while start < span.upperBound {
            let height = 63 - (span.upperBound - start).leadingZeroBitCount
            complete.append(try subtree(height: height, index: start >> UInt64(height)))
            start += 1 << UInt64(height)
        }
        guard var hash = complete.popLast() else {
            throw RecordsError(.unavailable, "no leaves, no hash")
        }
        for left in complete.reversed() {
            hash = TreeHash.node(left, hash)
        }
        return hash
    }

    private mutating func subtree(height: Int, index: UInt64) throws(RecordsError) -> Digest {
        let (level, above) = height.quotientAndRemainder(dividingBy: Tile.height)
        let perTile = Tile.height - above
        let tile = try Tile(level: level, index: index >> UInt64(perTile))
        let position = Int(index & (1 << UInt64(perTile) - 1))
        guard let hash = try pyramid(of: tile).hash(height: above, position: position) else {
            throw RecordsError(
                .unavailable,
                "tile \(tile.index) of level \(tile.level) is narrower than the tree"
            )
        }
        return hash
    }

    private mutating func pyramid(of tile: Tile) throws(RecordsError) -> TilePyramid {
        if let pyramid = pyramids[tile] {
            return pyramid
        }
        let width = tile.width(size: size)
        let hashes = try reader.hashes(of: tile, width: width)
        guard hashes.count == width else {
            throw RecordsError(
                .unavailable,
                "tile \(tile.index) of level \(tile.level) came with \(hashes.count) hashes instead of \(width)"
            )
        }
        if pyramids.count >= pyramidCountMax {
            pyramids.removeAll(keepingCapacity: true)
        }
        let pyramid = TilePyramid(hashes)
        pyramids[tile] = pyramid
        return pyramid
    }
}

// One proof touches at most two tiles a level; 64 pyramids are a megabyte.
private let pyramidCountMax = 64
