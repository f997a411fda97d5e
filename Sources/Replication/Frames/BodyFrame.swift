package import Records

/// The body of the one record that the next DATA of the log carries without it: the two do not fit one frame together.
package struct BodyFrame: Canonical, Hashable {
    /// The log's origin.
    package let origin: String
    /// The record's index.
    package let index: UInt64
    /// The body.
    package let body: Bytes

    /// A body ahead of its leaf.
    package init(origin: String, index: UInt64, body: Bytes) {
        self.origin = origin
        self.index = index
        self.body = body
    }

    /// What it counts against the receiver's credit.
    package var byteCount: UInt64 { UInt64(body.bytes.count) }

    package var canonical: CBOR {
        .map(CBORMap([0: origin.canonical, 1: index.canonical, 2: body.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "BODY")
        origin = try fields.value(0)
        index = try fields.value(1)
        body = try fields.value(2)
        try fields.finish()
        guard (1...Body.byteCountMax).contains(body.bytes.count) else {
            throw RecordsError(.malformed, "a body ahead of its leaf has 1 to \(Body.byteCountMax) bytes")
        }
    }
}

extension Frame {
    /// Whether it may come behind a body: the record that the body belongs to, or the end of the session.
    var mayFollowBody: Bool {
        switch self {
        case .data, .bye: true
        default: false
        }
    }
}

extension ReplicationError {
    static var bodyAlone: ReplicationError {
        ReplicationError(.unexpected, "a body came, and something else than its record behind it")
    }
}

extension LogStretch {
    /// The frames that carry these records: one, or for a record that is too large for a frame its body and then the rest.
    var frames: [Frame] {
        // A frame's own fields need far less than this.
        guard byteCount > UInt64(LinkLimits.frameByteCountMax - Self.fieldByteCountMax),
            let bundle = try? bundle(), bundle.count == 1, let record = bundle.records.first,
            !record.bodyBytes.isEmpty,
            let leafAlone = try? RecordBundle([Record(leafBytes: record.leafBytes, bodyBytes: [])])
        else { return [.data(self)] }
        let body = BodyFrame(origin: origin, index: first, body: Bytes(record.bodyBytes))
        return [.body(body), .data(LogStretch(origin: origin, first: first, bundle: leafAlone))]
    }

    /// More than the bytes of a DATA frame beside leaves and bodies: origin, index and heads.
    static let fieldByteCountMax = 512

    /// The one record of this stretch with the body that came ahead of it.
    ///
    /// - Throws: `.unexpected` where the body is another record's, or the record has one.
    func joined(with ahead: BodyFrame) throws(ReplicationError) -> LogStretch {
        let records = try records().records
        guard ahead.origin == origin, ahead.index == first, records.count == 1, records[0].bodyBytes.isEmpty
        else {
            throw ReplicationError(.unexpected, "a body came ahead of another record than its own")
        }
        let whole = Record(leafBytes: records[0].leafBytes, bodyBytes: ahead.body.bytes)
        do {
            return LogStretch(origin: origin, first: first, bundle: try RecordBundle([whole]))
        } catch { throw ReplicationError(.malformed, error.message) }
    }
}
