import Records

/// What was folded of `receipts`, and how far.
struct FoldedReceipts: Canonical {
    let size: UInt64
    let anchors: OutsideAnchors

    init(size: UInt64 = 0, anchors: OutsideAnchors = OutsideAnchors()) {
        self.size = size
        self.anchors = anchors
    }

    var canonical: CBOR { .array([size.canonical, .bytes(anchors.encoded)]) }

    init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 2 else {
            throw RecordsError(.malformed, "what was folded of receipts is a size and anchors")
        }
        size = try UInt64(canonical: parts[0])
        anchors = try OutsideAnchors(decoding: Bytes(canonical: parts[1]).bytes)
    }
}
