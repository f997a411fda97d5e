/// AES with a 128-bit key (FIPS 197): one block, and cipher block chaining without padding (NIST SP 800-38A).
///
/// The building blocks of tag protocols. What we seal ourselves is sealed with `AESGCM`.
package enum AES128 {
    /// The number of bytes in a key.
    package static let keyByteCount = 16
    /// The number of bytes in a block and in an initial vector.
    package static let blockByteCount = 16

    /// One block of 16 bytes, enciphered.
    package static func encryptBlock(_ block: [UInt8], key: [UInt8]) throws(CryptographyError) -> [UInt8] {
        guard block.count == blockByteCount else {
            throw CryptographyError(
                .invalidLength,
                "AES takes one block of \(blockByteCount) bytes, not \(block.count)"
            )
        }
        return try run(.aes128ECB, .encrypt, block, key: key.span, initialVector: [])
    }

    /// Whole blocks, enciphered: a multiple of 16 bytes in, as many out.
    ///
    /// The initial vector has 16 bytes.
    package static func encryptCBC(
        _ plaintext: [UInt8],
        key: [UInt8],
        initialVector: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        try chain(.encrypt, plaintext, key: key.span, initialVector: initialVector)
    }

    /// Whole blocks, enciphered under a key at rest in memory.
    package static func encryptCBC(
        _ plaintext: [UInt8],
        key: SecretBytes,
        initialVector: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        try key.withBytes { bytes throws(CryptographyError) in
            try chain(.encrypt, plaintext, key: bytes, initialVector: initialVector)
        }
    }

    /// Whole blocks, deciphered: a multiple of 16 bytes in, as many out.
    ///
    /// Says nothing about authenticity.
    package static func decryptCBC(
        _ ciphertext: [UInt8],
        key: [UInt8],
        initialVector: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        try chain(.decrypt, ciphertext, key: key.span, initialVector: initialVector)
    }

    /// Whole blocks, deciphered under a key at rest in memory.
    package static func decryptCBC(
        _ ciphertext: [UInt8],
        key: SecretBytes,
        initialVector: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        try key.withBytes { bytes throws(CryptographyError) in
            try chain(.decrypt, ciphertext, key: bytes, initialVector: initialVector)
        }
    }

    /// Cipher block chaining in either direction, counts checked.
    static func chain(
        _ direction: CipherContext.Direction,
        _ bytes: [UInt8],
        key: Span<UInt8>,
        initialVector: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        guard bytes.count.isMultiple(of: blockByteCount) else {
            throw CryptographyError(
                .invalidLength,
                "AES-CBC takes whole blocks of \(blockByteCount) bytes, not \(bytes.count) bytes; pad first"
            )
        }
        guard initialVector.count == blockByteCount else {
            throw CryptographyError(
                .invalidLength,
                "an initial vector has \(blockByteCount) bytes, not \(initialVector.count)"
            )
        }
        return try run(.aes128CBC, direction, bytes, key: key, initialVector: initialVector)
    }

    private static func run(
        _ algorithm: FetchedAlgorithm,
        _ direction: CipherContext.Direction,
        _ bytes: [UInt8],
        key: Span<UInt8>,
        initialVector: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        guard key.count == keyByteCount else {
            throw CryptographyError(
                .invalidLength,
                "an AES-128 key has \(keyByteCount) bytes, not \(key.count)"
            )
        }
        let context = try CipherContext(algorithm, direction, key: key, initialVector: initialVector)
        let output = try context.update(bytes)
        guard context.finish() else { throw .library("ending a cipher") }
        return output
    }
}
