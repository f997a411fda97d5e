extension CBOR {
    /// The one encoding of this value.
    package var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCountMax)
        append(to: &bytes)
        return bytes
    }

    /// At least as many bytes as the encoding has, so that a long one is written without moving.
    private var byteCountMax: Int {
        switch self {
        case .integer: Self.headByteCountMax
        case .bytes(let value): Self.headByteCountMax + value.count
        case .text(let value): Self.headByteCountMax + value.utf8.count
        case .array(let elements): elements.reduce(Self.headByteCountMax) { $0 + $1.byteCountMax }
        case .map(let map): map.entries.reduce(Self.headByteCountMax) { $0 + 1 + $1.value.byteCountMax }
        case .boolean: 1
        }
    }

    private static var headByteCountMax: Int { 9 }

    private func append(to bytes: inout [UInt8]) {
        switch self {
        case .integer(let value):
            if value >= 0 {
                Self.appendHead(major: 0, UInt64(value), to: &bytes)
            } else {
                Self.appendHead(major: 1, UInt64(-1 - value), to: &bytes)
            }
        case .bytes(let value):
            Self.appendHead(major: 2, UInt64(value.count), to: &bytes)
            bytes += value
        case .text(let value):
            Self.appendHead(major: 3, UInt64(value.utf8.count), to: &bytes)
            bytes += value.utf8
        case .array(let elements):
            Self.appendHead(major: 4, UInt64(elements.count), to: &bytes)
            for element in elements { element.append(to: &bytes) }
        case .map(let map):
            let entries = map.entries
            Self.appendHead(major: 5, UInt64(entries.count), to: &bytes)
            for (key, value) in entries {
                bytes.append(key)
                value.append(to: &bytes)
            }
        case .boolean(let value):
            bytes.append(value ? 0xF5 : 0xF4)
        }
    }

    /// Major type and argument in the shortest form (RFC 8949 §3, §4.2.1).
    private static func appendHead(major: UInt8, _ argument: UInt64, to bytes: inout [UInt8]) {
        let type = major << 5
        switch argument {
        case 0..<24:
            bytes.append(type | UInt8(argument))
        case 24...0xFF:
            bytes += [type | 24, UInt8(argument)]
        case 0x100...0xFFFF:
            bytes += [type | 25, UInt8(argument >> 8), UInt8(argument & 0xFF)]
        case 0x1_0000...0xFFFF_FFFF:
            bytes.append(type | 26)
            for shift in [24, 16, 8, 0] as [UInt64] { bytes.append(UInt8(argument >> shift & 0xFF)) }
        default:
            bytes.append(type | 27)
            for shift in stride(from: UInt64(56), through: 0, by: -8) {
                bytes.append(UInt8(argument >> shift & 0xFF))
            }
        }
    }
}
