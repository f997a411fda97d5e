package import Cryptography
package import Enrolment
package import Records
import Synchronization

/// Headquarters' own private keys as they lie on disk: sealed under the machine's credential, written before a key is used.
///
/// None of them can give.
package final class HeadquartersKeyFile: Sendable {
    private let path: String
    private let credential: CredentialKey
    private let secrets: Mutex<HeadquartersSecrets>

    /// Opens the file.
    ///
    /// - Throws: `notFound` before `signet-hq init`; what reading and opening throw.
    package init(path: String, credential: CredentialKey) throws(EnrolmentError) {
        let bytes = try ProtectedFile.read(path, readers: .ownerOnly, byteCountMax: Self.byteCountMax)
        secrets = Mutex(try HeadquartersSecrets(bytes, under: credential))
        self.path = path
        self.credential = credential
    }

    /// Opens the file, or makes keys and writes it where there is none.
    package init(making path: String, credential: CredentialKey) throws(EnrolmentError) {
        secrets = Mutex(try HeadquartersSecrets.readOrMake(path: path, under: credential))
        self.path = path
        self.credential = credential
    }

    /// The keys as they are now.
    package var current: HeadquartersSecrets { secrets.withLock { $0 } }

    /// The public key of a site's `policy`, made on the first call: owners sign it into the site's statement.
    package func policyKey(makingFor site: String) throws(EnrolmentError) -> Ed25519PublicKey {
        try secrets.withLock { secrets throws(EnrolmentError) in
            if let known = try? secrets.logKey(.policy(site: site)) { return known.privateKey.publicKey }
            var changed = secrets
            try changed.addPolicy(site: site, under: credential)
            try changed.write(to: path, under: credential)
            secrets = changed
            return try secrets.logKey(.policy(site: site)).privateKey.publicKey
        }
    }

    /// The key of a later epoch of a log, made on the first call: owners sign it.
    package func logKey(making epoch: UInt64, of log: HeadquartersLog) throws(EnrolmentError) -> LogKey {
        try secrets.withLock { secrets throws(EnrolmentError) in
            if let known = try? secrets.logKey(log, epoch: epoch) { return known }
            var changed = secrets
            try changed.addEpoch(epoch, of: log, under: credential)
            try changed.write(to: path, under: credential)
            secrets = changed
            return try secrets.logKey(log, epoch: epoch)
        }
    }

    /// Room for the keys of 10,000 sites.
    private static let byteCountMax = 8 << 20
}
