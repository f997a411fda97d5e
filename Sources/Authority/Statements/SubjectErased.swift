package import Records

/// The detail of `subjectKeyGiven`; the subject names the person.
///
/// Its record is of the class `subjectKey`, in clear in the leaf: a leaf of that class without its body is an erased key and can be
/// nothing else, so that no other record can be hidden by saying that it was erased.
package struct SubjectKeyGiven: Canonical, Hashable {
    /// The key's bytes.
    package let key: Bytes

    /// A key that is given to all cabinets of the site.
    package init(_ key: SubjectKey) { self.key = key.bytes }

    package var canonical: CBOR { .map(CBORMap([0: key.canonical])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a person's key")
        key = try fields.value(0)
        try fields.finish()
        guard key.bytes.count == SubjectKey.byteCount else {
            throw RecordsError(.malformed, "a person's key has \(SubjectKey.byteCount) bytes")
        }
    }
}

/// The detail of `subjectErased`; the subject names the person.
package struct SubjectErased: Canonical, Hashable {
    /// The most leaves that one erasure names.
    package static let keyLeafCountMax = 64

    /// The leaves of this log whose bodies hold the person's keys: every holder erases them.
    package let keyLeaves: [UInt64]

    /// An erasure of the keys in these leaves.
    package init(keyLeaves: [UInt64]) { self.keyLeaves = keyLeaves }

    package var canonical: CBOR { .map(CBORMap([0: .list(keyLeaves)])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an erasure")
        keyLeaves = try fields.list(0, countMax: Self.keyLeafCountMax)
        try fields.finish()
        guard !keyLeaves.isEmpty else { throw RecordsError(.malformed, "an erasure names at least one leaf") }
    }
}
