import Cryptography

/// The identifier that a tag shows to anyone: 4, 7 or 10 bytes (ISO/IEC 14443-3, 6.5.4).
///
/// It selects the key, and it proves nothing: everybody can copy it.
package struct TagUID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The bytes, first sent first.
    package let bytes: [UInt8]

    /// Takes 4, 7 or 10 bytes, or returns nil.
    package init?(_ bytes: some Collection<UInt8>) {
        guard [4, 7, 10].contains(bytes.count) else { return nil }
        self.bytes = Array(bytes)
    }

    /// Hexadecimal, lower case.
    package var description: String { Hex.encode(bytes) }

    package static func < (left: Self, right: Self) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}
