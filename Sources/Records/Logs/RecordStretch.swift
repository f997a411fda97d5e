/// Records of a log that follow each other, with the place where they start.
package struct RecordStretch: Hashable, Sendable {
    /// The index of the first record.
    package let first: UInt64

    /// The records; empty at the end of the log.
    package let bundle: RecordBundle

    /// The log's own signed checkpoint of where the records end, where it keeps one.
    package let checkpoint: SignedNote?

    /// A stretch from its parts.
    package init(first: UInt64, bundle: RecordBundle, checkpoint: SignedNote? = nil) {
        self.first = first
        self.bundle = bundle
        self.checkpoint = checkpoint
    }
}
