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

    /// A checkpoint to be witnessed; it is looked at before the bundle.
    package let offer: CheckpointOffer?

    /// An ingest of records, a checkpoint, or both.
    package init(
        origin: Origin,
        first: UInt64 = 0,
        bundle: RecordBundle? = nil,
        offer: CheckpointOffer? = nil
    ) {
        self.origin = origin
        self.first = first
        self.bundle = bundle
        self.offer = offer
    }
}
