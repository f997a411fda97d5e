/// A type with exactly one encoding: what is hashed, signed, stored and sent.
package protocol Canonical: Equatable, Sendable {
    /// The value as CBOR.
    var canonical: CBOR { get }
    /// Reads the value back, refusing missing, unknown and out-of-range fields.
    init(canonical: CBOR) throws(RecordsError)
}

extension Canonical {
    /// The bytes that are hashed, signed, stored and sent.
    package var encoded: [UInt8] { canonical.encoded }

    /// Reads bytes that must be canonical from the first to the last.
    package init(decoding bytes: [UInt8]) throws(RecordsError) {
        try self.init(canonical: CBOR(decoding: bytes))
    }
}
