/// HMAC with SHA-256 (RFC 2104, RFC 6234).
///
/// Built on the hasher instead of EVP_MAC(3): it cannot fail then, and a short code costs no look-up.
package enum HMACSHA256 {
    private static let blockByteCount = 64

    /// The code of a message under a key of any length.
    package static func code(key: [UInt8], message: [UInt8]) -> Digest {
        code(key: key.span, parts: [message])
    }

    /// The code of a message under a key of any length.
    package static func code(key: SecretBytes, message: [UInt8]) -> Digest {
        key.withBytes { code(key: $0, parts: [message]) }
    }

    /// The code of the parts one behind the other.
    static func code(key: Span<UInt8>, parts: [[UInt8]]) -> Digest {
        var block = [UInt8](repeating: 0, count: blockByteCount)
        defer { block.wipe() }
        if key.count > blockByteCount {
            var hashed = SHA256.hash(key).bytes
            block.replaceSubrange(0..<hashed.count, with: hashed)
            hashed.wipe()
        } else {
            for index in key.indices {
                block[index] = key[index]
            }
        }
        for index in block.indices { block[index] ^= 0x36 }
        var inner = SHA256Hasher()
        inner.update(block)
        for part in parts {
            inner.update(part)
        }
        // From the inner pad to the outer pad without a second copy of the key.
        for index in block.indices { block[index] ^= 0x36 ^ 0x5C }
        var outer = SHA256Hasher()
        outer.update(block)
        outer.update(inner.finalize())
        return outer.finalize()
    }
}
