package import Cryptography

/// A tag proved at this cabinet, just now, that it holds a key.
///
/// The protocol is symmetric: to others this says no more than that the cabinet says so.
package struct TagProof: Hashable, Sendable {
    /// The tag.
    package let uid: TagUID
    /// The key that it holds.
    package let keyNumber: KeyNumber
    /// That key's version.
    package let keyVersion: UInt8
    /// Every byte that went to and fro, see `TagTranscript`.
    package let transcript: Digest
    /// From the first command to the last answer.
    package let duration: Duration
}
