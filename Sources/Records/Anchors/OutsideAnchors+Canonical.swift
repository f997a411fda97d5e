extension OutsideAnchors: Canonical {
    package var canonical: CBOR {
        .map(
            CBORMap([
                0: timestamp?.canonical,
                1: .list(cosignatures.values.sorted { $0.index < $1.index }),
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "anchors outside the house")
        self.init()
        timestamp = try fields.optional(0)
        for place in try fields.list(1, of: Place<HeadCosignedOutside>.self) {
            cosignatures[try place.anchor.checkpoint().origin] = place
        }
        try fields.finish()
    }
}

extension OutsideAnchors.Place: Canonical where Anchor: Canonical {
    package var canonical: CBOR {
        .array([index.canonical, milliseconds.canonical, .bytes(anchor.encoded)])
    }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 3 else {
            throw RecordsError(.malformed, "an anchor stands at an index and a time")
        }
        index = try UInt64(canonical: parts[0])
        milliseconds = try Int64(canonical: parts[1])
        anchor = try Anchor(decoding: Bytes(canonical: parts[2]).bytes)
    }
}
