import Glibc

/// One process at a time writes headquarters' logs and keys: two would each know only their own last leaf (flock(2)).
///
/// Held while it lives; the system lets go of it when the process ends, however that happens.
package final class StateFolderLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock of a folder.
    ///
    /// - Throws: ``HeadquartersError`` `.unavailable` while another process holds it.
    init(folder: String) throws(HeadquartersError) {
        let path = "\(folder)/lock"
        let opened = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard opened >= 0 else {
            throw HeadquartersError(.unavailable, "\(path) cannot be opened: look at who owns the folder")
        }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            _ = close(opened)
            throw HeadquartersError(
                .unavailable,
                "signet-hq, or another of its commands, works in \(folder): stop it first (systemctl stop signet-hq), then "
                    + "do this again; nothing was changed"
            )
        }
        descriptor = opened
    }

    deinit { _ = close(descriptor) }
}
