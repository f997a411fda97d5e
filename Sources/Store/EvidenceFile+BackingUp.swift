import FoundationEssentials
import GRDB
import Glibc
package import Records

extension EvidenceFile {
    /// Copies the whole file as it is at one moment, while others go on writing; the copy is on the disk when this returns.
    ///
    /// SQLite's online backup reads pages from one snapshot: a writer never waits for it, and what is written meanwhile is
    /// in the next copy. The copy is one file without a write-ahead log, readable by its owner alone, and the system's
    /// memory of its pages is given up, so that whoever reads it next reads the disk.
    /// - Throws: ``RecordsError`` `.exhausted` where there is no room, `.refused` where the path is taken, `.unavailable`.
    package func copy(to path: String) throws(RecordsError) {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw RecordsError(.refused, "\(path) is there already; a copy never replaces another")
        }
        guard
            FileManager.default.createFile(
                atPath: path,
                contents: nil,
                attributes: [.posixPermissions: 0o600]
            )
        else { throw RecordsError(.unavailable, "\(path) cannot be made") }
        do {
            var configuration = Configuration()
            configuration.label = "backup"
            let copy = try DatabaseQueue(path: path, configuration: configuration)
            try pool.backup(to: copy, pagesPerStep: Self.pagesPerStep)
            try copy.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA journal_mode = DELETE") }
            try copy.close()
        } catch {
            throw RecordsError(storage: error)
        }
        try Self.settle(path)
    }

    /// Four mebibytes at SQLite's page size of 4 KiB.
    private static let pagesPerStep: CInt = 1_024

    /// Waits for the disk (fsync(2)), then lets the system forget the pages (posix_fadvise(2)): it gives up clean ones.
    private static func settle(_ path: String) throws(RecordsError) {
        let file = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw RecordsError(.unavailable, "\(path) cannot be read back") }
        defer { _ = Glibc.close(file) }
        guard fsync(file) == 0 else {
            throw RecordsError(.unavailable, "\(path) cannot be written to the disk")
        }
        _ = posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED)
    }
}
