import Cryptography

/// Whether records have every group that their leaves commit to: what a mirror attests, asked of each record of a backlog.
///
/// True for exactly the records that ``Record/opened()`` opens and ``Body/completes(_:)`` completes, and for those whose leaf nobody here
/// can read: it commits to nothing that is known, so what came with it is all there is. It looks at them where they lie instead of
/// building them, which costs a fiftieth.
enum RecordWholeness {
    /// The largest group's raw value, and one.
    private static let groupCount = 5

    static func isWhole(leaf: Range<Int>, of leaves: [UInt8], body: Range<Int>, of bodies: [UInt8]) -> Bool {
        guard leaf.count <= Leaf.byteCountMax, body.count <= Body.byteCountMax else { return false }
        guard let commitments = commitments(of: leaf, in: leaves) else { return true }
        guard !body.isEmpty else { return commitments.count == 0 }
        var cursor = CBORCursor(bodies, in: body)
        let bytes = bodies.span
        guard let count = cursor.count(.map), count == commitments.count else { return false }
        var last: UInt8?
        for _ in 0..<count {
            guard let group = cursor.key(after: last), let commitment = commitments[group],
                cursor.count(.array) == 2,
                let salt = cursor.byteString(count: GroupContent.saltByteCount),
                let content = cursor.byteString()
            else { return false }
            var hasher = GroupContent.startedHasher()
            hasher.update(bytes.extracting(salt))
            hasher.update(bytes.extracting(content))
            guard hasher.finalize() == commitment else { return false }
            last = group
        }
        return cursor.isAtEnd
    }

    /// What a leaf commits to, by group; nil for what is no leaf of this version.
    private struct Commitments {
        var count = 0
        private var digests: (Digest?, Digest?, Digest?, Digest?, Digest?) = (nil, nil, nil, nil, nil)

        subscript(group: UInt8) -> Digest? {
            get {
                switch group {
                case 0: digests.0
                case 1: digests.1
                case 2: digests.2
                case 3: digests.3
                case 4: digests.4
                default: nil
                }
            }
            set {
                switch group {
                case 0: digests.0 = newValue
                case 1: digests.1 = newValue
                case 2: digests.2 = newValue
                case 3: digests.3 = newValue
                default: digests.4 = newValue
                }
            }
        }
    }

    private static func commitments(of leaf: Range<Int>, in leaves: [UInt8]) -> Commitments? {
        var cursor = CBORCursor(leaves, in: leaf)
        guard let count = cursor.count(.map), cursor.key(after: nil) == 0,
            cursor.unsigned() == LeafHeader.version,
            cursor.key(after: 0) == 1, cursor.unsigned() != nil,
            cursor.key(after: 1) == 2, cursor.unsigned() != nil,
            cursor.key(after: 2) == 3, cursor.count(.array) == 2, cursor.skipInteger(),
            cursor.unsigned() != nil,
            cursor.key(after: 3) == 4, let quality = cursor.unsigned(),
            ClockQuality(rawValue: Int64(quality)) != nil,
            cursor.key(after: 4) == 5, cursor.byteString(count: Identifier<Boot>.byteCount) != nil,
            cursor.key(after: 5) == 6, cursor.unsigned() != nil,
            var key = cursor.key(after: 6)
        else { return nil }
        var left = count - 8
        if key == 7 {
            guard skipObeyedHeads(&cursor), let next = cursor.key(after: 7) else { return nil }
            key = next
            left -= 1
        }
        guard key == 8, let commitments = commitments(&cursor, in: leaves) else { return nil }
        if left == 1 {
            guard cursor.key(after: 8) == 9, cursor.byteString(count: 64) != nil else { return nil }
            left -= 1
        }
        return left == 0 && cursor.isAtEnd ? commitments : nil
    }

    private static func skipObeyedHeads(_ cursor: inout CBORCursor) -> Bool {
        guard cursor.count(.array) == 5 else { return false }
        for _ in 0..<4 where cursor.unsigned() == nil { return false }
        return cursor.byteString(count: Digest.byteCount) != nil
    }

    private static func commitments(_ cursor: inout CBORCursor, in leaves: [UInt8]) -> Commitments? {
        guard let count = cursor.count(.map), count <= groupCount else { return nil }
        var commitments = Commitments()
        var last: UInt8?
        for _ in 0..<count {
            guard let group = cursor.key(after: last), group < UInt8(groupCount),
                let place = cursor.byteString(count: Digest.byteCount),
                let digest = Digest(leaves.span.extracting(place))
            else { return nil }
            commitments[group] = digest
            last = group
        }
        commitments.count = count
        return commitments
    }
}

extension RecordBundle {
    /// How many of the first records are whole: each with every group that its leaf commits to, as it was committed to.
    package var wholeCount: Int {
        for position in 0..<count {
            let (leaf, body) = ranges(at: position)
            guard RecordWholeness.isWhole(leaf: leaf, of: leaves, body: body, of: bodies) else {
                return position
            }
        }
        return count
    }
}
