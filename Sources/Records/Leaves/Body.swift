package import Cryptography

/// The opened groups of a record: lies beside the leaf, may be erased, and then only the commitments stay.
///
/// A group that is personal may be sealed under the key of the person whom it is about (``SealedGroup``).
package struct Body: Canonical {
    /// The most bytes of an encoded body; what is larger is a blob.
    package static let byteCountMax = 65_536

    private var contents: [Group: GroupContent]
    private(set) var sealed: [Group: SealedGroup] = [:]

    /// A body with the given groups.
    package init(_ contents: [Group: GroupContent]) { self.contents = contents }

    /// A group's content, nil when it is closed or sealed.
    package subscript(group: Group) -> GroupContent? { contents[group] }

    /// The commitments to the groups that lie open.
    package var commitments: [Group: Digest] { contents.mapValues(\.commitment) }

    /// The persons whose keys open what is sealed here.
    package var sealedFor: Set<Identifier<Person>> { Set(sealed.values.map(\.subject)) }

    /// The body with only the given groups, for showing a stretch with the rest closed; what is sealed is not shown.
    package func showing(_ groups: Set<Group>) -> Body {
        Body(contents.filter { groups.contains($0.key) })
    }

    /// The body with one of its groups sealed.
    package func sealing(_ group: Group, for key: SubjectKey) throws(CryptographyError) -> Body {
        guard let content = contents[group] else { return self }
        var body = self
        body.contents[group] = nil
        body.sealed[group] = try SealedGroup(content, of: group, for: key)
        return body
    }

    /// The body with every group opened whose key is known.
    package func opened(with key: (Identifier<Person>) -> SubjectKey?) -> Body {
        guard !sealed.isEmpty else { return self }
        var body = self
        for (group, part) in sealed {
            guard let content = key(part.subject).flatMap({ part.opened(group, with: $0) }) else { continue }
            body.sealed[group] = nil
            body.contents[group] = content
        }
        return body
    }

    /// Whether every group that lies open here is the one that the leaf commits to, and it commits to those that are sealed.
    package func matches(_ leaf: Leaf) -> Bool {
        contents.allSatisfy { leaf.header.commitments[$0.key] == $0.value.commitment }
            && sealed.keys.allSatisfy { leaf.header.commitments[$0] != nil }
    }

    /// Whether every group the leaf commits to is here and matches: what a mirror must hold.
    ///
    /// `isErased` says of a person whether a leaf has erased him: what is sealed for him is complete as it is.
    package func completes(_ leaf: Leaf, isErased: (Identifier<Person>) -> Bool = { _ in false }) -> Bool {
        contents.count + sealed.count == leaf.header.commitments.count && matches(leaf)
            && sealed.values.allSatisfy { isErased($0.subject) }
    }

    package var canonical: CBOR {
        var map = CBORMap()
        for (group, content) in contents { map[group.rawValue] = content.canonical }
        for (group, part) in sealed { map[group.rawValue] = part.canonical }
        return .map(map)
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a body")
        contents = [:]
        for group in Group.allCases {
            switch try fields.optional(group.rawValue, as: BodyPart.self) {
            case .open(let content)?: contents[group] = content
            case .sealed(let part)?: sealed[group] = part
            case nil: break
            }
        }
        try fields.finish()
    }
}

/// A group of a body as it is written: the salt of an open one has 32 bytes, the person of a sealed one 16.
private enum BodyPart: Canonical {
    case open(GroupContent)
    case sealed(SealedGroup)

    var canonical: CBOR {
        switch self {
        case .open(let content): content.canonical
        case .sealed(let part): part.canonical
        }
    }

    init(canonical: CBOR) throws(RecordsError) {
        if case .array(let parts) = canonical, case .bytes(let first)? = parts.first,
            first.count == Identifier<Person>.byteCount
        {
            self = .sealed(try SealedGroup(canonical: canonical))
        } else {
            self = .open(try GroupContent(canonical: canonical))
        }
    }
}
