/// What a witness answers to an offered checkpoint.
package enum WitnessVerdict: Hashable, Sendable {
    /// Cosign this one, after the new state is on disk.
    case cosign(VerifiedCheckpoint)

    /// Do not cosign, and why.
    case refuse(WitnessRefusal)
}

/// Why a witness does not cosign; in brackets the HTTP status of C2SP tlog-witness.
package enum WitnessRefusal: Hashable, Sendable {
    /// Not a checkpoint of this log signed by its key (403, or 404 for another origin).
    case untrusted(reason: String)

    /// The checkpoint cannot be true whatever came before: an empty tree with a root, or a proof where none belongs (422).
    case malformed(reason: String)

    /// The log is smaller than it was: restored from a backup, or its disk was changed (400).
    case smaller(latestSize: UInt64)

    /// The proof starts at another size than the one last cosigned; try again from there (409).
    case stale(latestSize: UInt64)

    /// The log contradicts itself, or does not prove that it does not (422). Both notes are kept.
    case fork(ForkEvidence)

    /// The log was found contradicting itself before: nothing of this epoch is cosigned any more.
    case quarantined(ForkEvidence)
}
