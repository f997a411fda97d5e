package import Cryptography

/// The two hashes of a log's tree (RFC 6962 §2.1, RFC 9162 §2.1.1), on SHA-256.
///
/// Leaves and nodes begin with different bytes, so that no node can be passed off as a leaf.
package enum TreeHash {
    /// The root of a tree without leaves: the hash of no bytes.
    package static let emptyRoot = SHA256.hash([])

    /// The hash of one leaf: SHA-256(0x00 ‖ leaf).
    package static func leaf(_ bytes: [UInt8]) -> Digest {
        SHA256.hash(prefix: leafPrefix, bytes.span)
    }

    /// The hash of one leaf that lies within a larger buffer: SHA-256(0x00 ‖ leaf).
    package static func leaf(_ bytes: Span<UInt8>) -> Digest {
        SHA256.hash(prefix: leafPrefix, bytes)
    }

    /// The hash of a node over its two children: SHA-256(0x01 ‖ left ‖ right).
    package static func node(_ left: Digest, _ right: Digest) -> Digest {
        SHA256.hash(prefix: nodePrefix, left: left, right: right)
    }

    private static let leafPrefix: UInt8 = 0
    private static let nodePrefix: UInt8 = 1
}
