import Records

/// What was folded of `receipts`, and how far.
struct FoldedReceipts: Canonical {
    /// The epoch that is being folded.
    var epoch: UInt64
    /// How many leaves of it.
    var size: UInt64
    var anchors: OutsideAnchors

    init(epoch: UInt64 = 1, size: UInt64 = 0, anchors: OutsideAnchors = OutsideAnchors()) {
        self.epoch = epoch
        self.size = size
        self.anchors = anchors
    }

    var canonical: CBOR { .array([size.canonical, .bytes(anchors.encoded), epoch.canonical]) }

    init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 3 else {
            throw RecordsError(
                .malformed,
                "what was folded of receipts is a size, anchors and an epoch"
            )
        }
        size = try UInt64(canonical: parts[0])
        anchors = try OutsideAnchors(decoding: Bytes(canonical: parts[1]).bytes)
        epoch = try UInt64(canonical: parts[2])
    }
}
