package import Cryptography

/// Two notes of one log that do not go together, both kept whole.
package struct ForkEvidence: Hashable, Sendable {
    /// How the notes were found not to go together.
    package enum Kind: Hashable, Sendable {
        /// One size, two roots, both signed by the log: a contradiction that anybody can check.
        case twoRoots
        /// The proof offered between them fails. The log may have forked, or the proof may have been damaged.
        case proofFails
    }

    /// How they were found.
    package let kind: Kind

    /// The note that was cosigned last.
    package let held: SignedNote

    /// The note that was refused.
    package let offered: SignedNote

    /// The hashes of the consistency proof that came with it.
    package let path: [Digest]

    /// Evidence from its parts, as it was kept.
    package init(kind: Kind, held: SignedNote, offered: SignedNote, path: [Digest]) {
        self.kind = kind
        self.held = held
        self.offered = offered
        self.path = path
    }
}
