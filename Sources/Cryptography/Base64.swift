/// Base64 text (RFC 4648).
///
/// Every byte string has one text and every other text is refused.
package enum Base64 {
    /// Text of section 4, padded with `=`.
    package static func encode(_ bytes: [UInt8]) -> String {
        var text = symbols(bytes, standardAlphabet)
        while !text.count.isMultiple(of: 4) {
            text.append(padding)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of text of section 4, or nil: for another character (white space too), padding that is
    /// missing or too much, or bits behind the last byte that are not zero (section 3.5).
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var characters = [UInt8](text.utf8)
        guard characters.count.isMultiple(of: 4) else { return nil }
        for _ in 0..<2 where characters.last == padding {
            characters.removeLast()
        }
        return bytes(characters, standardValues)
    }

    /// Text of section 5 ("base64url") without padding.
    package static func encodeURL(_ bytes: [UInt8]) -> String {
        String(decoding: symbols(bytes, urlAlphabet), as: UTF8.self)
    }

    /// The bytes of text of section 5 without padding, or nil: for another character, padding, or bits
    /// behind the last byte that are not zero.
    package static func decodeURL(_ text: some StringProtocol) -> [UInt8]? {
        bytes([UInt8](text.utf8), urlValues)
    }
}

extension Base64 {
    private static let padding = UInt8(ascii: "=")
    private static let invalid: UInt8 = 0xFF
    private static let common = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    private static let standardAlphabet = [UInt8]((common + "+/").utf8)
    private static let urlAlphabet = [UInt8]((common + "-_").utf8)
    private static let standardValues = values(standardAlphabet)
    private static let urlValues = values(urlAlphabet)

    private static func values(_ alphabet: [UInt8]) -> [UInt8] {
        var values = [UInt8](repeating: invalid, count: 256)
        for (value, character) in alphabet.enumerated() {
            values[Int(character)] = UInt8(value)
        }
        return values
    }

    private static func symbols(_ bytes: [UInt8], _ alphabet: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            bitCount += 8
            while bitCount >= 6 {
                bitCount -= 6
                text.append(alphabet[Int(bits >> bitCount & 63)])
            }
        }
        if bitCount > 0 {
            text.append(alphabet[Int(bits << (6 - bitCount) & 63)])
        }
        return text
    }

    private static func bytes(_ characters: [UInt8], _ values: [UInt8]) -> [UInt8]? {
        // One character alone holds six bits, which is no byte.
        guard characters.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count / 4 * 3 + 2)
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for character in characters {
            let value = values[Int(character)]
            guard value != invalid else { return nil }
            bits = bits << 6 | UInt32(value)
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
            }
        }
        guard bits & (1 << bitCount - 1) == 0 else { return nil }
        return bytes
    }
}
