extension Fields {
    /// A dictionary as a list of pairs [key, value], ascending by key; an absent field is an empty one.
    package mutating func pairs<Key: Canonical & Hashable & Comparable, Value: Canonical>(
        _ number: UInt8,
        countMax: Int,
        as type: [Key: Value].Type = [Key: Value].self
    ) throws(RecordsError) -> [Key: Value] {
        let list: [KeyedPair<Key, Value>] = try list(number, countMax: countMax)
        guard zip(list, list.dropFirst()).allSatisfy({ $0.key < $1.key }) else {
            throw RecordsError(.notCanonical, "field \(number) has keys out of order or twice")
        }
        var pairs: [Key: Value] = Dictionary(minimumCapacity: list.count)
        for pair in list { pairs[pair.key] = pair.value }
        return pairs
    }
}

extension CBOR {
    /// A dictionary for ``Fields/pairs(_:countMax:as:)``: nil when empty.
    package static func pairs<Key: Canonical & Hashable & Comparable, Value: Canonical>(
        _ dictionary: [Key: Value]
    ) -> CBOR? {
        list(dictionary.sorted { $0.key < $1.key }.map { KeyedPair(key: $0.key, value: $0.value) })
    }
}

/// One entry of a dictionary.
private struct KeyedPair<Key: Canonical, Value: Canonical>: Canonical {
    let key: Key
    let value: Value

    init(key: Key, value: Value) {
        self.key = key
        self.value = value
    }

    var canonical: CBOR { .array([key.canonical, value.canonical]) }

    init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 2 else {
            throw RecordsError(.malformed, "an entry is a key and a value")
        }
        key = try Key(canonical: parts[0])
        value = try Value(canonical: parts[1])
    }
}
