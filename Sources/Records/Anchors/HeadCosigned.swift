extension RecordKind {
    /// A head that headquarters cosigned (``HeadCosigned``), in `receipts`.
    package static let headCosigned = RecordKind(rawValue: 3_100)
}

/// The detail of `headCosigned`: the whole note as it left.
package struct HeadCosigned: Canonical, Hashable {
    /// The note: the log's signature and headquarters' cosignatures.
    package let note: Bytes

    /// A note that left.
    package init(note: [UInt8]) { self.note = Bytes(note) }

    package var canonical: CBOR { .map(CBORMap([0: note.canonical])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a cosigned head")
        note = try fields.value(0)
        try fields.finish()
    }
}
