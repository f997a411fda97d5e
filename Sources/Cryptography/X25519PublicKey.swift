/// A public key for key agreement on Curve25519 (RFC 7748, section 5).
package struct X25519PublicKey: Hashable, Sendable {
    /// The 32 bytes of the coordinate u, least significant first.
    package let bytes: [UInt8]
    let key: AsymmetricKey

    /// The number of bytes in a public key.
    package static let byteCount = 32

    /// Takes 32 bytes; `invalidLength` for another count.
    ///
    /// Every 32 bytes are a key by the standard; those of small order are refused when a secret is made.
    package init(bytes: [UInt8]) throws(CryptographyError) {
        guard bytes.count == Self.byteCount else {
            throw CryptographyError(
                .invalidLength,
                "an X25519 public key has \(Self.byteCount) bytes, not \(bytes.count)"
            )
        }
        self.bytes = bytes
        key = try AsymmetricKey("X25519", publicBytes: bytes)
    }

    /// Whether the bytes are the same.
    package static func == (left: X25519PublicKey, right: X25519PublicKey) -> Bool {
        left.bytes == right.bytes
    }

    /// Feeds the bytes alone, as equality asks for.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(bytes)
    }
}

extension X25519PublicKey: CustomStringConvertible {
    /// The bytes as hexadecimal text.
    package var description: String { Hex.encode(bytes) }
}
