package import Cryptography

/// The key under which an appliance's secrets lie on its disk: 32 bytes from a credential of the system.
///
/// In the field the service manager hands them over in a file that only the service can read (systemd.exec(5),
/// LoadCredentialEncrypted=), sealed to host and TPM.
package struct CredentialKey: Sendable {
    /// The number of bytes.
    package static let byteCount = 32

    let secret: SecretBytes

    /// Takes 32 bytes.
    package init(_ secret: SecretBytes) throws(EnrolmentError) {
        guard secret.count == Self.byteCount else {
            throw EnrolmentError(
                .malformed,
                "a credential key has \(Self.byteCount) bytes, not \(secret.count)"
            )
        }
        self.secret = secret
    }

    /// Reads the credential file.
    ///
    /// - Throws: as ``ProtectedFile/read(_:readers:byteCountMax:)``; `malformed` for another count of bytes.
    package init(path: String) throws(EnrolmentError) {
        var bytes = try ProtectedFile.read(path, readers: .service, byteCountMax: Self.byteCount)
        try self.init(SecretBytes(moving: &bytes))
    }

    /// Reads the credential file, and makes it on the first start: where no service manager does, as in a demonstration.
    package static func readOrMake(path: String) throws(EnrolmentError) -> CredentialKey {
        do { return try CredentialKey(path: path) } catch  where error.code == .notFound {
            let secret = try withCryptography { () throws(CryptographyError) in
                try SecretBytes(randomByteCount: byteCount)
            }
            var bytes = secret.exposedCopy()
            defer { bytes.wipe() }
            try ProtectedFile.create(path, bytes, readers: .ownerOnly)
            return try CredentialKey(secret)
        }
    }
}

extension CredentialKey {
    /// Seals bytes for one purpose: a fresh nonce and AES-256-GCM under a key of that purpose (RFC 5869).
    func seal(_ plaintext: [UInt8], for purpose: String) throws(EnrolmentError) -> [UInt8] {
        try withCryptography { () throws(CryptographyError) in
            let nonce = try SecureRandom.bytes(AESGCM.nonceByteCount)
            return nonce
                + (try AESGCM.seal(
                    plaintext,
                    key: try key(for: purpose),
                    nonce: nonce,
                    authenticating: Array(purpose.utf8)
                ))
        }
    }

    /// Opens what was sealed for the purpose.
    ///
    /// - Throws: `wrongKey` when key, purpose or bytes differ.
    func open(_ sealed: [UInt8], for purpose: String) throws(EnrolmentError) -> [UInt8] {
        guard sealed.count >= AESGCM.nonceByteCount + AESGCM.tagByteCount else {
            throw EnrolmentError(.malformed, "sealed secrets are cut off")
        }
        do {
            return try AESGCM.open(
                Array(sealed.dropFirst(AESGCM.nonceByteCount)),
                key: try key(for: purpose),
                nonce: Array(sealed.prefix(AESGCM.nonceByteCount)),
                authenticating: Array(purpose.utf8)
            )
        } catch  where error.code == .notAuthentic {
            throw EnrolmentError(
                .wrongKey,
                "the secrets do not open under this machine's credential: another machine's disk, or changed bytes"
            )
        } catch {
            throw EnrolmentError(error)
        }
    }

    private func key(for purpose: String) throws(CryptographyError) -> SecretBytes {
        var derived = try HKDFSHA256.derive(
            inputKey: secret,
            salt: [],
            info: Array(purpose.utf8),
            byteCount: Self.byteCount
        )
        return SecretBytes(moving: &derived)
    }
}
