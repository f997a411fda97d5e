/// AES in Galois/counter mode (NIST SP 800-38D) with a 96-bit nonce and a 128-bit tag.
///
/// A nonce may be used once per key; a second use gives both messages and the authentication key away.
package enum AESGCM {
    /// The number of bytes in a nonce.
    package static let nonceByteCount = 12
    /// The number of bytes by which sealed bytes are longer than what they seal.
    package static let tagByteCount = 16
    /// The most bytes of plaintext, and of associated data, that one call takes.
    package static let byteCountMax = 1 << 30

    /// Ciphertext and tag.
    ///
    /// The key has 16 or 32 bytes, the nonce 12.
    package static func seal(
        _ plaintext: [UInt8],
        key: [UInt8],
        nonce: [UInt8],
        authenticating: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        try seal(plaintext, key: key.span, nonce: nonce, authenticating: authenticating)
    }

    /// Ciphertext and tag under a key at rest in memory.
    package static func seal(
        _ plaintext: [UInt8],
        key: SecretBytes,
        nonce: [UInt8],
        authenticating: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        try key.withBytes { bytes throws(CryptographyError) in
            try seal(plaintext, key: bytes, nonce: nonce, authenticating: authenticating)
        }
    }

    /// The plaintext, or `notAuthentic` when anything differs from what was sealed.
    package static func open(
        _ sealed: [UInt8],
        key: [UInt8],
        nonce: [UInt8],
        authenticating: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        try open(sealed, key: key.span, nonce: nonce, authenticating: authenticating)
    }

    /// The plaintext under a key at rest in memory, or `notAuthentic`.
    package static func open(
        _ sealed: [UInt8],
        key: SecretBytes,
        nonce: [UInt8],
        authenticating: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        try key.withBytes { bytes throws(CryptographyError) in
            try open(sealed, key: bytes, nonce: nonce, authenticating: authenticating)
        }
    }

    private static func seal(
        _ plaintext: [UInt8],
        key: Span<UInt8>,
        nonce: [UInt8],
        authenticating: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        let algorithm = try algorithm(key: key, nonce: nonce)
        try check(plaintext.count, authenticating.count)
        let context = try CipherContext(algorithm, .encrypt, key: key, initialVector: nonce)
        try context.authenticate(authenticating)
        let ciphertext = try context.update(plaintext)
        guard context.finish() else { throw .library("ending AES-GCM") }
        return ciphertext + (try context.tag(byteCount: tagByteCount))
    }

    private static func open(
        _ sealed: [UInt8],
        key: Span<UInt8>,
        nonce: [UInt8],
        authenticating: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        let algorithm = try algorithm(key: key, nonce: nonce)
        guard sealed.count >= tagByteCount else {
            throw CryptographyError(
                .invalidLength,
                "\(sealed.count) bytes cannot be sealed: the tag alone has \(tagByteCount)"
            )
        }
        try check(sealed.count - tagByteCount, authenticating.count)
        let context = try CipherContext(algorithm, .decrypt, key: key, initialVector: nonce)
        try context.expect(tag: [UInt8](sealed.suffix(tagByteCount)))
        try context.authenticate(authenticating)
        var plaintext = try context.update([UInt8](sealed.dropLast(tagByteCount)))
        guard context.finish() else {
            plaintext.wipe()
            throw CryptographyError(
                .notAuthentic,
                "the sealed bytes, their nonce or what they are bound to were changed, or the key is another"
            )
        }
        return plaintext
    }

    private static func algorithm(
        key: Span<UInt8>,
        nonce: [UInt8]
    ) throws(CryptographyError) -> FetchedAlgorithm {
        guard nonce.count == nonceByteCount else {
            throw CryptographyError(
                .invalidLength,
                "an AES-GCM nonce has \(nonceByteCount) bytes, not \(nonce.count)"
            )
        }
        switch key.count {
        case 16: return .aes128GCM
        case 32: return .aes256GCM
        default:
            throw CryptographyError(
                .invalidLength,
                "an AES-GCM key has 16 or 32 bytes, not \(key.count)"
            )
        }
    }

    private static func check(_ counts: Int...) throws(CryptographyError) {
        for count in counts where count > byteCountMax {
            throw CryptographyError(
                .invalidLength,
                "AES-GCM takes at most \(byteCountMax) bytes at once, not \(count)"
            )
        }
    }
}
