import COpenSSL

/// A private key for Ed25519 signatures (RFC 8032, section 5.1).
///
/// Signing is deterministic.
package struct Ed25519PrivateKey: Sendable {
    /// The key that checks what this one signs.
    package let publicKey: Ed25519PublicKey
    /// The 32 bytes that the key is made from, at rest in memory.
    package let secretSeed: SecretBytes
    private let signing: BegunSignature

    /// The number of bytes in a seed.
    package static let seedByteCount = 32

    /// A fresh key.
    package init() throws(CryptographyError) {
        try self.init(seed: SecretBytes(randomByteCount: Self.seedByteCount))
    }

    /// The key of a seed of 32 bytes (section 5.1.5).
    package init(seed: [UInt8]) throws(CryptographyError) {
        try self.init(seed: SecretBytes(seed))
    }

    /// The key of a seed of 32 bytes that lies in memory already.
    package init(seed: SecretBytes) throws(CryptographyError) {
        guard seed.count == Self.seedByteCount else {
            throw CryptographyError(
                .invalidLength,
                "an Ed25519 seed has \(Self.seedByteCount) bytes, not \(seed.count)"
            )
        }
        secretSeed = seed
        let key = try AsymmetricKey("ED25519", privateBytes: seed)
        publicKey = try Ed25519PublicKey(bytes: key.rawPublicBytes())
        signing = unsafe BegunSignature {
            guard let context = unsafe EVP_MD_CTX_new() else { return nil }
            let isBegun = unsafe key.withPointer { key in
                unsafe EVP_DigestSignInit_ex(context, nil, nil, nil, nil, key, nil) == 1
            }
            guard isBegun else {
                unsafe EVP_MD_CTX_free(context)
                return nil
            }
            return unsafe context
        }
    }

    /// A copy of the 32 bytes that the key is made from: to be sealed, never to be sent.
    package var seed: [UInt8] { secretSeed.exposedCopy() }

    /// The signature over a message, 64 bytes.
    package func signature(for message: [UInt8]) throws(CryptographyError) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: Ed25519PublicKey.signatureByteCount)
        var count = signature.count
        let signed = unsafe signing.withContext { context in
            unsafe EVP_DigestSign(context, &signature, &count, message, message.count) == 1
        }
        guard signed == true, count == signature.count else { throw .library("signing with Ed25519") }
        return signature
    }
}
