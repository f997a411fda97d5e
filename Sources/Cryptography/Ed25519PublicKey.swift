import COpenSSL

/// A public key for Ed25519 signatures (RFC 8032, section 5.1).
///
/// What counts as valid, to the bit, since other implementations differ in it:
/// - libcrypto computes [S]B − [k]A and compares its encoding with R byte for byte: the equation without
///   cofactor, so no R but the canonical encoding is taken.
/// - S must be below the order of the base point, so nobody can turn a signature into a second one.
/// - A key must be canonical (y below 2^255 − 19) and not of small order: under a small-order key one
///   signature fits many messages. libcrypto does not check this; `init(bytes:)` does.
/// - Bytes that encode no point of the curve make a key under which no signature is valid.
package struct Ed25519PublicKey: Hashable, Sendable {
    /// The 32 bytes of RFC 8032, section 5.1.5.
    package let bytes: [UInt8]
    private let verifying: BegunSignature

    /// The number of bytes in a public key.
    package static let byteCount = 32
    /// The number of bytes in a signature.
    package static let signatureByteCount = 64

    /// Takes 32 bytes; `invalidLength` for another count, `invalidKey` when not canonical or of small order.
    package init(bytes: [UInt8]) throws(CryptographyError) {
        guard bytes.count == Self.byteCount else {
            throw CryptographyError(
                .invalidLength,
                "an Ed25519 public key has \(Self.byteCount) bytes, not \(bytes.count)"
            )
        }
        guard Self.isCanonical(bytes), !Self.isOfSmallOrder(bytes) else {
            throw CryptographyError(
                .invalidKey,
                "these bytes are no key that an honest Ed25519 signer has; ask for the right one"
            )
        }
        self.bytes = bytes
        let key = try AsymmetricKey("ED25519", publicBytes: bytes)
        verifying = unsafe BegunSignature {
            guard let context = unsafe EVP_MD_CTX_new() else { return nil }
            let isBegun = unsafe key.withPointer { key in
                unsafe EVP_DigestVerifyInit_ex(context, nil, nil, nil, nil, key, nil) == 1
            }
            guard isBegun else {
                unsafe EVP_MD_CTX_free(context)
                return nil
            }
            return unsafe context
        }
    }

    /// Whether the signature is this key's over the message; false for bytes of any other count than 64.
    package func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        guard signature.count == Self.signatureByteCount else { return false }
        let verdict = unsafe verifying.withContext { context in
            unsafe EVP_DigestVerify(context, signature, signature.count, message, message.count)
        }
        if verdict != 1 { ERR_clear_error() }
        return verdict == 1
    }

    /// Whether the bytes are the same.
    package static func == (left: Ed25519PublicKey, right: Ed25519PublicKey) -> Bool {
        left.bytes == right.bytes
    }

    /// Feeds the bytes alone, as equality asks for.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(bytes)
    }
}

extension Ed25519PublicKey: CustomStringConvertible {
    /// The bytes as hexadecimal text.
    package var description: String { Hex.encode(bytes) }
}

extension Ed25519PublicKey {
    /// Whether y, the number without the topmost bit, is below the field's prime 2^255 − 19.
    private static func isCanonical(_ bytes: [UInt8]) -> Bool {
        bytes[31] & 0x7F != 0x7F || bytes[0] < 0xED || bytes[1..<31].contains { $0 != 0xFF }
    }

    /// Whether the point is one of the eight whose order divides the cofactor.
    ///
    /// Their five y, either sign:
    /// 1 (order 1), −1 (order 2), 0 (order 4) and two of order 8.
    private static func isOfSmallOrder(_ bytes: [UInt8]) -> Bool {
        var y = bytes
        y[31] &= 0x7F
        return smallOrderCoordinates.contains(y)
    }

    private static let smallOrderCoordinates: [[UInt8]] = [
        [0] + [UInt8](repeating: 0, count: 31),
        [1] + [UInt8](repeating: 0, count: 31),
        [0xEC] + [UInt8](repeating: 0xFF, count: 30) + [0x7F],
        [
            0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF, 0x98, 0xF0,
            0xD5, 0xDF, 0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88, 0x6D, 0x53, 0xFC, 0x05,
        ],
        [
            0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10, 0x67, 0x0F,
            0x2A, 0x20, 0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77, 0x92, 0xAC, 0x03, 0x7A,
        ],
    ]
}
