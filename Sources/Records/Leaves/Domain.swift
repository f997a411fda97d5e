/// What a hash or a signature is for: its text and a zero byte come first, so that no bytes mean two things.
package struct Domain: Hashable, Sendable {
    /// The text before the zero byte.
    package let text: String

    /// A domain by its text, for example "signet/group/v1".
    package init(_ text: String) { self.text = text }

    /// Commitments of groups in a leaf.
    package static let group = Domain("signet/group/v1")
    /// A device's own signature on a human act or an alarm.
    package static let act = Domain("signet/act/v1")
    /// The obeyed heads cited by a leaf.
    package static let heads = Domain("signet/heads/v1")
    /// Statements of owners and officers.
    package static let statement = Domain("signet/statement/v1")
    /// An approver's signature on a grant.
    package static let approve = Domain("signet/approve/v1")
    /// Headquarters' freshness note.
    package static let fresh = Domain("signet/fresh/v1")
    /// An enrolment slip.
    package static let slip = Domain("signet/slip/v1")
    /// A cabinet's request to be enrolled.
    package static let request = Domain("signet/request/v1")
    /// The words that two people compare by phone before a cabinet is enrolled.
    package static let words = Domain("signet/words/v1")
    /// A PIN's verifier, sealed to a cabinet.
    package static let pin = Domain("signet/pin/v1")
    /// A job for a tag.
    package static let tagJob = Domain("signet/tag-job/v1")
    /// What seals a group of a body for one person.
    package static let subject = Domain("signet/subject/v1")
    /// The name of a blob, and what its chunks are sealed with.
    package static let blob = Domain("signet/blob/v1")
    /// The digest of what a log's writer has folded.
    package static let state = Domain("signet/state/v1")
    /// The commitment to a log's next key.
    package static let nextKey = Domain("signet/next-key/v1")

    /// The text's UTF-8 bytes and a zero byte.
    package var prefix: [UInt8] { Array(text.utf8) + [0] }
}
