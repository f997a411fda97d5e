/// A log's own checkpoint as its signer made and verified it; only ``CheckpointSigner`` makes one.
///
/// Whoever stores it needs to look at no signature again, only whether it is of this log, by its key, and of its head.
package struct OwnCheckpoint: Hashable, Sendable {
    /// The note.
    package let note: SignedNote

    /// The head that it is of.
    package let head: TreeHead

    /// The key that signed it, whose name is the log's origin.
    package let key: NoteVerifierKey
}
