/// Walks over canonical CBOR where it lies, without making values of it.
///
/// It takes exactly what ``CBOR/init(decoding:)`` takes, and says nil to the rest without a reason: whoever wants the
/// reason decodes. For paths on which every record of a backlog passes.
struct CBORCursor {
    private let bytes: [UInt8]
    private let end: Int
    private var offset: Int

    /// Starts at the beginning of a part of some bytes.
    init(_ bytes: [UInt8], in place: Range<Int>) {
        self.bytes = bytes
        (offset, end) = (place.lowerBound, place.upperBound)
    }

    var isAtEnd: Bool { offset == end }

    /// The number of entries or elements of a map or an array.
    mutating func count(_ kind: Container) -> Int? {
        guard let (major, value) = head(), major == kind.rawValue else { return nil }
        return Int(exactly: value)
    }

    /// The containers' major types (RFC 8949 §3.1).
    enum Container: UInt8 {
        case array = 4
        case map = 5
    }

    /// A map's key, larger than the one before.
    mutating func key(after last: UInt8?) -> UInt8? {
        guard offset < end else { return nil }
        let key = bytes[offset]
        guard key <= CBORMap.keyMax, last.map({ key > $0 }) ?? true else { return nil }
        offset += 1
        return key
    }

    /// An unsigned integer up to 2⁶³ − 1.
    mutating func unsigned() -> UInt64? {
        guard let (major, value) = head(), major == 0, value <= UInt64(Int64.max) else { return nil }
        return value
    }

    /// Any integer of the format; whether there was one.
    mutating func skipInteger() -> Bool {
        guard let (major, value) = head() else { return false }
        return major <= 1 && value <= UInt64(Int64.max)
    }

    /// Where the bytes of a byte string lie; of a given length, where one is asked for.
    mutating func byteString(count wanted: Int? = nil) -> Range<Int>? {
        guard let (major, value) = head(), major == 2, let count = Int(exactly: value),
            count <= end - offset, wanted.map({ $0 == count }) ?? true
        else { return nil }
        defer { offset += count }
        return offset..<offset + count
    }

    /// Major type and argument in its shortest form.
    private mutating func head() -> (major: UInt8, value: UInt64)? {
        guard offset < end else { return nil }
        let initial = bytes[offset]
        offset += 1
        let (major, small) = (initial >> 5, initial & 31)
        if small < 24 { return (major, UInt64(small)) }
        guard small <= 27 else { return nil }
        let width = 1 << Int(small - 24)
        guard end - offset >= width else { return nil }
        var value: UInt64 = 0
        for index in offset..<offset + width { value = value << 8 | UInt64(bytes[index]) }
        offset += width
        let least: UInt64 = width == 1 ? 24 : 1 << UInt64(width * 4)
        return value >= least ? (major, value) : nil
    }
}
