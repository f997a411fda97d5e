package import Authority
package import Records

/// What a slot's reader saw at the end of an observed span.
package enum SlotSight: Sendable, Hashable {
    /// The tag answered a challenge with its key, the drawer locked.
    case proved(TagReference)
    /// A tag with this UID answered and was not challenged: shows that something answers, and not that it is the seal.
    case seen(uid: Bytes)
    /// The reader did not answer: says nothing about the slot.
    case ill
    /// No tag in the field.
    case empty
    /// A tag with this UID is there that is not the seal's, or failed its challenge.
    case other(uid: Bytes)
    /// A tag is there and could not be read to the end.
    case unreadable
}

extension SlotSight: Canonical {
    package var canonical: CBOR {
        switch self {
        case .proved(let tag): .map(CBORMap([0: .integer(0), 1: tag.canonical]))
        case .seen(let uid): .map(CBORMap([0: .integer(1), 2: uid.canonical]))
        case .ill: .map(CBORMap([0: .integer(2)]))
        case .empty: .map(CBORMap([0: .integer(3)]))
        case .other(let uid): .map(CBORMap([0: .integer(4), 2: uid.canonical]))
        case .unreadable: .map(CBORMap([0: .integer(5)]))
        }
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "what a slot's reader saw")
        let form: Int64 = try fields.value(0)
        switch form {
        case 0: self = .proved(try fields.value(1))
        case 1: self = .seen(uid: try TagReading.uid(&fields))
        case 2: self = .ill
        case 3: self = .empty
        case 4: self = .other(uid: try TagReading.uid(&fields))
        case 5: self = .unreadable
        default: throw RecordsError(.unknownVersion, "sight \(form) of a slot is newer than this program")
        }
        try fields.finish()
    }
}

/// One slot in an observed span.
package struct SlotPresence: Canonical, Hashable {
    /// The drawer's number on the cabinet's face.
    package let drawer: UInt64
    /// The slot's number in its drawer; nil where the drawer has one.
    package let slot: UInt64?
    /// The seal that belongs there or was recognised there.
    package let seal: Identifier<Seal>?
    /// What the reader saw.
    package let sight: SlotSight

    /// A slot and what was seen in it.
    package init(drawer: UInt64, slot: UInt64? = nil, seal: Identifier<Seal>?, sight: SlotSight) {
        self.drawer = drawer
        self.slot = slot
        self.seal = seal
        self.sight = sight
    }

    package var canonical: CBOR {
        .map(CBORMap([0: drawer.canonical, 1: slot?.canonical, 2: seal?.canonical, 3: sight.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a slot in an observed span")
        drawer = try fields.value(0)
        slot = try fields.optional(1)
        seal = try fields.optional(2)
        sight = try fields.value(3)
        try fields.finish()
    }
}
