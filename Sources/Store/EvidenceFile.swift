import Dispatch
import GRDB
package import Records
import Synchronization

/// The file that holds what is evidence: leaves, bodies, tiles and notes of every log of this house, never migrated.
///
/// One SQLite file with a write-ahead log and one writer. A commit is on the disk before it returns
/// (synchronous=FULL); readers see whole commits only, on connections of their own.
package final class EvidenceFile: LogStore {
    let pool: DatabasePool
    private let readers: ReadConnections

    // The leaf hashes of each log's last tile, which is not full yet. Never trusted without a look at the head.
    let edges = Mutex<[Int64: TileEdge]>([:])

    // Does what an append brings along, piece by piece, while the disk works.
    let besideWriting = DispatchQueue(label: "signet.beside-writing", qos: .userInitiated)

    /// Opens the file, or makes an empty one.
    ///
    /// - Throws: ``RecordsError`` `.unavailable` where the path cannot be read and written; `.mismatch` where the file
    ///   there is no evidence file of a version that this program knows.
    package convenience init(path: String) throws(RecordsError) {
        try self.init(path: path, configuration: Configuration())
    }

    init(path: String, configuration: Configuration) throws(RecordsError) {
        var configuration = configuration
        configuration.label = "evidence"
        configuration.busyMode = .timeout(Self.busySecondsMax)
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { db in
                // GRDB sets NORMAL for a pool: with that a power cut takes back what was answered for.
                try db.execute(sql: "PRAGMA synchronous = FULL")
                // A backlog comes in thousands of pages: emptied into the file less often, each goes there once.
                try db.execute(sql: "PRAGMA wal_autocheckpoint = \(Self.pagesInLogMax)")
                // What is erased is overwritten, not only forgotten.
                try db.execute(sql: "PRAGMA secure_delete = ON")
            }
            try Self.migrator.migrate(pool)
            readers = ReadConnections(path: path, configuration: configuration)
        } catch {
            throw RecordsError(storage: error)
        }
    }

    /// Closes the file; every later call throws.
    package func close() throws(RecordsError) {
        do {
            try readers.close()
            try pool.close()
        } catch {
            throw RecordsError(storage: error)
        }
    }

    private static let busySecondsMax = 5.0
    // 16 MiB at SQLite's page size of 4 KiB.
    private static let pagesInLogMax = 4_096
}

extension EvidenceFile {
    /// One transaction: everything in it is on the disk when it returns, or nothing.
    func write<Result>(_ body: (Database) throws -> Result) throws(RecordsError) -> Result {
        do { return try pool.write(body) } catch { throw RecordsError(storage: error) }
    }

    /// The same for what is written at every act: the words that begin and end it are read by SQLite once and kept.
    ///
    /// For bodies that pass on every error of the file. Where SQLite has taken a transaction back by itself the library would
    /// refuse the next statement; here that is noticed at the end alone.
    func writeAct<Result>(_ body: (Database) throws -> Result) throws(RecordsError) -> Result {
        do {
            return try pool.writeWithoutTransaction { db in
                try db.cachedStatement(sql: "BEGIN IMMEDIATE TRANSACTION").execute()
                do {
                    let result = try body(db)
                    try db.cachedStatement(sql: "COMMIT TRANSACTION").execute()
                    return result
                } catch {
                    if db.isInsideTransaction { try? db.rollback() }
                    throw error
                }
            }
        } catch {
            throw RecordsError(storage: error)
        }
    }

    /// One snapshot, on another connection than the writer's.
    func read<Result>(_ body: (Database) throws -> Result) throws(RecordsError) -> Result {
        do { return try readers.read(body) } catch { throw RecordsError(storage: error) }
    }
}
