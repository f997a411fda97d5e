import Cryptography
import Records
import SealTags

/// The file of masters: AES-256-GCM under a passphrase through scrypt, or under a credential of the machine.
///
/// A map: 0 version, 1 form of the lock, 2 salt, 3 scrypt's cost, 4 nonce, 5 sealed keys. Everything but the sealed keys is
/// authenticated with them.
enum KeyFile {
    static let domain = Domain("signet/tag-masters/v1")
    /// scrypt's N: 128 MiB for each guess (RFC 7914, with r = 8 and p = 1).
    static let costDefault = 1 << 17
    static let byteCountMax = 4_096
    private static let version: UInt64 = 1
    private static let saltByteCount = 32

    static func seal(_ keys: MasterKeys, with lock: KeyLock, cost: Int = costDefault)
        throws(CryptographyError)
        -> [UInt8]
    {
        let salt = try SecureRandom.bytes(saltByteCount)
        let nonce = try SecureRandom.bytes(AESGCM.nonceByteCount)
        var map = header(form: lock.form, salt: salt, cost: Int64(cost), nonce: nonce)
        var exposed = keys.exposed
        defer { exposed.wipe() }
        let sealed = try AESGCM.seal(
            exposed,
            key: try lock.key(salt: salt, cost: cost),
            nonce: nonce,
            authenticating: domain.prefix + CBOR.map(map).encoded
        )
        map[5] = .bytes(sealed)
        return CBOR.map(map).encoded
    }

    /// - Throws: `.damaged` for another passphrase, and for any byte that was changed.
    static func open(_ bytes: [UInt8], with lock: KeyLock) throws(KeyServiceError) -> MasterKeys {
        let parts: (form: UInt64, salt: Bytes, cost: Int64, nonce: Bytes, sealed: Bytes)
        do throws(RecordsError) {
            var fields = try Fields(try CBOR(decoding: bytes), of: "the file of masters")
            let version: UInt64 = try fields.value(0)
            guard version == Self.version else {
                throw RecordsError(
                    .unknownVersion,
                    "version \(version) of the file of masters is not known here"
                )
            }
            parts = (
                try fields.value(1), try fields.value(2), try fields.value(3), try fields.value(4),
                try fields.value(5)
            )
            try fields.finish()
        } catch { throw KeyServiceError(.damaged, error.message) }
        guard parts.form == lock.form else {
            throw KeyServiceError(
                .invalidArgument,
                parts.form == 0
                    ? "the masters are under a passphrase; name its file as state.passphraseFile"
                    : "the masters are under a credential; name its file as state.credential"
            )
        }
        let header = header(
            form: parts.form,
            salt: parts.salt.bytes,
            cost: parts.cost,
            nonce: parts.nonce.bytes
        )
        do {
            let key = try lock.key(salt: parts.salt.bytes, cost: Int(parts.cost))
            var exposed = try AESGCM.open(
                parts.sealed.bytes,
                key: key,
                nonce: parts.nonce.bytes,
                authenticating: domain.prefix + CBOR.map(header).encoded
            )
            defer { exposed.wipe() }
            return try MasterKeys(exposed: exposed)
        } catch {
            throw KeyServiceError(
                .damaged,
                "the masters do not open: another passphrase, or a changed file (\(error))"
            )
        }
    }

    private static func header(form: UInt64, salt: [UInt8], cost: Int64, nonce: [UInt8]) -> CBORMap {
        CBORMap([
            0: version.canonical, 1: form.canonical, 2: .bytes(salt), 3: .integer(cost), 4: .bytes(nonce),
        ])
    }
}
