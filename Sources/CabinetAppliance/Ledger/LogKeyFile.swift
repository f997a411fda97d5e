import Cryptography
import Enrolment
import Records
import Synchronization

/// The file of a cabinet's secrets, for those of its logs that take their next keys into use: each rotation begins from what the
/// one before has written.
final class LogKeyFile: Sendable {
    private let path: String
    private let credential: CredentialKey
    private let secrets: Mutex<CabinetSecrets>

    init(_ secrets: CabinetSecrets, path: String, under credential: CredentialKey) {
        self.secrets = Mutex(secrets)
        self.path = path
        self.credential = credential
    }

    /// Signs human acts and alarms, and the beginnings of epochs.
    var act: Ed25519PrivateKey { secrets.withLock { $0.act } }

    /// The present key of a log.
    func key(_ log: CabinetSecrets.Log) throws -> LogKey { try secrets.withLock { try $0.logKey(log) } }

    /// Takes the next key of a log into use: it is on disk, and the one before is gone, when this returns.
    func rotate(_ log: CabinetSecrets.Log) throws -> LogKey {
        try secrets.withLock { secrets in
            var changed = secrets
            try changed.rotate(log, under: credential)
            try changed.write(to: path, under: credential)
            secrets = changed
            return try changed.logKey(log)
        }
    }
}
