import Cryptography
import Records
import Replication

extension FuzzTarget {
    /// The narrowed CBOR: one value, one encoding.
    static let canonical = FuzzTarget(
        name: "canonical",
        seeds: { try Seeds.vectors("canonical", "leaves", "acts") },
        read: { bytes in
            guard let value = try? CBOR(decoding: bytes) else { return }
            require(value.encoded == bytes, "CBOR is written otherwise than it was read")
        }
    )

    /// Texts that stand for bytes, and names.
    static let texts = FuzzTarget(
        name: "texts",
        seeds: {
            ["aGFsbG8=", "aGFsbG8", "00ff", "HelloWorld", "rm:g9", "0ZK4", "seals.example/hq/acts/e1"].map {
                Array($0.utf8)
            }
        },
        read: { bytes in
            guard let text = String(validating: bytes, as: UTF8.self) else { return }
            if let found = Base64.decode(text) { same(Base64.encode(found), bytes, "base64") }
            if let found = Base64.decodeURL(text) { same(Base64.encodeURL(found), bytes, "base64url") }
            if let found = Hex.decode(text) {
                same(Hex.encode(found), Array(text.lowercased().utf8), "hexadecimal")
            }
            if let found = Z85.decode(text) { same(Z85.encode(found), bytes, "Z85") }
            if let found = CrockfordBase32.decode(text) {
                require(
                    CrockfordBase32.decode(CrockfordBase32.encode(found)) == found,
                    "Crockford loses bytes"
                )
            }
            _ = CrockfordBase32.decodeWithCheck(text)
            if let origin = try? Origin(text) { same(origin.text, bytes, "an origin") }
            if let name = try? NoteKeyName(text) { same(name.text, bytes, "a key's name") }
            if let key = try? NoteVerifierKey(text: text) { same(key.text, bytes, "a verifier key") }
            if let line = try? NoteSignature(line: text) { same(line.line, bytes + [10], "a signature line") }
        }
    )

    private static func same(_ text: String?, _ bytes: [UInt8], _ what: String) {
        require(text.map { Array($0.utf8) } == bytes, "\(what) is written otherwise than it was read")
    }
}
