package import Configuration
package import SealTags

/// Where the masters lie and what opens them: what each command of the tag-key service is told.
///
/// | key | type, default | what |
/// |---|---|---|
/// | `state.folder` | path, required | masters and receipts; mode 0700 |
/// | `state.credential` | path, `FOLDER/credential` | at least 32 random bytes under which the masters lie sealed; made at `init` where no service manager hands them over |
/// | `state.passphraseFile` | path, none | a passphrase in place of a credential; mode 0600 |
///
/// The other keys are those of ``KeyServerConfiguration``.
package struct KeyStateConfiguration: Sendable {
    /// Masters and receipts.
    package let folder: KeyFolder
    /// What opens the masters.
    package let lock: KeyLockFile

    /// Reads and checks the keys.
    ///
    /// - Throws: ``KeyServiceError`` `.invalidArgument` with the key and what it may be.
    package init(config: ConfigReader) throws(KeyServiceError) {
        guard let folder = try config.path("state.folder") else {
            throw ConfigReader.wrong("state.folder", "must be a path that begins with /")
        }
        self.folder = KeyFolder(path: folder)
        let credential = try config.path("state.credential")
        guard let passphrase = try config.path("state.passphraseFile") else {
            lock = .credential(path: credential ?? "\(folder)/credential")
            return
        }
        guard credential == nil else {
            throw ConfigReader.wrong(
                "state.passphraseFile",
                "takes the place of state.credential; give one of them"
            )
        }
        lock = .passphrase(path: passphrase)
    }

    /// Reads a YAML file; variables of the environment override its keys, `STATE_FOLDER` for `state.folder`.
    ///
    /// - Throws: ``KeyServiceError`` `.invalidArgument`, also where the file cannot be read.
    package init(path: String, environment: [String: String]) async throws(KeyServiceError) {
        try self.init(config: try await ConfigReader.file(path, environment: environment))
    }
}
