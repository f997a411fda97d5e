package import Cryptography
package import Records

/// A person's key as it lies in a file: text of seven lines, format `signet-key/v1`.
///
/// ```
/// signet-key/v1
/// role: officer
/// person: 32 hexadecimal characters
/// public: 64 hexadecimal characters
/// passphrase: yes
/// scrypt: log2(N) r p SALT NONCE
/// sealed: 96 hexadecimal characters
/// ```
/// The seed of 32 bytes is sealed with AES-256-GCM (NIST SP 800-38D) under scrypt (RFC 7914) of the passphrase; the six
/// lines above it are authenticated with it. There is one way to write a key: lower case, single spaces, each line ended by
/// a line feed. Everything else is refused.
package struct KeyFile: Sendable, Equatable {
    /// The most bytes of a key file.
    package static let byteCountMax = 1_024
    static let saltByteCount = 16
    static let sealedByteCount = Ed25519PrivateKey.seedByteCount + AESGCM.tagByteCount
    static let magic = "signet-key/v1"

    let header: Header
    let sealed: [UInt8]

    /// What the key is for.
    package var role: KeyRole { header.role }
    /// Whose it is.
    package var person: Identifier<Person> { header.person }
    /// What others check the signatures with.
    package var publicKey: Ed25519PublicKey { header.publicKey }
    /// Whether a passphrase opens it; without one, whoever has the file has the key.
    package var hasPassphrase: Bool { header.hasPassphrase }

    init(header: Header, sealed: [UInt8]) {
        self.header = header
        self.sealed = sealed
    }

    /// The text of the file.
    package var bytes: [UInt8] { header.bytes + Array("sealed: \(Hex.encode(sealed))\n".utf8) }

    /// Reads the text of a file.
    ///
    /// - Throws: `malformed`; `unknownKind` for another format or role; `tooLarge`.
    package init(_ bytes: [UInt8]) throws(EnrolmentError) {
        guard bytes.count <= Self.byteCountMax else {
            throw EnrolmentError(.tooLarge, "a key file has at most \(Self.byteCountMax) bytes")
        }
        var lines = try NamedLines(bytes, format: Self.magic)
        header = try Header(&lines)
        guard let sealed = Hex.decode(try lines.value("sealed")), sealed.count == Self.sealedByteCount else {
            throw EnrolmentError(
                .malformed,
                "the line «sealed» of the key file has not \(Self.sealedByteCount) bytes"
            )
        }
        self.sealed = sealed
        try lines.finish()
        guard self.bytes == bytes else {
            throw EnrolmentError(.malformed, "the key file is not written in the one permitted form")
        }
    }

    /// The key, open in memory.
    ///
    /// - Throws: `wrongKey` for another passphrase or a changed file.
    package func opened(with passphrase: Passphrase) throws(EnrolmentError) -> PersonalKey {
        guard passphrase.isEmpty != hasPassphrase else {
            throw EnrolmentError(
                .wrongKey,
                hasPassphrase
                    ? "the key needs its passphrase" : "the key has no passphrase, and one was given"
            )
        }
        let key: Ed25519PrivateKey
        do {
            var seed = try AESGCM.open(
                sealed,
                key: try header.sealingKey(passphrase),
                nonce: header.nonce,
                authenticating: header.bytes
            )
            key = try Ed25519PrivateKey(seed: SecretBytes(moving: &seed))
        } catch  where error.code == .notAuthentic {
            throw EnrolmentError(.wrongKey, "the passphrase is wrong, or the key file was changed")
        } catch {
            throw EnrolmentError(error)
        }
        guard key.publicKey == publicKey else {
            throw EnrolmentError(
                .mismatch,
                "the key file names another public key than it holds; it must not be used"
            )
        }
        return PersonalKey(role: role, person: person, privateKey: key)
    }
}
