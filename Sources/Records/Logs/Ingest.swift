/// What came from elsewhere for the copy of one log, to be stored in one step.
package struct Ingest: Hashable, Sendable {
    /// The most leaves that a copy holds beyond the newest head that was cosigned: a sender that never signs must stop.
    package static let unsignedLeafCountMax: UInt64 = 65_536

    /// The log.
    package let origin: Origin

    /// The index of the bundle's first leaf.
    package let first: UInt64

    /// Records of the log.
    package let bundle: RecordBundle?

    /// The log's own checkpoint of where the bundle ends: it confirms what is stored up to there, and is not witnessed.
    ///
    /// Of a long backlog the newest head is witnessed before any record comes; these say on the way that what came so
    /// far is what the log signed. One that does not verify confirms nothing.
    package let checkpoint: SignedNote?

    /// A checkpoint to be witnessed; it is looked at before the bundle.
    package let offer: CheckpointOffer?

    /// An ingest of records, a checkpoint, or both.
    package init(
        origin: Origin,
        first: UInt64 = 0,
        bundle: RecordBundle? = nil,
        checkpoint: SignedNote? = nil,
        offer: CheckpointOffer? = nil
    ) {
        self.checkpoint = checkpoint
        self.origin = origin
        self.first = first
        self.bundle = bundle
        self.offer = offer
    }
}
