package import Records

/// A record of a cabinet's acts that says nothing, because its own signature is missing or wrong, or it cannot be read.
package struct UnattestedRecord: Sendable, Hashable {
    /// The epoch of the acts in which it stands.
    package let epoch: UInt64
    /// The leaf's index in that epoch.
    package let index: UInt64
    /// When, as the record says.
    package let time: HybridTime
    /// The class that it claims.
    package let recordClass: RecordClass
    /// The kind that it claims; nil where that is closed or cannot be read.
    package let kind: RecordKind?
    /// What is wrong with it.
    package let verdict: SignatureVerdict

    init(_ record: OpenedRecord, epoch: UInt64, index: UInt64, verdict: SignatureVerdict) {
        self.epoch = epoch
        self.index = index
        time = record.leaf.header.time
        recordClass = record.leaf.header.recordClass
        kind = (try? record.kind())?.kind
        self.verdict = verdict
    }

    /// A leaf that nobody here can read; it claims no class, and its time is that of the leaf before.
    init(illegibleAt index: UInt64, epoch: UInt64, time: HybridTime) {
        (self.epoch, self.index, self.time) = (epoch, index, time)
        (recordClass, kind, verdict) = (RecordClass(rawValue: 0), nil, .unreadable)
    }

    /// Whether not even the leaf can be read.
    package var isIllegible: Bool { recordClass.rawValue == 0 && verdict == .unreadable }
}

extension UnattestedRecord: Canonical {
    package var canonical: CBOR {
        .map(
            CBORMap([
                0: epoch.canonical, 1: index.canonical, 2: time.canonical, 3: recordClass.canonical,
                4: kind?.rawValue.canonical, 5: verdict.rawValue.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a record that is not attested")
        epoch = try fields.value(0)
        index = try fields.value(1)
        time = try fields.value(2)
        recordClass = try fields.value(3)
        let number: UInt64? = try fields.optional(4)
        kind = number.map(RecordKind.init(rawValue:))
        let verdict: Int64 = try fields.value(5)
        guard let known = SignatureVerdict(rawValue: verdict) else {
            throw RecordsError(.unknownVersion, "this verdict on a signature is newer than this program")
        }
        self.verdict = known
        try fields.finish()
    }
}
