/// A checkpoint whose signatures satisfied a policy; only ``CheckpointPolicy`` makes one.
package struct VerifiedCheckpoint: Hashable, Sendable {
    /// What the log says.
    package let checkpoint: Checkpoint

    /// The whole note, unknown lines included.
    package let note: SignedNote

    /// When each known cosigner cosigned, in seconds since 1970 by its own clock.
    package let cosignedAtSeconds: [NoteVerifierKey: UInt64]

    init(checkpoint: Checkpoint, note: SignedNote, cosignedAtSeconds: [NoteVerifierKey: UInt64]) {
        self.checkpoint = checkpoint
        self.note = note
        self.cosignedAtSeconds = cosignedAtSeconds
    }

    /// Size and root.
    package var head: TreeHead { checkpoint.head }
}
