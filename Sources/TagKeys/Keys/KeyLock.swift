package import Cryptography
import Enrolment
import Records
package import SealTags

/// What opens the file of masters.
package enum KeyLock: Sendable {
    /// Words that a person or a unit's file gives; made costly to guess by scrypt.
    case passphrase(SecretBytes)
    /// A credential of the machine: at least 32 random bytes, from the system's credential store.
    case credential(SecretBytes)

    /// The fewest bytes of a passphrase.
    package static let passphraseByteCountMin = 12
    /// The fewest bytes of a credential.
    package static let credentialByteCountMin = 32
    /// The most bytes of either.
    package static let byteCountMax = 4_096

    /// Reads a passphrase; a newline at its end does not count.
    ///
    /// - Throws: `.invalidArgument` for a file that others may read, or for too few words.
    package init(passphraseFile path: String) throws(KeyServiceError) {
        var bytes = try SecretFile.read(path, byteCountMax: Self.byteCountMax)
        while bytes.last == UInt8(ascii: "\n") || bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard bytes.count >= Self.passphraseByteCountMin else {
            throw KeyServiceError(
                .invalidArgument,
                "the passphrase in \(path) has \(bytes.count) bytes; take at least \(Self.passphraseByteCountMin)"
            )
        }
        self = .passphrase(SecretBytes(moving: &bytes))
    }

    /// Reads a credential; a service manager's shows the group's bit, which stands for its access list (acl(5)).
    ///
    /// - Throws: `.storage` where there is none; `.invalidArgument` for a file that others may read, or that is too short
    ///   to be random.
    package init(credentialFile path: String) throws(KeyServiceError) {
        var bytes: [UInt8]
        do throws(EnrolmentError) {
            bytes = try ProtectedFile.read(path, readers: .service, byteCountMax: Self.byteCountMax)
        } catch  where error.code == .notFound {
            throw KeyServiceError(
                .storage,
                "there is no credential at \(path): name its file as state.credential, or run signet-hq-keys init once"
            )
        } catch { throw KeyServiceError(error) }
        guard bytes.count >= Self.credentialByteCountMin else {
            throw KeyServiceError(
                .invalidArgument,
                "the credential in \(path) has \(bytes.count) bytes; \(Self.credentialByteCountMin) random ones are needed"
            )
        }
        self = .credential(SecretBytes(moving: &bytes))
    }

    /// The number of this kind of lock in the file.
    var form: UInt64 {
        switch self {
        case .passphrase: 0
        case .credential: 1
        }
    }

    /// The key of 32 bytes for one file.
    func key(salt: [UInt8], cost: Int) throws(CryptographyError) -> SecretBytes {
        switch self {
        case .passphrase(let words):
            var exposed = words.exposedCopy()
            defer { exposed.wipe() }
            var key = try Scrypt.derive(
                password: exposed,
                salt: salt,
                cost: cost,
                blockSize: 8,
                parallelism: 1,
                byteCount: 32
            )
            return SecretBytes(moving: &key)
        case .credential(let secret):
            var key = try HKDFSHA256.derive(
                inputKey: secret,
                salt: salt,
                info: KeyFile.domain.prefix,
                byteCount: 32
            )
            return SecretBytes(moving: &key)
        }
    }
}
