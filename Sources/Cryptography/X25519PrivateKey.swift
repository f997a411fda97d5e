import COpenSSL

/// A private key for key agreement on Curve25519 (RFC 7748, section 5).
package struct X25519PrivateKey: Sendable {
    /// The key that others agree with.
    package let publicKey: X25519PublicKey
    /// The 32 private bytes, at rest in memory.
    package let secretBytes: SecretBytes
    private let key: AsymmetricKey

    /// The number of bytes in a private key, and in a shared secret.
    package static let byteCount = 32

    /// A fresh key.
    package init() throws(CryptographyError) {
        try self.init(bytes: SecretBytes(randomByteCount: Self.byteCount))
    }

    /// The key of 32 bytes, which the algorithm clamps itself.
    package init(bytes: [UInt8]) throws(CryptographyError) {
        try self.init(bytes: SecretBytes(bytes))
    }

    /// The key of 32 bytes that lie in memory already.
    package init(bytes: SecretBytes) throws(CryptographyError) {
        guard bytes.count == Self.byteCount else {
            throw CryptographyError(
                .invalidLength,
                "an X25519 private key has \(Self.byteCount) bytes, not \(bytes.count)"
            )
        }
        secretBytes = bytes
        key = try AsymmetricKey("X25519", privateBytes: bytes)
        publicKey = try X25519PublicKey(bytes: key.rawPublicBytes())
    }

    /// A copy of the 32 private bytes: to be sealed, never to be sent.
    package var bytes: [UInt8] { secretBytes.exposedCopy() }

    /// The 32 bytes that both sides can compute; to be put through `HKDFSHA256` before use as a key.
    ///
    /// `invalidKey` when the other's key is of small order and the secret would be zero (section 6.1).
    package func sharedSecret(with other: X25519PublicKey) throws(CryptographyError) -> [UInt8] {
        let context = unsafe key.withPointer { unsafe EVP_PKEY_CTX_new_from_pkey(nil, $0, nil) }
        guard let context = unsafe context else { throw .library("an agreement context") }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        // The other key's parameters need no check: both algorithms are X25519 by type.
        let ready = unsafe other.key.withPointer { peer in
            unsafe EVP_PKEY_derive_init(context) == 1
                && EVP_PKEY_derive_set_peer_ex(context, peer, 0) == 1
        }
        guard ready else { throw .library("agreeing on a secret") }
        var secret = [UInt8](repeating: 0, count: Self.byteCount)
        var count = secret.count
        // libcrypto refuses a secret of zeros itself; Wycheproof's vectors hold it to that.
        guard unsafe EVP_PKEY_derive(context, &secret, &count) == 1, count == secret.count else {
            ERR_clear_error()
            throw CryptographyError(
                .invalidKey,
                "the other side's X25519 key is of small order: the secret would be known to all"
            )
        }
        return secret
    }
}
