/// SHA-256 (FIPS 180-4) of bytes at hand.
///
/// None of these allocates or can fail.
package enum SHA256 {
    /// The digest of bytes.
    package static func hash(_ bytes: [UInt8]) -> Digest {
        hash(bytes.span)
    }

    /// The digest of bytes that lie within something else, such as a part of a received frame.
    package static func hash(_ bytes: Span<UInt8>) -> Digest {
        var hasher = SHA256Hasher()
        hasher.update(bytes)
        return hasher.finalize()
    }

    /// The digest of the parts one behind the other; where one ends and the next begins does not show in it.
    package static func hash(parts: [[UInt8]]) -> Digest {
        var hasher = SHA256Hasher()
        for part in parts {
            hasher.update(part)
        }
        return hasher.finalize()
    }

    /// The digest of one byte and the bytes behind it: a leaf of a tree (RFC 6962, section 2.1, prefix 0).
    package static func hash(prefix: UInt8, _ bytes: [UInt8]) -> Digest {
        hash(prefix: prefix, bytes.span)
    }

    /// The digest of one byte and the bytes behind it: a leaf of a tree (RFC 6962, section 2.1, prefix 0).
    package static func hash(prefix: UInt8, _ bytes: Span<UInt8>) -> Digest {
        var hasher = SHA256Hasher()
        hasher.update(prefix)
        hasher.update(bytes)
        return hasher.finalize()
    }

    /// The digest of one byte and two digests: an inner node of a tree (RFC 6962, section 2.1, prefix 1).
    package static func hash(prefix: UInt8, left: Digest, right: Digest) -> Digest {
        var hasher = SHA256Hasher()
        hasher.update(prefix)
        hasher.update(left)
        hasher.update(right)
        return hasher.finalize()
    }
}
