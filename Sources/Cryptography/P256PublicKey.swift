import COpenSSL

/// A public key for ECDSA on P-256 with SHA-256 (FIPS 186-4, section 6): chips and passkeys sign with it.
///
/// ECDSA is malleable: with (r, s) also (r, n − s) is valid. A signature is therefore never an identifier;
/// and both forms must be taken, because chips and authenticators send either.
package struct P256PublicKey: Hashable, Sendable {
    /// The uncompressed point, 65 bytes: 4, x, y (SEC 1, section 2.3.3).
    package let bytes: [UInt8]
    private let key: AsymmetricKey

    /// The number of bytes in a public key.
    package static let byteCount = 65
    /// The number of bytes in a signature r ‖ s.
    package static let signatureByteCount = 64
    /// The most bytes that a signature has as DER: two numbers of 33 bytes and three headers.
    package static let derSignatureByteCountMax = 72

    /// Takes 65 bytes; `invalidLength` for another count, `invalidKey` for what is no point of the curve.
    package init(bytes: [UInt8]) throws(CryptographyError) {
        key = try EllipticCurve.p256.publicKey(point: bytes)
        self.bytes = bytes
    }

    /// Whether r ‖ s is this key's signature over the message; false for any other count than 64 bytes.
    package func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        guard signature.count == Self.signatureByteCount, let der = ECDSASignature(raw: signature)?.der else {
            return false
        }
        return isValid(derSignature: der, for: message)
    }

    /// Whether a signature in DER, as WebAuthn carries it, is this key's over the message; strict DER only.
    package func isValid(derSignature: [UInt8], for message: [UInt8]) -> Bool {
        guard derSignature.count <= Self.derSignatureByteCountMax else { return false }
        let digest = SHA256.hash(message).bytes
        let verdict = unsafe key.withPointer { key in
            guard let context = unsafe EVP_PKEY_CTX_new_from_pkey(nil, key, nil) else { return Int32(0) }
            defer { unsafe EVP_PKEY_CTX_free(context) }
            guard unsafe EVP_PKEY_verify_init(context) == 1 else { return Int32(0) }
            return unsafe EVP_PKEY_verify(
                context,
                derSignature,
                derSignature.count,
                digest,
                digest.count
            )
        }
        if verdict != 1 { ERR_clear_error() }
        return verdict == 1
    }

    /// Whether the bytes are the same.
    package static func == (left: P256PublicKey, right: P256PublicKey) -> Bool {
        left.bytes == right.bytes
    }

    /// Feeds the bytes alone, as equality asks for.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(bytes)
    }
}

extension P256PublicKey: CustomStringConvertible {
    /// The bytes as hexadecimal text.
    package var description: String { Hex.encode(bytes) }
}
