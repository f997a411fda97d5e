package import Cryptography

/// The heads of `authority` and of the site's `policy` that a device obeyed when it acted.
///
/// Both roots go into one digest: a leaf stays small, and whoever holds the two logs can recompute it.
package struct ObeyedHeads: Canonical, Hashable {
    /// The epoch of `authority`.
    package let authorityEpoch: UInt64
    /// How many leaves of `authority` were obeyed.
    package let authoritySize: UInt64
    /// The epoch of the site's `policy`.
    package let policyEpoch: UInt64
    /// How many leaves of `policy` were obeyed.
    package let policySize: UInt64
    /// SHA-256("signet/heads/v1" ‖ 00 ‖ root of `authority` ‖ root of `policy`).
    package let digest: Digest

    /// The heads of two logs by epoch, size and root.
    package init(
        authority: (epoch: UInt64, size: UInt64, root: Digest),
        policy: (epoch: UInt64, size: UInt64, root: Digest)
    ) {
        (authorityEpoch, authoritySize) = (authority.epoch, authority.size)
        (policyEpoch, policySize) = (policy.epoch, policy.size)
        digest = SHA256.hash(parts: [Domain.heads.prefix, authority.root.bytes, policy.root.bytes])
    }

    package var canonical: CBOR {
        .array([
            authorityEpoch.canonical, authoritySize.canonical, policyEpoch.canonical, policySize.canonical,
            digest.canonical,
        ])
    }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 5 else {
            throw RecordsError(.malformed, "obeyed heads have five parts")
        }
        authorityEpoch = try UInt64(canonical: parts[0])
        authoritySize = try UInt64(canonical: parts[1])
        policyEpoch = try UInt64(canonical: parts[2])
        policySize = try UInt64(canonical: parts[3])
        digest = try Digest(canonical: parts[4])
    }
}
