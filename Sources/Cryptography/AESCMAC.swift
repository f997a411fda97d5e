/// AES-CMAC with a 128-bit key (RFC 4493, NIST SP 800-38B).
///
/// Built on AES-CBC instead of EVP_MAC(3), because key diversification (NXP AN10922) needs the subkeys.
package enum AESCMAC {
    /// The number of bytes in a code.
    package static let byteCount = 16

    /// The code of a message of any length, 16 bytes.
    package static func code(key: [UInt8], message: [UInt8]) throws(CryptographyError) -> [UInt8] {
        try code(key: key.span, message: message)
    }

    /// The code of a message under a key at rest in memory, 16 bytes.
    package static func code(key: SecretBytes, message: [UInt8]) throws(CryptographyError) -> [UInt8] {
        try key.withBytes { bytes throws(CryptographyError) in try code(key: bytes, message: message) }
    }

    /// The two subkeys of a key, 16 bytes each: K1 for a whole last block, K2 for a padded one (section 2.3).
    package static func subkeys(
        key: [UInt8]
    ) throws(CryptographyError) -> (whole: [UInt8], padded: [UInt8]) {
        try subkeys(key: key.span)
    }

    /// The two subkeys of a key at rest in memory.
    package static func subkeys(
        key: SecretBytes
    ) throws(CryptographyError) -> (whole: [UInt8], padded: [UInt8]) {
        var whole: [UInt8] = []
        var padded: [UInt8] = []
        try key.withBytes { bytes throws(CryptographyError) in
            (whole, padded) = try subkeys(key: bytes)
        }
        return (whole, padded)
    }

    private static func code(
        key: Span<UInt8>,
        message: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        let (whole, padded) = try subkeys(key: key)
        var message = message
        var mask = whole
        if message.isEmpty || !message.count.isMultiple(of: byteCount) {
            mask = padded
            message.append(0x80)
            message += [UInt8](repeating: 0, count: (byteCount - message.count % byteCount) % byteCount)
        }
        let last = message.count - byteCount
        for index in mask.indices {
            message[last + index] ^= mask[index]
        }
        let chained = try AES128.chain(.encrypt, message, key: key, initialVector: zeros)
        return [UInt8](chained[last...])
    }

    private static func subkeys(
        key: Span<UInt8>
    ) throws(CryptographyError) -> (whole: [UInt8], padded: [UInt8]) {
        let whole = doubled(try AES128.chain(.encrypt, zeros, key: key, initialVector: zeros))
        return (whole, doubled(whole))
    }

    /// Multiplication by x in GF(2^128), in a time that does not depend on the bits.
    private static func doubled(_ block: [UInt8]) -> [UInt8] {
        var result = block
        for index in 0..<byteCount - 1 {
            result[index] = block[index] << 1 | block[index + 1] >> 7
        }
        result[byteCount - 1] = block[byteCount - 1] << 1 ^ (0 &- (block[0] >> 7)) & 0x87
        return result
    }

    private static let zeros = [UInt8](repeating: 0, count: byteCount)
}
