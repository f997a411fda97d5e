import Cryptography

/// A random 16-byte name of a person, a seal, a grant…; `Subject` keeps ids of different things apart.
package struct Identifier<Subject>: Canonical, Hashable {
    /// The number of bytes.
    package static var byteCount: Int { 16 }

    /// The 16 bytes.
    package let bytes: [UInt8]

    /// Takes 16 bytes, or returns nil when there are more or fewer.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = Array(bytes)
    }

    /// A fresh id from the given source of randomness.
    package init(using generator: inout some RandomNumberGenerator) {
        bytes = (0..<Self.byteCount).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    /// One that nothing else has.
    package static func drawn() -> Self {
        var generator = SecureGenerator()
        return Self(using: &generator)
    }

    /// Reads the 32 hexadecimal characters of ``description``.
    package init?(hexadecimal text: some StringProtocol) {
        guard let bytes = Hex.decode(text) else { return nil }
        self.init(bytes)
    }

    package var canonical: CBOR { .bytes(bytes) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .bytes(let bytes) = canonical, bytes.count == Self.byteCount else {
            throw RecordsError(.malformed, "an id of 16 bytes is expected")
        }
        self.bytes = bytes
    }
}

extension Identifier: CustomStringConvertible {
    package var description: String { Hex.encode(bytes) }
}

extension Identifier: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}
