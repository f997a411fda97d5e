package import Cryptography

/// A record before it has its place in a log.
package struct Draft: Sendable {
    /// What the record is about, in clear.
    package var recordClass: RecordClass
    /// What exactly happened.
    package var kind: KindContent
    /// Who acts.
    package var actor: Actor
    /// What the act is about.
    package var subject: Subject
    /// The canonical content of the group `detail`, as its kind defines it.
    package var detail: CBOR
    /// Set for identifications: whether made under duress.
    package var duress: Bool?
    /// Whether the device signs this record by itself: human acts and alarms.
    package var isSigned: Bool
    /// The key of the person for whom the detail is sealed; nil where it lies open.
    package var sealedFor: SubjectKey?

    /// A record of `kind` with its closed parts.
    package init(
        _ recordClass: RecordClass,
        _ kind: RecordKind,
        isCritical: Bool = false,
        actor: Actor,
        subject: Subject = Subject(),
        detail: CBOR = .map(CBORMap()),
        duress: Bool? = nil,
        isSigned: Bool = false
    ) {
        self.recordClass = recordClass
        self.kind = KindContent(kind, isCritical: isCritical)
        self.actor = actor
        self.subject = subject
        self.detail = detail
        self.duress = duress
        self.isSigned = isSigned
    }

    /// The body, with a fresh salt for each group, all of them open.
    package func body() throws(CryptographyError) -> Body {
        var contents: [Group: [UInt8]] = [
            .kind: kind.encoded, .actor: actor.encoded, .subject: subject.encoded, .detail: detail.encoded,
        ]
        if let duress { contents[.duress] = CBOR.boolean(duress).encoded }
        var groups: [Group: GroupContent] = [:]
        // Drawn at once: what a draw costs hardly depends on how much is drawn.
        var salts = try SecureRandom.bytes(contents.count * GroupContent.saltByteCount)[...]
        for (group, bytes) in contents {
            groups[group] = GroupContent(salt: Array(salts.prefix(GroupContent.saltByteCount)), bytes: bytes)
            salts = salts.dropFirst(GroupContent.saltByteCount)
        }
        return Body(groups)
    }
}

/// A record in its place: the leaf's bytes and the body's bytes, as stored and sent.
package struct Record: Sendable, Equatable {
    /// The canonical bytes of the leaf.
    package let leafBytes: [UInt8]
    /// The canonical bytes of the body; empty when erased.
    package let bodyBytes: [UInt8]

    /// A record from stored or received bytes, which are not looked at here.
    package init(leafBytes: [UInt8], bodyBytes: [UInt8]) {
        self.leafBytes = leafBytes
        self.bodyBytes = bodyBytes
    }

    /// Decodes both and checks that the body's groups are those the leaf commits to.
    package func opened() throws(RecordsError) -> OpenedRecord {
        guard leafBytes.count <= Leaf.byteCountMax, bodyBytes.count <= Body.byteCountMax else {
            throw RecordsError(.tooLarge, "the record is larger than a leaf or a body may be")
        }
        let leaf = try Leaf(decoding: leafBytes)
        let body = bodyBytes.isEmpty ? Body([:]) : try Body(decoding: bodyBytes)
        guard body.matches(leaf) else {
            throw RecordsError(
                .mismatch,
                "the body of leaf \(leaf.header.sequence) is not the one it commits to"
            )
        }
        return OpenedRecord(leaf: leaf, body: body)
    }

    /// Whether what lies at an index is no leaf that can be read there: not of its form, or of another place.
    package func isIllegible(at index: UInt64) -> Bool {
        (try? Leaf(decoding: leafBytes))?.header.sequence != index
    }

    /// Whether a leaf that can be read commits to its body; what nobody here can read commits to nothing known.
    package var isAsCommitted: Bool {
        guard let leaf = try? Leaf(decoding: leafBytes) else { return true }
        guard let body = try? Body(decoding: bodyBytes) else { return false }
        return body.matches(leaf)
    }
}

/// A decoded record whose body matches its leaf.
package struct OpenedRecord: Sendable, Equatable {
    /// The leaf.
    package let leaf: Leaf
    /// The groups that are open.
    package let body: Body

    /// The exact kind, nil when closed.
    package func kind() throws(RecordsError) -> KindContent? { try content(of: .kind) }
    /// Who acted, nil when closed.
    package func actor() throws(RecordsError) -> Actor? { try content(of: .actor) }
    /// What it is about, nil when closed.
    package func subject() throws(RecordsError) -> Subject? { try content(of: .subject) }
    /// The detail in the form its kind defines, nil when closed.
    package func detail<Content: Canonical>(as type: Content.Type = Content.self) throws(RecordsError)
        -> Content?
    {
        try content(of: .detail)
    }

    /// The record with every sealed group opened whose key is known; what the leaf does not commit to stays sealed.
    package func unsealed(with key: (Identifier<Person>) -> SubjectKey?) -> OpenedRecord {
        let opened = body.opened(with: key)
        return opened.matches(leaf) ? OpenedRecord(leaf: leaf, body: opened) : self
    }

    private func content<Content: Canonical>(of group: Group) throws(RecordsError) -> Content? {
        guard let bytes = body[group]?.bytes else { return nil }
        return try Content(decoding: bytes)
    }
}
