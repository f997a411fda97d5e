/// What became of an ingest, once it is on disk.
package struct IngestOutcome: Hashable, Sendable {
    /// What became of the records.
    package enum Leaves: Hashable, Sendable {
        /// There were none.
        case none
        /// Records were stored; those that were there already are not counted.
        case stored(count: Int)
        /// All of them were there already.
        case known
        /// They start beyond the end of the copy; send from its size.
        case gap
        /// They reach too far beyond the newest cosigned head; send a checkpoint first.
        case unsigned
        /// They contradict what is stored or what the log signed. They are kept as evidence, apart from the log.
        case disputed(LeafDispute.Reason)
    }

    /// What became of the records.
    package let leaves: Leaves

    /// The witness's answer to the offered checkpoint; nil where none was offered.
    package let verdict: WitnessVerdict?

    /// Whether what came and what was here exclude each other, and one of them lies apart from the log now.
    ///
    /// Not asked of a log in quarantine: that its heads contradict each other says more.
    package var isDisputed: Bool {
        switch leaves {
        case .disputed(.otherLeaf), .disputed(.otherRoot): true
        default: replacedCount > 0
        }
    }

    /// The tree over all leaves that are stored now.
    package let head: TreeHead

    /// The largest part of it whose root a signed checkpoint confirms.
    package let proved: TreeHead

    /// How many stored leaves, which no signed checkpoint confirmed, were set aside for other ones that came.
    package let replacedCount: Int

    /// An outcome from its parts.
    package init(
        leaves: Leaves,
        verdict: WitnessVerdict?,
        head: TreeHead,
        proved: TreeHead,
        replacedCount: Int = 0
    ) {
        self.leaves = leaves
        self.verdict = verdict
        self.head = head
        self.proved = proved
        self.replacedCount = replacedCount
    }
}
