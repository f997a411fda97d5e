package import Cryptography

/// Records that follow each other in one log, framed: what is stored as one row and sent as one message.
///
/// The leaves are an entry bundle of C2SP tlog-tiles. The bodies lie beside it in the same order, each with its length
/// before it in three bytes, highest first; one without a byte is erased, or not here.
package struct RecordBundle: Hashable, Sendable {
    /// The most records of a bundle.
    package static let countMax = 4_096

    /// The most bytes of all leaves of a bundle, and of all its bodies.
    package static let byteCountMax = 1 << 20

    /// The leaves, framed.
    package let leaves: [UInt8]

    /// The bodies, framed.
    package let bodies: [UInt8]

    // Where each of them lies in the bytes above: found once, when the framing is checked.
    private let leafRanges: [Range<Int>]
    private let bodyRanges: [Range<Int>]

    /// Frames records.
    ///
    /// - Throws: `.malformed` for a leaf without a byte, `.tooLarge` over a limit.
    package init(_ records: [Record]) throws(RecordsError) {
        let leaves = try EntryBundle.encode(records.map(\.leafBytes))
        var bodies: [UInt8] = []
        bodies.reserveCapacity(records.reduce(0) { $0 + Self.bodyLengthByteCount + $1.bodyBytes.count })
        for record in records {
            let count = record.bodyBytes.count
            guard count <= Body.byteCountMax else {
                throw RecordsError(.tooLarge, "a body of \(count) bytes exceeds \(Body.byteCountMax)")
            }
            bodies += [UInt8(count >> 16), UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF)]
            bodies += record.bodyBytes
        }
        try self.init(leaves: leaves, bodies: bodies)
    }

    /// Takes framed leaves and bodies as they were received.
    ///
    /// - Throws: `.malformed` where a frame is cut, a leaf has no byte, or there are more bodies than leaves or fewer;
    ///   `.tooLarge` over a limit.
    package init(leaves: [UInt8], bodies: [UInt8]) throws(RecordsError) {
        guard leaves.count <= Self.byteCountMax, bodies.count <= Self.byteCountMax else {
            throw RecordsError(
                .tooLarge,
                "a bundle has at most \(Self.byteCountMax) bytes of leaves, and of bodies"
            )
        }
        leafRanges = try Self.frames(
            leaves,
            lengthByteCount: Self.leafLengthByteCount,
            sizes: 1...Leaf.byteCountMax
        )
        bodyRanges = try Self.frames(
            bodies,
            lengthByteCount: Self.bodyLengthByteCount,
            sizes: 0...Body.byteCountMax
        )
        guard leafRanges.count == bodyRanges.count else {
            throw RecordsError(
                .malformed,
                "a bundle of \(leafRanges.count) leaves comes with \(bodyRanges.count) bodies"
            )
        }
        self.leaves = leaves
        self.bodies = bodies
    }

    private init(leaves: [UInt8], bodies: [UInt8], leafRanges: [Range<Int>], bodyRanges: [Range<Int>]) {
        self.leaves = leaves
        self.bodies = bodies
        self.leafRanges = leafRanges
        self.bodyRanges = bodyRanges
    }

    /// How many records there are.
    package var count: Int { leafRanges.count }

    /// The records, in their order.
    package var records: [Record] {
        zip(leafRanges, bodyRanges).map { leaf, body in
            Record(leafBytes: Array(leaves[leaf]), bodyBytes: Array(bodies[body]))
        }
    }

    /// The leaf hashes, in their order.
    package var leafHashes: [Digest] {
        let span = leaves.span
        return leafRanges.map { TreeHash.leaf(span.extracting($0)) }
    }

    /// The records at some positions, counted from the bundle's own first.
    ///
    /// - Throws: `.unavailable` for positions that it does not have.
    package func slice(_ positions: Range<Int>) throws(RecordsError) -> RecordBundle {
        guard positions.lowerBound >= 0, positions.upperBound <= count else {
            throw RecordsError(.unavailable, "a bundle of \(count) records does not reach to \(positions)")
        }
        if positions == 0..<count { return self }
        let leaf = Self.slice(leaves, leafRanges, positions, lengthByteCount: Self.leafLengthByteCount)
        let body = Self.slice(bodies, bodyRanges, positions, lengthByteCount: Self.bodyLengthByteCount)
        return RecordBundle(
            leaves: leaf.bytes,
            bodies: body.bytes,
            leafRanges: leaf.ranges,
            bodyRanges: body.ranges
        )
    }

    /// The records of bundles that follow each other, as one.
    ///
    /// - Throws: `.tooLarge` over a limit.
    package init(joining bundles: [RecordBundle]) throws(RecordsError) {
        if bundles.count == 1 {
            self = bundles[0]
            return
        }
        var (leaves, bodies): ([UInt8], [UInt8]) = ([], [])
        leaves.reserveCapacity(bundles.reduce(0) { $0 + $1.leaves.count })
        bodies.reserveCapacity(bundles.reduce(0) { $0 + $1.bodies.count })
        for bundle in bundles {
            leaves += bundle.leaves
            bodies += bundle.bodies
        }
        try self.init(leaves: leaves, bodies: bodies)
    }

    /// How many of the records from a position on fit into a count of bytes, framed, and into a count of records.
    package func fittingCount(from position: Int, byteCountMax: Int, countMax: Int) -> Int {
        var (byteCount, end) = (0, position)
        while end < count, end - position < countMax {
            byteCount +=
                leafRanges[end].count + Self.leafLengthByteCount + bodyRanges[end].count
                + Self.bodyLengthByteCount
            guard byteCount <= byteCountMax else { break }
            end += 1
        }
        return end - position
    }

    /// Where a record's leaf and body lie in ``leaves`` and ``bodies``.
    func ranges(at position: Int) -> (leaf: Range<Int>, body: Range<Int>) {
        (leafRanges[position], bodyRanges[position])
    }

    /// The same records with the bodies at some positions gone.
    ///
    /// - Throws: nothing that the bundle itself did not throw when it was made.
    package func erasingBodies(at positions: Set<Int>) throws(RecordsError) -> RecordBundle {
        try RecordBundle(
            records.enumerated().map { position, record in
                positions.contains(position) ? Record(leafBytes: record.leafBytes, bodyBytes: []) : record
            }
        )
    }
}

