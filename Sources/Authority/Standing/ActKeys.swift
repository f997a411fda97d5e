package import Records

/// The keys with which one cabinet signs its own acts, as officers enrolled them, and which of them holds at a place of its log.
///
/// A place is told by what the cabinet had obeyed there: the leaf of `authority` that replaces a key ends it for everything that
/// was written behind that leaf, whatever a record says of itself.
package struct ActKeys: Sendable, Equatable {
    /// A key and the leaf of `authority` that enrolled it.
    struct Placed: Sendable, Equatable {
        let index: UInt64
        let key: Bytes
    }

    private(set) var placed: [Placed]

    /// No keys.
    package init() { placed = [] }

    init(placed: [Placed]) { self.placed = placed }

    /// Takes the key of an enrolment; the same one again is nothing.
    package mutating func enrol(_ key: Bytes, at index: UInt64) {
        guard placed.last?.key != key else { return }
        placed.append(Placed(index: index, key: key))
    }

    /// Which keys may have signed a record of a writer who had obeyed so many leaves.
    ///
    /// `isCited`: whether the record says so itself. One that cites nothing stands at the beginning of an epoch, and its writer may
    /// have been enrolled anew since: any later key will do, and no earlier one.
    package func keys(obeying size: UInt64, isCited: Bool) -> [Bytes] {
        // Before a cabinet has read its own enrolment it signs with the key of the first one all the same.
        let place = placed.lastIndex { $0.index < size } ?? placed.startIndex
        return placed[place...].prefix(isCited ? 1 : .max).map(\.key)
    }

    /// The keys that leaves of `authority` in a range enrolled, oldest first.
    func keys(enrolledIn indices: Range<UInt64>) -> [Bytes] {
        placed.filter { indices.contains($0.index) }.map(\.key)
    }

    /// Whether a leaf of `authority` enrolled another key from one index on and below another.
    package func hasEnrolment(behind size: UInt64, below end: UInt64) -> Bool {
        placed.contains { $0.index >= size && $0.index < end }
    }

    /// Every key that was ever enrolled, oldest first.
    package var all: [Bytes] { placed.map(\.key) }
}

extension ActKeys: Canonical {
    package var canonical: CBOR { .array(placed.map(\.canonical)) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let list) = canonical else {
            throw RecordsError(.malformed, "the act keys of a cabinet are a list")
        }
        var placed: [Placed] = []
        for element in list { placed.append(try Placed(canonical: element)) }
        self.placed = placed
    }
}

extension ActKeys.Placed: Canonical {
    var canonical: CBOR { .map(CBORMap([0: index.canonical, 1: key.canonical])) }

    init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an act key in its place")
        index = try fields.value(0)
        key = try fields.value(1)
        try fields.finish()
    }
}
