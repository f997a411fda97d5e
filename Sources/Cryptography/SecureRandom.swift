import COpenSSL

/// Unpredictable bytes from libcrypto's generator, which the kernel seeds (RAND_bytes(3)).
package enum SecureRandom {
    /// The most bytes that one call gives: far above any key, and small enough to be no accident.
    package static let byteCountMax = 1 << 20

    /// So many unpredictable bytes, 0 to `byteCountMax`.
    package static func bytes(_ count: Int) throws(CryptographyError) -> [UInt8] {
        guard (0...byteCountMax).contains(count) else {
            throw CryptographyError(
                .invalidParameter,
                "\(count) random bytes were asked for; ask for 0 to \(byteCountMax)"
            )
        }
        var bytes = [UInt8](repeating: 0, count: count)
        guard unsafe RAND_bytes(&bytes, Int32(count)) == 1 else { throw .library("random bytes") }
        return bytes
    }
}

/// ``SecureRandom`` as a generator of the language, for what is drawn word by word.
package struct SecureGenerator: RandomNumberGenerator, Sendable {
    /// Draws from libcrypto, as every other one does.
    package init() {}

    /// The next word; ends the process where libcrypto has none, since nothing that is drawn then may be used.
    package mutating func next() -> UInt64 {
        var word: UInt64 = 0
        let isDrawn = unsafe withUnsafeMutableBytes(of: &word) { bytes in
            unsafe RAND_bytes(bytes.baseAddress, Int32(bytes.count)) == 1
        }
        precondition(isDrawn, "libcrypto has no random bytes (RAND_bytes(3))")
        return word
    }
}
