package import Cryptography
package import Records

/// A person's own key, open in memory: what headquarters never holds.
package struct PersonalKey: Sendable {
    /// What the key is for.
    package let role: KeyRole
    /// Whose it is.
    package let person: Identifier<Person>
    /// The key.
    package let privateKey: Ed25519PrivateKey

    /// A key of a person.
    package init(role: KeyRole, person: Identifier<Person>, privateKey: Ed25519PrivateKey) {
        self.role = role
        self.person = person
        self.privateKey = privateKey
    }

    /// The key sealed under a passphrase, with fresh salt and nonce.
    ///
    /// - Throws: `refused` for a passphrase of fewer than ``Passphrase/byteCountMin`` bytes that is not ``Passphrase/empty``.
    package func sealed(under passphrase: Passphrase, cost: KeyFile.Cost = .standard) throws(EnrolmentError)
        -> KeyFile
    {
        guard passphrase.isEmpty || passphrase.secret.count >= Passphrase.byteCountMin else {
            throw EnrolmentError(
                .refused,
                "the passphrase has fewer than \(Passphrase.byteCountMin) bytes; choose a longer one"
            )
        }
        return try withCryptography { () throws(CryptographyError) in
            let header = KeyFile.Header(
                role: role,
                person: person,
                publicKey: privateKey.publicKey,
                hasPassphrase: !passphrase.isEmpty,
                cost: cost,
                salt: try SecureRandom.bytes(KeyFile.saltByteCount),
                nonce: try SecureRandom.bytes(AESGCM.nonceByteCount)
            )
            var seed = privateKey.seed
            defer { seed.wipe() }
            let sealed = try AESGCM.seal(
                seed,
                key: try header.sealingKey(passphrase),
                nonce: header.nonce,
                authenticating: header.bytes
            )
            return KeyFile(header: header, sealed: sealed)
        }
    }
}
