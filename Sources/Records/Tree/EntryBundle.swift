/// Leaves one behind the other, each with its length before it in two bytes, highest first: the entry bundle of
/// C2SP tlog-tiles.
///
/// It is how leaves travel and how a full tile's worth of them is exported.
package enum EntryBundle {
    /// The bundle of some leaves.
    ///
    /// - Throws: `.tooLarge` for a leaf over 65,535 bytes, `.malformed` for one without any.
    package static func encode(_ leaves: [[UInt8]]) throws(RecordsError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(leaves.reduce(0) { $0 + lengthByteCount + $1.count })
        for leaf in leaves {
            guard !leaf.isEmpty else { throw RecordsError(.malformed, "a leaf has at least one byte") }
            guard let count = UInt16(exactly: leaf.count) else {
                throw RecordsError(.tooLarge, "a leaf of \(leaf.count) bytes exceeds \(UInt16.max)")
            }
            bytes.append(UInt8(count >> 8))
            bytes.append(UInt8(truncatingIfNeeded: count))
            bytes += leaf
        }
        return bytes
    }

    /// The leaves of a bundle that is used up to its last byte.
    ///
    /// - Throws: `.malformed` for an empty leaf or a cut one, `.tooLarge` for more leaves than `countMax`.
    package static func decode(_ bytes: [UInt8], countMax: Int) throws(RecordsError) -> [[UInt8]] {
        var leaves: [[UInt8]] = []
        var offset = 0
        while offset < bytes.count {
            guard leaves.count < countMax else {
                throw RecordsError(.tooLarge, "a bundle holds more than \(countMax) leaves")
            }
            guard bytes.count - offset >= lengthByteCount else {
                throw RecordsError(.malformed, "a bundle ends within a length")
            }
            let count = Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
            offset += lengthByteCount
            guard count > 0 else { throw RecordsError(.malformed, "a bundle holds an empty leaf") }
            guard bytes.count - offset >= count else {
                throw RecordsError(.malformed, "a bundle ends within a leaf of \(count) bytes")
            }
            leaves.append(Array(bytes[offset..<offset + count]))
            offset += count
        }
        return leaves
    }

    private static let lengthByteCount = 2
}
