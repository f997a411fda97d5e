package import Cryptography

/// One entry of a log: a header in clear with commitments, and on human acts and alarms the device's own signature.
///
/// A map with keys 0–8 (``LeafHeader``) and 9, the 64-byte Ed25519 signature by the device's act key over
/// "signet/act/v1" ‖ 00 ‖ origin ‖ 00 ‖ the map without key 9. The bytes received are the bytes hashed and stored.
package struct Leaf: Canonical {
    /// The most bytes of a leaf: C2SP tlog-tiles writes its length in 16 bits.
    package static let byteCountMax = 65_535

    /// What the leaf says in clear.
    package let header: LeafHeader
    /// The device's own signature.
    package let signature: [UInt8]?

    /// A leaf without a signature of its own.
    package init(_ header: LeafHeader) {
        self.header = header
        signature = nil
    }

    /// A leaf signed by the device's act key, bound to the log it stands in.
    package init(_ header: LeafHeader, origin: String, signedBy key: Ed25519PrivateKey)
        throws(CryptographyError)
    {
        self.header = header
        signature = try key.signature(for: Self.signedBytes(header, origin: origin))
    }

    /// Whether the own signature is there and by `key`.
    package func isSigned(by key: Ed25519PublicKey, origin: String) -> Bool {
        OwnSignatureVerifier(ofText: origin).isValid(on: self, encoded, by: key)
    }

    package var canonical: CBOR {
        var map = header.map
        map[9] = signature.map { .bytes($0) }
        return .map(map)
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a leaf")
        header = try LeafHeader(fields: &fields)
        let signature: Bytes? = try fields.optional(9)
        if let signature, signature.bytes.count != 64 {
            throw RecordsError(.malformed, "a leaf's own signature has 64 bytes")
        }
        self.signature = signature?.bytes
        try fields.finish()
    }

    private static func signedBytes(_ header: LeafHeader, origin: String) -> [UInt8] {
        Domain.act.prefix + Array(origin.utf8) + [0] + CBOR.map(header.map).encoded
    }
}
