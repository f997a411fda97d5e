package import Authority
package import Records

/// What a slot's reader found when it looked.
package enum TagReading: Sendable, Hashable {
    /// No tag in the field.
    case empty
    /// The tag answered the challenge with its key.
    case proved(TagReference)
    /// A tag with this UID answered, but not with the key it should have: a copy, or another tag.
    case failed(uid: Bytes)
    /// A tag of a kind that proves nothing, or that is not known here.
    case foreign(uid: Bytes)
    /// A tag is there and could not be read to the end.
    case unreadable
    /// The reader itself is ill: says nothing about the slot.
    case ill
}

extension TagReading: Canonical {
    package var canonical: CBOR {
        switch self {
        case .empty: .map(CBORMap([0: .integer(0)]))
        case .proved(let tag): .map(CBORMap([0: .integer(1), 1: tag.canonical]))
        case .failed(let uid): .map(CBORMap([0: .integer(2), 2: uid.canonical]))
        case .foreign(let uid): .map(CBORMap([0: .integer(3), 2: uid.canonical]))
        case .unreadable: .map(CBORMap([0: .integer(4)]))
        case .ill: .map(CBORMap([0: .integer(5)]))
        }
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a tag's reading")
        let form: Int64 = try fields.value(0)
        switch form {
        case 0: self = .empty
        case 1: self = .proved(try fields.value(1))
        case 2: self = .failed(uid: try Self.uid(&fields))
        case 3: self = .foreign(uid: try Self.uid(&fields))
        case 4: self = .unreadable
        case 5: self = .ill
        default: throw RecordsError(.unknownVersion, "tag reading \(form) is newer than this program")
        }
        try fields.finish()
    }

    /// The UID under key 2.
    static func uid(_ fields: inout Fields) throws(RecordsError) -> Bytes {
        let uid: Bytes = try fields.value(2)
        try check(uid: uid)
        return uid
    }

    /// Refuses what no tag shows as its UID: 4, 7 and 10 bytes there are (ISO/IEC 14443-3, 6.5.4).
    static func check(uid: Bytes) throws(RecordsError) {
        guard [4, 7, 10].contains(uid.bytes.count) else {
            throw RecordsError(.malformed, "a tag's UID has 4, 7 or 10 bytes, not \(uid.bytes.count)")
        }
    }
}
