package import Cryptography

/// The opened groups of a record: lies beside the leaf, may be erased, and then only the commitments stay.
package struct Body: Canonical {
    /// The most bytes of an encoded body; what is larger is a blob.
    package static let byteCountMax = 65_536

    private var contents: [Group: GroupContent]

    /// A body with the given groups.
    package init(_ contents: [Group: GroupContent]) { self.contents = contents }

    /// A group's content, nil when it is closed.
    package subscript(group: Group) -> GroupContent? { contents[group] }

    /// The commitments that the leaf must carry.
    package var commitments: [Group: Digest] { contents.mapValues(\.commitment) }

    /// The body with only the given groups, for showing a stretch with the rest closed.
    package func showing(_ groups: Set<Group>) -> Body {
        Body(contents.filter { groups.contains($0.key) })
    }

    /// Whether every group here is committed to by the leaf.
    package func matches(_ leaf: Leaf) -> Bool {
        contents.allSatisfy { leaf.header.commitments[$0.key] == $0.value.commitment }
    }

    /// Whether every group the leaf commits to is here and matches: what a mirror must hold.
    package func completes(_ leaf: Leaf) -> Bool {
        contents.count == leaf.header.commitments.count && matches(leaf)
    }

    package var canonical: CBOR {
        var map = CBORMap()
        for (group, content) in contents { map[group.rawValue] = content.canonical }
        return .map(map)
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a body")
        contents = [:]
        for group in Group.allCases {
            contents[group] = try fields.optional(group.rawValue, as: GroupContent.self)
        }
        try fields.finish()
    }
}
