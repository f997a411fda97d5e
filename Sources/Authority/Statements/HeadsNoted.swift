package import Records

/// The detail of `headsNoted` in `authority`: heads of headquarters' other logs at one moment.
///
/// Those of `policy` say which of its leaves were there before officers changed, and let the cabinets of a site compare what
/// they were shown.
package struct HeadsNoted: Canonical, Hashable {
    /// The most heads of one record: some 100 bytes each.
    package static let headCountMax = 256

    /// `acts`, `receipts` and every `policy` that has grown since it was noted.
    package let heads: [CitedHead]

    /// Heads of one moment.
    package init(heads: [CitedHead]) { self.heads = heads }

    package var canonical: CBOR { .map(CBORMap([0: .list(heads)])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "noted heads")
        heads = try fields.list(0, countMax: Self.headCountMax)
        try fields.finish()
    }
}
