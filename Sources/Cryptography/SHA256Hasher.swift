import COpenSSL

/// SHA-256 of bytes that come in pieces (FIPS 180-4, section 6.2).
///
/// The state lies in the value itself, so hashing allocates nothing. A hasher is used up by `finalize`.
package struct SHA256Hasher: ~Copyable {
    private var state = SHA256_CTX()

    /// Starts with no bytes taken in.
    package init() {
        unsafe signet_sha256_start(&state)
    }

    /// Takes in the next bytes.
    package mutating func update(_ bytes: [UInt8]) {
        unsafe signet_sha256_add(&state, bytes, bytes.count)
    }

    /// Takes in the next bytes.
    package mutating func update(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe signet_sha256_add(&state, $0.baseAddress, $0.count) }
    }

    /// Takes in one byte.
    package mutating func update(_ byte: UInt8) {
        var byte = byte
        unsafe signet_sha256_add(&state, &byte, 1)
    }

    /// Takes in the 32 bytes of a digest.
    package mutating func update(_ digest: Digest) {
        var words = digest.bigEndianWords
        unsafe signet_sha256_add(&state, &words, Digest.byteCount)
    }

    /// The digest of all bytes taken in.
    package consuming func finalize() -> Digest {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        unsafe signet_sha256_finish(&state, &words)
        return Digest(bigEndianWords: words)
    }
}
