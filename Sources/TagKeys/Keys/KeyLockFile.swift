import Enrolment
package import SealTags

/// The file that holds what opens the masters.
package enum KeyLockFile: Sendable, Hashable {
    /// At least 32 random bytes, by a service manager or by `init`.
    case credential(path: String)
    /// A passphrase that people know.
    case passphrase(path: String)

    /// Reads it.
    ///
    /// - Throws: as ``KeyLock/init(credentialFile:)`` and ``KeyLock/init(passphraseFile:)``.
    package func lock() throws(KeyServiceError) -> KeyLock {
        switch self {
        case .credential(let path): try KeyLock(credentialFile: path)
        case .passphrase(let path): try KeyLock(passphraseFile: path)
        }
    }

    /// Makes a credential of 32 random bytes where none is; a passphrase is for people to think of.
    func make() throws(KeyServiceError) {
        guard case .credential(let path) = self else { return }
        do throws(EnrolmentError) {
            do throws(EnrolmentError) {
                _ = try ProtectedFile.read(path, readers: .service, byteCountMax: KeyLock.byteCountMax)
            } catch  where error.code == .notFound {
                _ = try CredentialKey.readOrMake(path: path)
            }
        } catch { throw KeyServiceError(error) }
    }
}

extension KeyServiceError {
    /// What a protected file refused.
    init(_ error: EnrolmentError) {
        switch error.code {
        case .exposed, .tooLarge, .malformed: self.init(.invalidArgument, error.message)
        case .cryptography: self.init(.cryptography, error.message)
        default: self.init(.storage, error.message)
        }
    }
}
