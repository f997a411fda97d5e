package import Records

/// Records of `authority` for the service to fold, from one index on.
///
/// A map: 0 first index, 1 list of [leaf, body], 2 a note with cosignatures. The service judges each statement by itself,
/// under the root that its own operator gave it: headquarters cannot name officers to it.
package struct AuthorityStretch: Canonical {
    /// The index of the first record.
    package let first: UInt64
    /// The records in their order; none when only a note is brought.
    package let records: [Record]
    /// A checkpoint of `authority` as signed note, with the cosignatures of witnesses.
    package let note: Bytes?

    /// A stretch; what is over a limit is refused by the service.
    package init(first: UInt64, records: [Record], note: Bytes? = nil) {
        self.first = first
        self.records = records
        self.note = note
    }

    /// Splits records into stretches that fit a frame; the note goes with the last.
    package static func stretches(first: UInt64, records: [Record], note: Bytes? = nil) -> [AuthorityStretch]
    {
        var stretches: [AuthorityStretch] = []
        var start = 0
        var byteCount = 0
        for (index, record) in records.enumerated() {
            let added = record.leafBytes.count + record.bodyBytes.count
            let isFull =
                index - start == KeyServiceLimits.recordCountMax
                || byteCount + added > KeyServiceLimits.recordByteCountMax
            if isFull, index > start {
                stretches.append(
                    AuthorityStretch(first: first + UInt64(start), records: Array(records[start..<index]))
                )
                (start, byteCount) = (index, 0)
            }
            byteCount += added
        }
        stretches.append(
            AuthorityStretch(first: first + UInt64(start), records: Array(records[start...]), note: note)
        )
        return stretches
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: first.canonical,
                1: records.isEmpty
                    ? nil : .array(records.map { .array([.bytes($0.leafBytes), .bytes($0.bodyBytes)]) }),
                2: note?.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a stretch of authority")
        first = try fields.value(0)
        let pairs = try fields.list(1, of: RecordPair.self, countMax: KeyServiceLimits.recordCountMax)
        records = pairs.map(\.record)
        note = try fields.optional(2)
        try fields.finish()
    }
}

/// A record as [leaf, body].
private struct RecordPair: Canonical {
    let record: Record

    var canonical: CBOR { .array([.bytes(record.leafBytes), .bytes(record.bodyBytes)]) }

    init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 2, case .bytes(let leaf) = parts[0],
            case .bytes(let body) = parts[1]
        else { throw RecordsError(.malformed, "a record is a leaf and a body") }
        record = Record(leafBytes: leaf, bodyBytes: body)
    }
}
