/// Text for people to read out and type: Crockford's base 32 (https://www.crockford.com/base32.html).
///
/// Reading takes either case, I and L for 1, O for 0, and hyphens anywhere; U is refused. Bytes are taken as
/// one number, filled with zero bits at its end to whole characters; other bits there are refused.
package enum CrockfordBase32 {
    /// Upper-case text without hyphens, eight characters for five bytes.
    package static func encode(_ bytes: [UInt8]) -> String {
        String(decoding: symbols(bytes), as: UTF8.self)
    }

    /// Upper-case text and one check character: the number that the bytes are, modulo 37.
    package static func encodeWithCheck(_ bytes: [UInt8]) -> String {
        String(decoding: symbols(bytes) + [alphabet[check(bytes)]], as: UTF8.self)
    }

    /// The bytes, or nil for a character of no value or text that `encode` would never write.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        bytes(characters(text))
    }

    /// The bytes of text with a check character, or nil when it is not right.
    ///
    /// Finds every single wrong character and every two neighbours that changed places.
    package static func decodeWithCheck(_ text: some StringProtocol) -> [UInt8]? {
        var characters = characters(text)
        guard let last = characters.popLast(), let bytes = bytes(characters),
            values[Int(last)] == UInt8(check(bytes))
        else { return nil }
        return bytes
    }
}

extension CrockfordBase32 {
    /// 32 digits, and behind them five that only check characters use.
    private static let alphabet = [UInt8]("0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U".utf8)
    private static let digitCount: UInt8 = 32
    private static let checkModulus = 37
    private static let hyphen = UInt8(ascii: "-")
    private static let invalid: UInt8 = 0xFF

    private static let values: [UInt8] = {
        var values = [UInt8](repeating: invalid, count: 256)
        for (value, character) in alphabet.enumerated() {
            values[Int(character)] = UInt8(value)
            if character >= UInt8(ascii: "A"), character <= UInt8(ascii: "Z") {
                values[Int(character | 0x20)] = UInt8(value)
            }
        }
        for (lookalikes, value) in [("iIlL", UInt8(1)), ("oO", 0)] {
            for character in lookalikes.utf8 {
                values[Int(character)] = value
            }
        }
        return values
    }()

    private static func characters(_ text: some StringProtocol) -> [UInt8] {
        text.utf8.filter { $0 != hyphen }
    }

    private static func symbols(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count / 5 * 8 + 8)
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            bitCount += 8
            while bitCount >= 5 {
                bitCount -= 5
                text.append(alphabet[Int(bits >> bitCount & 31)])
            }
        }
        if bitCount > 0 {
            text.append(alphabet[Int(bits << (5 - bitCount) & 31)])
        }
        return text
    }

    private static func bytes(_ characters: [UInt8]) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count * 5 / 8)
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for character in characters {
            let value = values[Int(character)]
            guard value < digitCount else { return nil }
            bits = bits << 5 | UInt32(value)
            bitCount += 5
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
            }
        }
        // Five bits or more left over would be a whole character that says nothing.
        guard bitCount < 5, bits & (1 << bitCount - 1) == 0 else { return nil }
        return bytes
    }

    private static func check(_ bytes: [UInt8]) -> Int {
        bytes.reduce(0) { ($0 << 8 | Int($1)) % checkModulus }
    }
}
