/// Sealing to a public key: hybrid public key encryption, base mode, single shot (RFC 9180, sections 5.1.1 and 6.1).
///
/// Suite: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM. Anyone can seal; who sealed must be signed
/// for elsewhere.
package enum HPKE {
    /// The number of bytes by which sealed bytes are longer than what they seal.
    package static let overheadByteCount = X25519PublicKey.byteCount + AESGCM.tagByteCount

    /// The encapsulated key (32 bytes) and the ciphertext with its tag.
    ///
    /// `info` and `authenticating` are not carried: who opens must name the same.
    package static func seal(
        _ plaintext: [UInt8],
        to recipient: X25519PublicKey,
        info: [UInt8],
        authenticating: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        try seal(
            plaintext,
            to: recipient,
            info: info,
            authenticating: authenticating,
            ephemeralKey: X25519PrivateKey()
        )
    }

    /// The plaintext; `notAuthentic` when anything differs from what was sealed.
    package static func open(
        _ sealed: [UInt8],
        with key: X25519PrivateKey,
        info: [UInt8],
        authenticating: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        guard sealed.count >= overheadByteCount else {
            throw CryptographyError(
                .invalidLength,
                "\(sealed.count) bytes cannot be sealed: key and tag alone have \(overheadByteCount)"
            )
        }
        let encapsulated = try X25519PublicKey(bytes: [UInt8](sealed.prefix(X25519PublicKey.byteCount)))
        let secret = try HPKEKeyEncapsulation.sharedSecret(
            own: key,
            other: encapsulated,
            encapsulated: encapsulated,
            recipient: key.publicKey
        )
        let schedule = try HPKEKeySchedule(sharedSecret: secret, info: info)
        return try AESGCM.open(
            [UInt8](sealed.dropFirst(X25519PublicKey.byteCount)),
            key: schedule.key,
            nonce: schedule.baseNonce,
            authenticating: authenticating
        )
    }

    /// Seals with a given ephemeral key, as the vectors of the standard do.
    ///
    /// Never with one key twice: the nonce would be used twice too.
    static func seal(
        _ plaintext: [UInt8],
        to recipient: X25519PublicKey,
        info: [UInt8],
        authenticating: [UInt8],
        ephemeralKey: X25519PrivateKey
    ) throws(CryptographyError) -> [UInt8] {
        let secret = try HPKEKeyEncapsulation.sharedSecret(
            own: ephemeralKey,
            other: recipient,
            encapsulated: ephemeralKey.publicKey,
            recipient: recipient
        )
        let schedule = try HPKEKeySchedule(sharedSecret: secret, info: info)
        return ephemeralKey.publicKey.bytes
            + (try AESGCM.seal(
                plaintext,
                key: schedule.key,
                nonce: schedule.baseNonce,
                authenticating: authenticating
            ))
    }
}
