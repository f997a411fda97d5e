package import Cryptography

/// What a job did to a tag, without a secret: goes into the receipt.
package struct PersonalisationReport: Hashable, Sendable {
    /// The tag.
    package let uid: TagUID
    /// The version of each key of the job, each proved by an authentication at the end.
    package let keyVersions: [KeyNumber: UInt8]
    /// Keys that this run changed.
    package let changedKeys: [KeyNumber]
    /// Keys that an earlier run had changed already.
    package let foundKeys: [KeyNumber]
    /// Files whose protection this run changed.
    package let changedFiles: [FileNumber]
    /// Every byte that went to and fro, see `TagTranscript`.
    package let transcript: Digest
}
