/// Which chunks of a blob are held: one bit each, the first chunk the highest bit of the first byte.
package struct BlobBitmap: Hashable, Sendable {
    /// How many chunks the blob has.
    package let count: Int
    /// The bits; those behind the last chunk are 0.
    package private(set) var bytes: [UInt8]

    /// A bitmap of a blob of which nothing is held.
    package init(count: Int) {
        self.count = count
        bytes = [UInt8](repeating: 0, count: (count + 7) / 8)
    }

    /// A bitmap as it was received, or nil for another length, or a bit behind the last chunk.
    package init?(bytes: [UInt8], count: Int) {
        guard bytes.count == (count + 7) / 8 else { return nil }
        let spare = bytes.count * 8 - count
        if let last = bytes.last, last & ((1 << UInt8(spare)) - 1) != 0 { return nil }
        self.count = count
        self.bytes = bytes
    }

    /// Whether a chunk is held.
    package subscript(index: Int) -> Bool {
        (0..<count).contains(index) && bytes[index / 8] & 0x80 >> UInt8(index % 8) != 0
    }

    /// Notes that a chunk is held; one that the blob does not have is passed over.
    package mutating func insert(_ index: Int) {
        guard (0..<count).contains(index) else { return }
        bytes[index / 8] |= 0x80 >> UInt8(index % 8)
    }

    /// How many chunks are held.
    package var heldCount: Int { bytes.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// Whether every chunk is held.
    package var isWhole: Bool { heldCount == count }

    /// The chunks that are not held.
    package var missing: [Int] { (0..<count).filter { !self[$0] } }
}
