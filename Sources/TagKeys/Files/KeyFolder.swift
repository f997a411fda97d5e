import Cryptography
import Glibc
package import SealTags

/// The files of one tag-key service, in a folder that only its user may enter.
package struct KeyFolder: Sendable {
    /// The folder's path.
    package let path: String

    /// The service's folder; nothing is made or read yet.
    package init(path: String) { self.path = path }

    /// The masters and the signing key, sealed.
    var masters: String { path + "/masters" }
    /// What the service was shown of `authority`.
    var authority: String { path + "/authority" }
    /// Every answer with keys, in the order given.
    var receipts: String { path + "/receipts" }

    /// Makes fresh masters and seals them; makes the credential too where there is none yet.
    ///
    /// - Returns: the public key that owners name as `tagServiceKey`, in hexadecimal.
    /// - Throws: `.storage` where there are masters already: they are never overwritten.
    package func initialise(_ file: KeyLockFile) throws(KeyServiceError) -> String {
        try make()
        // Asked before a credential is made: beside masters whose own was lost, a new one would pass for it.
        guard unsafe access(masters, F_OK) != 0 else {
            throw KeyServiceError(
                .storage,
                "there are masters in \(path) already, and nothing overwrites them"
            )
        }
        try file.make()
        return try initialise(lock: try file.lock(), cost: KeyFile.costDefault)
    }

    func initialise(lock: KeyLock, cost: Int) throws(KeyServiceError) -> String {
        try make()
        do {
            let keys = try MasterKeys()
            let bytes = try KeyFile.seal(keys, with: lock, cost: cost)
            try SecretFile.create(masters, in: path, bytes)
            return Hex.encode(keys.signingKey.publicKey.bytes)
        } catch let error as KeyServiceError {
            throw error
        } catch {
            throw KeyServiceError(.cryptography, "cannot make masters: \(error)")
        }
    }

    private func make() throws(KeyServiceError) {
        guard unsafe mkdir(path, S_IRWXU) == 0 || errno == EEXIST else {
            throw SecretFile.failure("cannot make the folder \(path)")
        }
    }

    /// Opens the masters.
    package func keys(lock: KeyLock) throws(KeyServiceError) -> MasterKeys {
        try KeyFile.open(try SecretFile.read(masters, byteCountMax: KeyFile.byteCountMax), with: lock)
    }
}
