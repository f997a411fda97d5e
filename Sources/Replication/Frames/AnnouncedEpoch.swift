package import Records

/// The first leaf of an epoch that a cabinet opened, ahead of the log: it names the key under which the log is read.
package struct AnnouncedEpoch: Canonical, Hashable {
    /// The log's origin.
    package let origin: String
    /// The leaf at index 0.
    package let leaf: Bytes
    /// Its body.
    package let body: Bytes

    /// An epoch by its first record.
    package init(origin: String, record: Record) {
        self.origin = origin
        leaf = Bytes(record.leafBytes)
        body = Bytes(record.bodyBytes)
    }

    /// The record, not looked at yet.
    package var record: Record { Record(leafBytes: leaf.bytes, bodyBytes: body.bytes) }

    package var canonical: CBOR {
        .map(CBORMap([0: origin.canonical, 1: leaf.canonical, 2: body.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an announced epoch")
        origin = try fields.value(0)
        leaf = try fields.value(1)
        body = try fields.value(2)
        try fields.finish()
    }
}
