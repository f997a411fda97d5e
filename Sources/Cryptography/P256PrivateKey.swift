import COpenSSL

/// A private key for ECDSA on P-256 with SHA-256 (FIPS 186-4, section 6).
///
/// Signatures over one message differ from call to call.
package struct P256PrivateKey: Sendable {
    /// The key that checks what this one signs.
    package let publicKey: P256PublicKey
    /// The private number, 32 bytes, most significant first, at rest in memory.
    package let secretScalar: SecretBytes
    private let key: AsymmetricKey

    /// The number of bytes in a private number.
    package static let scalarByteCount = 32

    /// A fresh key.
    package init() throws(CryptographyError) {
        // A number that is zero or not below the order comes up once in 2^32 tries, and once more once in 2^64.
        for _ in 1..<Self.attemptCountMax {
            let scalar = try SecretBytes(randomByteCount: Self.scalarByteCount)
            do {
                try self.init(scalar: scalar)
                return
            } catch  where error.code == .invalidKey {
                continue
            }
        }
        try self.init(scalar: SecretBytes(randomByteCount: Self.scalarByteCount))
    }

    /// The key of a number of 32 bytes; `invalidKey` when it is zero or not below the curve's order.
    package init(scalar: [UInt8]) throws(CryptographyError) {
        try self.init(scalar: SecretBytes(scalar))
    }

    /// The key of a number of 32 bytes that lies in memory already.
    package init(scalar: SecretBytes) throws(CryptographyError) {
        let made = try EllipticCurve.p256.privateKey(number: scalar)
        secretScalar = scalar
        key = made.key
        publicKey = try P256PublicKey(bytes: made.point)
    }

    /// A copy of the private number: to be sealed, never to be sent.
    package var scalar: [UInt8] { secretScalar.exposedCopy() }

    /// The signature r ‖ s over SHA-256 of a message, 64 bytes.
    package func signature(for message: [UInt8]) throws(CryptographyError) -> [UInt8] {
        let digest = SHA256.hash(message).bytes
        var der = [UInt8](repeating: 0, count: P256PublicKey.derSignatureByteCountMax)
        var count = der.count
        let signed = unsafe key.withPointer { key in
            guard let context = unsafe EVP_PKEY_CTX_new_from_pkey(nil, key, nil) else { return false }
            defer { unsafe EVP_PKEY_CTX_free(context) }
            return unsafe EVP_PKEY_sign_init(context) == 1
                && EVP_PKEY_sign(context, &der, &count, digest, digest.count) == 1
        }
        guard signed,
            let signature = ECDSASignature(der: [UInt8](der.prefix(count)))?.raw(
                halfByteCount: Self.scalarByteCount
            )
        else { throw .library("signing with P-256") }
        return signature
    }

    private static let attemptCountMax = 3
}
