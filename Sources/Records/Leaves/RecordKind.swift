/// The exact kind of a record, the content of its group `kind`.
///
/// Numbers are never reused. A kind that a program does not know is kept, proved and sent on; only its projection waits.
package struct RecordKind: RawRepresentable, Hashable, Sendable {
    /// The number; 1–999 acts of devices, 1000–1999 statements, 2000–2999 takings, 3000–3999 headquarters' own acts.
    package let rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// The content of the group `kind`: the number, and whether a reader that does not know it must go to the safe side.
package struct KindContent: Canonical, Hashable {
    /// The number.
    package let kind: RecordKind
    /// A device that does not understand a critical record of `policy` or `authority` stops takes and says so.
    package let isCritical: Bool

    /// A kind and its criticality.
    package init(_ kind: RecordKind, isCritical: Bool = false) {
        self.kind = kind
        self.isCritical = isCritical
    }

    package var canonical: CBOR {
        .map(CBORMap([0: kind.rawValue.canonical, 1: .flag(isCritical)]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a kind")
        kind = RecordKind(rawValue: try fields.value(0))
        isCritical = try fields.flag(1)
        try fields.finish()
    }
}
