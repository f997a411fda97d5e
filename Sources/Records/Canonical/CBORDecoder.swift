extension CBOR {
    /// Reads one value that fills the bytes exactly, and refuses whatever ``encoded`` would not have written.
    ///
    /// - Throws: `.malformed` for bytes that are no CBOR of ours, `.notCanonical` for a second way of writing the same.
    package init(decoding bytes: [UInt8]) throws(RecordsError) {
        var decoder = CBORDecoder(bytes: bytes)
        self = try decoder.value(depth: 0)
        guard decoder.remaining == 0 else {
            throw RecordsError(.malformed, "\(decoder.remaining) bytes follow the end of the value")
        }
    }
}

private struct CBORDecoder {
    private let bytes: [UInt8]
    private var offset = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var remaining: Int { bytes.count - offset }

    mutating func value(depth: Int) throws(RecordsError) -> CBOR {
        let initial = try byte()
        switch initial >> 5 {
        case 0: return .integer(try integer(initial))
        case 1: return .integer(-1 - (try integer(initial)))
        case 2: return .bytes(Array(try take(try count(initial))))
        case 3:
            let utf8 = try take(try count(initial))
            guard let text = String(validating: utf8, as: UTF8.self) else {
                throw RecordsError(.malformed, "a text is not valid UTF-8")
            }
            return .text(text)
        case 4: return try array(initial, depth: depth)
        case 5: return try map(initial, depth: depth)
        case 7 where initial == 0xF4: return .boolean(false)
        case 7 where initial == 0xF5: return .boolean(true)
        default: throw RecordsError(.malformed, "type byte \(initial) is not part of the format")
        }
    }

    private mutating func array(_ initial: UInt8, depth: Int) throws(RecordsError) -> CBOR {
        try checkDepth(depth)
        let count = try count(initial)
        var elements: [CBOR] = []
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(try value(depth: depth + 1)) }
        return .array(elements)
    }

    private mutating func map(_ initial: UInt8, depth: Int) throws(RecordsError) -> CBOR {
        try checkDepth(depth)
        let count = try count(initial)
        var map = CBORMap()
        var least: UInt8 = 0
        for _ in 0..<count {
            let key = try byte()
            guard key <= CBORMap.keyMax else { throw RecordsError(.malformed, "map key \(key) is not 0–23") }
            guard key >= least else {
                throw RecordsError(.notCanonical, "map key \(key) is out of order or twice there")
            }
            least = key + 1
            map[key] = try value(depth: depth + 1)
        }
        return .map(map)
    }

    private func checkDepth(_ depth: Int) throws(RecordsError) {
        guard depth < CBOR.depthMax else {
            throw RecordsError(.tooLarge, "values are nested deeper than \(CBOR.depthMax)")
        }
    }

    private mutating func integer(_ initial: UInt8) throws(RecordsError) -> Int64 {
        guard let value = Int64(exactly: try argument(initial)) else {
            throw RecordsError(.malformed, "an integer lies outside −2⁶³…2⁶³−1")
        }
        return value
    }

    /// A length that the remaining bytes can hold: each element takes at least one byte, so nothing larger is allocated.
    private mutating func count(_ initial: UInt8) throws(RecordsError) -> Int {
        let value = try argument(initial)
        guard value <= UInt64(remaining) else {
            throw RecordsError(.malformed, "a length of \(value) exceeds the \(remaining) bytes that follow")
        }
        return Int(value)
    }

    private mutating func argument(_ initial: UInt8) throws(RecordsError) -> UInt64 {
        let (width, least): (Int, UInt64)
        switch initial & 31 {
        case let small where small < 24: return UInt64(small)
        case 24: (width, least) = (1, 24)
        case 25: (width, least) = (2, 0x100)
        case 26: (width, least) = (4, 0x1_0000)
        case 27: (width, least) = (8, 0x1_0000_0000)
        default: throw RecordsError(.malformed, "indefinite lengths and reserved forms are not permitted")
        }
        var value: UInt64 = 0
        for byte in try take(width) { value = value << 8 | UInt64(byte) }
        guard value >= least else {
            throw RecordsError(.notCanonical, "\(value) is written longer than needed")
        }
        return value
    }

    private mutating func byte() throws(RecordsError) -> UInt8 {
        guard offset < bytes.count else {
            throw RecordsError(.malformed, "the bytes end in the middle of a value")
        }
        defer { offset += 1 }
        return bytes[offset]
    }

    private mutating func take(_ count: Int) throws(RecordsError) -> ArraySlice<UInt8> {
        guard count <= remaining else {
            throw RecordsError(.malformed, "the bytes end in the middle of a value")
        }
        defer { offset += count }
        return bytes[offset..<offset + count]
    }
}
