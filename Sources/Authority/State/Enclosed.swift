import Records

/// The canonical bytes of a value as one byte string, so that what it nests does not count for what encloses it.
struct Enclosed: Canonical {
    private let bytes: Bytes

    init?(_ value: (some Canonical)?) {
        guard let value else { return nil }
        bytes = Bytes(value.encoded)
    }

    /// The values of a table in the order of its keys.
    static func all(_ table: [some Comparable & Hashable: some Canonical]) -> [Enclosed] {
        table.sorted { $0.key < $1.key }.compactMap { Enclosed($0.value) }
    }

    var canonical: CBOR { bytes.canonical }

    init(canonical: CBOR) throws(RecordsError) { bytes = try Bytes(canonical: canonical) }

    func opened<Value: Canonical>() throws(RecordsError) -> Value { try Value(decoding: bytes.bytes) }
}
