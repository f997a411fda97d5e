package import Cryptography

extension Int64: Canonical {
    package var canonical: CBOR { .integer(self) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .integer(let value) = canonical else {
            throw RecordsError(.malformed, "an integer is expected")
        }
        self = value
    }
}

extension UInt64: Canonical {
    package var canonical: CBOR { .integer(Int64(clamping: self)) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .integer(let value) = canonical, value >= 0 else {
            throw RecordsError(.malformed, "an unsigned integer is expected")
        }
        self = UInt64(value)
    }
}

extension Int: Canonical {
    package var canonical: CBOR { .integer(Int64(self)) }

    package init(canonical: CBOR) throws(RecordsError) { self = Int(try Int64(canonical: canonical)) }
}

extension Bool: Canonical {
    package var canonical: CBOR { .boolean(self) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .boolean(let value) = canonical else {
            throw RecordsError(.malformed, "true or false is expected")
        }
        self = value
    }
}

extension String: Canonical {
    package var canonical: CBOR { .text(self) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .text(let value) = canonical else { throw RecordsError(.malformed, "a text is expected") }
        self = value
    }
}

/// A byte string of any length.
package struct Bytes: Canonical, Hashable {
    /// The bytes as they were received.
    package let bytes: [UInt8]

    /// Wraps bytes.
    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package var canonical: CBOR { .bytes(bytes) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .bytes(let value) = canonical else {
            throw RecordsError(.malformed, "a byte string is expected")
        }
        bytes = value
    }
}

extension Bytes: Comparable {
    /// The order of the bytes, first byte first.
    package static func < (left: Bytes, right: Bytes) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

extension Bytes {
    /// The bytes as an Ed25519 public key.
    package func publicKey() throws(RecordsError) -> Ed25519PublicKey {
        do { return try Ed25519PublicKey(bytes: bytes) } catch {
            throw RecordsError(.malformed, "these bytes are no public key: \(error.message)")
        }
    }
}

extension Digest: Canonical {
    package var canonical: CBOR { .bytes(bytes) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .bytes(let bytes) = canonical, let digest = Digest(bytes) else {
            throw RecordsError(.malformed, "a digest of 32 bytes is expected")
        }
        self = digest
    }
}
