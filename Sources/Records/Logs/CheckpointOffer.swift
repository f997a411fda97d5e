package import Cryptography

/// A checkpoint that a log offers for cosigning, and the proof that it continues an earlier one.
package struct CheckpointOffer: Hashable, Sendable {
    /// The signed checkpoint.
    package let note: SignedNote

    /// The size that the proof starts from.
    package let from: UInt64

    /// The hashes of the consistency proof.
    package let path: [Digest]

    /// An offer as it was received: nothing is checked yet.
    package init(note: SignedNote, from: UInt64, path: [Digest]) {
        self.note = note
        self.from = from
        self.path = path
    }
}
