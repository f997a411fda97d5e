/// A value of Signet's deterministic CBOR (RFC 8949 §4.2.1, narrowed).
///
/// Only what the formats need exists: integers −2⁶³…2⁶³−1, byte and text strings, arrays, maps with unsigned keys 0–23,
/// true and false. There are no floats, tags, null or indefinite lengths, so each value has exactly one encoding.
package indirect enum CBOR: Equatable, Sendable {
    case integer(Int64)
    case bytes([UInt8])
    case text(String)
    case array([CBOR])
    case map(CBORMap)
    case boolean(Bool)

    /// The deepest nesting that is written or read; a scalar has depth 0.
    package static let depthMax = 8

    package static func == (left: CBOR, right: CBOR) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left == right
        case (.bytes(let left), .bytes(let right)): left == right
        // String's own == takes canonically equivalent texts for equal; kept bytes are never normalised.
        case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
        case (.array(let left), .array(let right)): left == right
        case (.map(let left), .map(let right)): left == right
        case (.boolean(let left), .boolean(let right)): left == right
        default: false
        }
    }
}

/// A map whose keys are the unsigned integers 0–23, so that every key is one byte and ascending order is canonical order.
package struct CBORMap: Equatable, Sendable {
    /// The largest key.
    package static let keyMax: UInt8 = 23

    private var slots: [CBOR?]

    /// A map with the given entries; absent values leave no entry.
    package init(_ entries: KeyValuePairs<UInt8, CBOR?> = [:]) {
        slots = []
        for (key, value) in entries { self[key] = value }
    }

    /// The value under a key, nil when there is none.
    ///
    /// Keys above ``keyMax`` cannot be stored.
    package subscript(key: UInt8) -> CBOR? {
        get { Int(key) < slots.count ? slots[Int(key)] : nil }
        set {
            precondition(key <= Self.keyMax, "a CBOR map key above 23 is a mistake in the program")
            while slots.count <= Int(key) { slots.append(nil) }
            slots[Int(key)] = newValue
            while let last = slots.last, last == nil { slots.removeLast() }
        }
    }

    /// The entries in ascending order of keys.
    package var entries: [(key: UInt8, value: CBOR)] {
        slots.enumerated().compactMap { index, value in value.map { (UInt8(index), $0) } }
    }

    /// How many entries there are.
    package var count: Int { slots.count { $0 != nil } }
}
