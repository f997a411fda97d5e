import Cryptography
package import Records

/// What one giving record is about: a later one of the same name takes its place.
///
/// Root and officers are named by their versions, so that all of them are found again: older statements hang on older ones.
package struct GivenName: Canonical, Hashable {
    /// The kind of statement.
    package let kind: RecordKind
    /// The canonical bytes of the person, seal, site or other thing; none for statements of which there is one.
    package let subject: Bytes

    /// The name of a statement without a subject of its own.
    package init(_ kind: RecordKind) {
        self.kind = kind
        subject = Bytes([])
    }

    /// The name of a statement about one thing.
    package init(_ kind: RecordKind, _ subject: some Canonical) {
        self.kind = kind
        self.subject = Bytes(subject.encoded)
    }

    /// The name of one edit of the rules.
    init(_ rules: RulesStatement) {
        kind = .rules
        subject = Bytes(SHA256.hash(rules.encoded).bytes)
    }

    /// The name of a statement that counts, and so is a map with the field of its kind.
    init(_ kind: RecordKind, of signed: SignedStatement) throws(RecordsError) {
        self.kind = kind
        if kind == .rules {
            // Several edits of one version stand beside each other.
            subject = Bytes(signed.digest.bytes)
            return
        }
        guard let field = Self.field(kind), case .map(let map) = try CBOR(decoding: signed.bytes) else {
            subject = Bytes([])
            return
        }
        subject = Bytes(map[field]?.encoded ?? [])
    }

    /// The field that says what a statement is about (Documentation/Records.md, "Statements").
    private static func field(_ kind: RecordKind) -> UInt8? {
        switch kind {
        case .site, .cabinet: 5
        case .root, .officers, .approver, .person, .credential, .seal, .lockMap, .tagJob: 4
        default: nil
        }
    }

    package var canonical: CBOR { .array([kind.rawValue.canonical, subject.canonical]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 2 else {
            throw RecordsError(.malformed, "a name is a kind and a subject")
        }
        kind = RecordKind(rawValue: try UInt64(canonical: parts[0]))
        subject = try Bytes(canonical: parts[1])
    }
}

extension GivenName: Comparable {
    package static func < (left: GivenName, right: GivenName) -> Bool {
        (left.kind.rawValue, left.subject) < (right.kind.rawValue, right.subject)
    }
}