extension RecordBundle {
    private static let leafLengthByteCount = 2
    private static let bodyLengthByteCount = 3

    private static func slice(
        _ bytes: [UInt8],
        _ ranges: [Range<Int>],
        _ positions: Range<Int>,
        lengthByteCount: Int
    ) -> (bytes: [UInt8], ranges: [Range<Int>]) {
        guard let first = positions.first, let last = positions.last else { return ([], []) }
        let start = ranges[first].lowerBound - lengthByteCount
        return (
            Array(bytes[start..<ranges[last].upperBound]),
            ranges[positions].map { $0.lowerBound - start..<$0.upperBound - start }
        )
    }

    private static func frames(
        _ bytes: [UInt8],
        lengthByteCount: Int,
        sizes: ClosedRange<Int>
    ) throws(RecordsError) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        let bytes = bytes.span
        var offset = 0
        while offset < bytes.count {
            guard ranges.count < countMax else {
                throw RecordsError(.tooLarge, "a bundle holds more than \(countMax) records")
            }
            guard bytes.count - offset >= lengthByteCount else {
                throw RecordsError(.malformed, "a bundle ends within a length")
            }
            var count = 0
            for index in offset..<offset + lengthByteCount { count = count << 8 | Int(bytes[index]) }
            offset += lengthByteCount
            guard sizes.contains(count), bytes.count - offset >= count else {
                throw RecordsError(.malformed, "a record of \(count) bytes has no place in this bundle")
            }
            ranges.append(offset..<offset + count)
            offset += count
        }
        return ranges
    }
}
