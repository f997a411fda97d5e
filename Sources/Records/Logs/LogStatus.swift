/// What is stored of one log at one moment.
package struct LogStatus: Hashable, Sendable {
    /// The log.
    package let origin: Origin

    /// The key that signs its checkpoints.
    package let key: NoteVerifierKey

    /// Whether this store is where the log is written; else it is a copy.
    package let isOwn: Bool

    /// The tree over all leaves that are stored.
    package let head: TreeHead

    /// The largest part of it whose root a signed checkpoint confirms.
    package let proved: TreeHead

    /// The newest note of each role, whole.
    package let notes: [NoteRole: SignedNote]

    /// Two heads of one size by this log, if it ever contradicted itself: it is in quarantine.
    package let contradiction: ForkEvidence?

    /// A status from its parts.
    package init(
        origin: Origin,
        key: NoteVerifierKey,
        isOwn: Bool,
        head: TreeHead,
        proved: TreeHead,
        notes: [NoteRole: SignedNote],
        contradiction: ForkEvidence?
    ) {
        self.origin = origin
        self.key = key
        self.isOwn = isOwn
        self.head = head
        self.proved = proved
        self.notes = notes
        self.contradiction = contradiction
    }

    /// The size of the newest head of a role, 0 before the first.
    package func size(_ role: NoteRole) -> UInt64 {
        guard let note = notes[role], let checkpoint = try? Checkpoint(note) else { return 0 }
        return checkpoint.head.size
    }
}
