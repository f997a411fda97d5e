package import Records

/// The detail of `carried`: a record that this cabinet wrote into an earlier epoch, at a place where headquarters holds
/// another.
///
/// A cabinet whose disk was put back goes on writing until it hears of it. Its leaves cannot stand in the old log, and what
/// they say happened all the same: a seal that came back is in its slot. They count in the place of the record that carries
/// them, after what headquarters held.
package struct CarriedRecord: Canonical, Hashable {
    /// The most bytes of leaf and body together: with them the carrying record must find room in a body.
    package static let byteCountMax = 60_000

    /// The log in which it was written.
    package let origin: String
    /// Its index there.
    package let index: UInt64
    /// The leaf, signed by the cabinet's act key for that log.
    package let leaf: Bytes
    /// The body.
    package let body: Bytes

    /// A record that is carried on.
    package init(origin: String, index: UInt64, record: Record) {
        self.origin = origin
        self.index = index
        leaf = Bytes(record.leafBytes)
        body = Bytes(record.bodyBytes)
    }

    /// The record, opened; what is no record, or no longer whole, is none.
    package var opened: OpenedRecord? { try? Record(leafBytes: leaf.bytes, bodyBytes: body.bytes).opened() }

    package var canonical: CBOR {
        .map(CBORMap([0: origin.canonical, 1: index.canonical, 2: leaf.canonical, 3: body.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a carried record")
        origin = try fields.value(0)
        index = try fields.value(1)
        leaf = try fields.value(2)
        body = try fields.value(3)
        try fields.finish()
    }
}
