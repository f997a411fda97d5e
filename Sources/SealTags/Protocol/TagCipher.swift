import Cryptography

/// The cryptographic calls of this module with its own error.
enum TagCipher {
    static let zeroVector = [UInt8](repeating: 0, count: BlockPadding.blockByteCount)

    static func encrypt(
        _ plaintext: [UInt8],
        _ key: SecretBytes,
        from vector: [UInt8] = zeroVector
    ) throws(TagError) -> [UInt8] {
        do throws(CryptographyError) {
            return try AES128.encryptCBC(plaintext, key: key, initialVector: vector)
        } catch { throw TagError(error) }
    }

    static func decrypt(
        _ ciphertext: [UInt8],
        _ key: SecretBytes,
        from vector: [UInt8] = zeroVector
    ) throws(TagError) -> [UInt8] {
        do throws(CryptographyError) {
            return try AES128.decryptCBC(ciphertext, key: key, initialVector: vector)
        } catch { throw TagError(error) }
    }

    static func code(_ key: SecretBytes, _ message: [UInt8]) throws(TagError) -> [UInt8] {
        do throws(CryptographyError) {
            return try AESCMAC.code(key: key, message: message)
        } catch { throw TagError(error) }
    }

    /// A CMAC that is a key itself.
    static func derive(_ key: SecretBytes, _ message: [UInt8]) throws(TagError) -> SecretBytes {
        var bytes = try code(key, message)
        return SecretBytes(moving: &bytes)
    }

    /// The eight bytes that travel: every second one, from the second on (NT4H2421Gx, 9.1.3).
    static func shortCode(_ key: SecretBytes, _ message: [UInt8]) throws(TagError) -> [UInt8] {
        let code = try code(key, message)
        return stride(from: 1, to: code.count, by: 2).map { code[$0] }
    }
}
