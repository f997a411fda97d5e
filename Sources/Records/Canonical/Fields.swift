/// The fields of a map, read one by one and then checked for strangers.
///
/// Reading marks a key as known; ``finish()`` refuses a map with any other key, so that nothing rides along unread.
package struct Fields {
    private let name: String
    private let map: CBORMap
    private var known: Set<UInt8> = []

    /// The fields of `value`, which must be a map; `name` stands in error messages.
    package init(_ value: CBOR, of name: String) throws(RecordsError) {
        guard case .map(let map) = value else { throw RecordsError(.malformed, "\(name) is not a map") }
        self.name = name
        self.map = map
    }

    /// The value under `key`, nil when absent.
    package mutating func optional(_ key: UInt8) -> CBOR? {
        known.insert(key)
        return map[key]
    }

    /// The value under `key`.
    package mutating func value(_ key: UInt8) throws(RecordsError) -> CBOR {
        guard let value = optional(key) else { throw RecordsError(.malformed, "\(name) lacks field \(key)") }
        return value
    }

    /// A canonical value under `key`.
    package mutating func value<Value: Canonical>(_ key: UInt8, as type: Value.Type = Value.self)
        throws(RecordsError) -> Value
    {
        try Value(canonical: try value(key))
    }

    /// A canonical value under `key`, nil when absent.
    package mutating func optional<Value: Canonical>(_ key: UInt8, as type: Value.Type = Value.self)
        throws(RecordsError) -> Value?
    {
        guard let value = optional(key) else { return nil }
        return try Value(canonical: value)
    }

    /// Whether a flag is set.
    ///
    /// A flag that is not set is written as no field, so false under the key is refused.
    package mutating func flag(_ key: UInt8) throws(RecordsError) -> Bool {
        guard let isSet: Bool = try optional(key) else { return false }
        guard isSet else {
            throw RecordsError(.notCanonical, "field \(key) of \(name) is a flag: true or absent")
        }
        return true
    }

    /// An array of canonical values with at most `countMax` elements; an absent field is an empty array.
    package mutating func list<Value: Canonical>(
        _ key: UInt8,
        of type: Value.Type = Value.self,
        countMax: Int = 1_024
    ) throws(RecordsError) -> [Value] {
        guard let field = optional(key) else { return [] }
        guard case .array(let elements) = field else {
            throw RecordsError(.malformed, "field \(key) of \(name) is not a list")
        }
        guard !elements.isEmpty else {
            throw RecordsError(.notCanonical, "field \(key) of \(name) is an empty list: it is left out")
        }
        guard elements.count <= countMax else {
            throw RecordsError(.tooLarge, "field \(key) of \(name) has more than \(countMax) elements")
        }
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        for element in elements { values.append(try Value(canonical: element)) }
        return values
    }

    /// Refuses keys that nobody asked for.
    package func finish() throws(RecordsError) {
        for (key, _) in map.entries where !known.contains(key) {
            throw RecordsError(.malformed, "\(name) has the unknown field \(key)")
        }
    }
}

extension CBOR {
    /// An array for ``Fields/list(_:of:countMax:)``: nil when empty, since an empty list is written as no field.
    package static func list(_ values: [some Canonical]) -> CBOR? {
        values.isEmpty ? nil : .array(values.map(\.canonical))
    }

    /// A flag for ``Fields/flag(_:)``: nil when not set.
    package static func flag(_ isSet: Bool) -> CBOR? { isSet ? .boolean(true) : nil }
}
