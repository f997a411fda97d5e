package import Cryptography

/// One of the closed parts of a record.
///
/// A leaf commits to each group by itself, so that one can be shown and the rest kept.
package enum Group: UInt8, CaseIterable, Sendable {
    /// The exact kind: ``RecordKind``.
    case kind = 0
    /// Who acted.
    case actor = 1
    /// What the act is about: seal, slot, grant, run.
    case subject = 2
    /// Everything else.
    case detail = 3
    /// Whether the identification was made under duress. Present in every identification, so its presence tells nothing.
    case duress = 4
}

/// The content of one group and the salt that hides it.
package struct GroupContent: Canonical, Hashable {
    /// The number of bytes of a salt.
    package static let saltByteCount = 32

    /// 32 random bytes; without them a commitment to few possible contents could be guessed.
    package let salt: [UInt8]
    /// The canonical bytes of the content.
    package let bytes: [UInt8]

    /// Content under a salt of ``saltByteCount`` bytes, or nil for another length.
    package init?(salt: [UInt8], bytes: [UInt8]) {
        guard salt.count == Self.saltByteCount else { return nil }
        self.salt = salt
        self.bytes = bytes
    }

    /// SHA-256("signet/group/v1" ‖ 00 ‖ salt ‖ bytes).
    package var commitment: Digest { SHA256.hash(parts: [Self.prefix, salt, bytes]) }

    /// A hasher that has taken in what stands before the salt.
    static func startedHasher() -> SHA256Hasher {
        var hasher = SHA256Hasher()
        hasher.update(prefix)
        return hasher
    }

    private static let prefix = Domain.group.prefix

    package var canonical: CBOR { .array([.bytes(salt), .bytes(bytes)]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 2, case .bytes(let salt) = parts[0],
            case .bytes(let bytes) = parts[1], let content = GroupContent(salt: salt, bytes: bytes)
        else { throw RecordsError(.malformed, "a group is a salt of 32 bytes and its content") }
        self = content
    }
}
