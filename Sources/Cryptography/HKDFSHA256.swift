/// Keys from other key material: HKDF with SHA-256 (RFC 5869).
package enum HKDFSHA256 {
    /// The most bytes that can be derived: 255 digests (RFC 5869, section 2.3).
    package static let byteCountMax = 255 * Digest.byteCount

    /// `byteCount` bytes, 1 to `byteCountMax`, from a key of any length; an empty salt stands for 32 zeros.
    package static func derive(
        inputKey: [UInt8],
        salt: [UInt8],
        info: [UInt8],
        byteCount: Int
    ) throws(CryptographyError) -> [UInt8] {
        try expand(extract(inputKey: [inputKey], salt: salt), info: [info], byteCount: byteCount)
    }

    /// `byteCount` bytes, 1 to `byteCountMax`, from a key that lies in memory.
    package static func derive(
        inputKey: SecretBytes,
        salt: [UInt8],
        info: [UInt8],
        byteCount: Int
    ) throws(CryptographyError) -> [UInt8] {
        var exposed = inputKey.exposedCopy()
        defer { exposed.wipe() }
        return try derive(inputKey: exposed, salt: salt, info: info, byteCount: byteCount)
    }

    /// The pseudorandom key (section 2.2); the parts of the input key are taken one behind the other.
    static func extract(inputKey: [[UInt8]], salt: [UInt8]) -> Digest {
        // An empty HMAC key and 32 zeros are the same block, so an empty salt needs no case of its own.
        HMACSHA256.code(key: salt.span, parts: inputKey)
    }

    /// The output (section 2.3); the parts of the info are taken one behind the other.
    static func expand(
        _ pseudorandomKey: Digest,
        info: [[UInt8]],
        byteCount: Int
    ) throws(CryptographyError) -> [UInt8] {
        guard (1...byteCountMax).contains(byteCount) else {
            throw CryptographyError(
                .invalidParameter,
                "HKDF was asked for \(byteCount) bytes; ask for 1 to \(byteCountMax)"
            )
        }
        var key = pseudorandomKey.bytes
        defer { key.wipe() }
        var output: [UInt8] = []
        output.reserveCapacity(byteCount + Digest.byteCount)
        var block: [UInt8] = []
        var counter: UInt8 = 0
        while output.count < byteCount {
            counter += 1
            block = HMACSHA256.code(key: key.span, parts: [block] + info + [[counter]]).bytes
            output += block
        }
        block.wipe()
        output.removeLast(output.count - byteCount)
        return output
    }
}
