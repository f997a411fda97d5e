/// DHKEM(X25519, HKDF-SHA256): the secret that both sides share (RFC 9180, section 4.1).
enum HPKEKeyEncapsulation {
    /// "KEM" and the identifier 0x0020 (section 7.1).
    private static let suite: [UInt8] = Array("KEM".utf8) + [0x00, 0x20]

    /// Encap and Decap differ only in whose private key is at hand.
    static func sharedSecret(
        own: X25519PrivateKey,
        other: X25519PublicKey,
        encapsulated: X25519PublicKey,
        recipient: X25519PublicKey
    ) throws(CryptographyError) -> [UInt8] {
        var agreed = try own.sharedSecret(with: other)
        defer { agreed.wipe() }
        let extracted = HPKELabels.extract(salt: [], label: "eae_prk", inputKey: agreed, suite: suite)
        return try HPKELabels.expand(
            extracted,
            label: "shared_secret",
            info: encapsulated.bytes + recipient.bytes,
            byteCount: Digest.byteCount,
            suite: suite
        )
    }
}
