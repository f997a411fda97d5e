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
