package import Cryptography
import FoundationEssentials
import GRDB
package import Records
import Synchronization

/// The file that holds what programs folded from their logs: never evidence, and made anew from it whenever it is lost.
///
/// One SQLite file apart from the evidence. Nothing in it is believed for being there (``StateRecovery``).
package final class ProjectionFile: StateShelf {
    private let path: String
    private let queue: Mutex<DatabaseQueue?>

    /// Opens the file, or makes an empty one.
    ///
    /// What lies there and is no projection shows when it is read.
    /// - Throws: ``RecordsError`` `.unavailable` where the path cannot be written.
    package init(path: String) throws(RecordsError) {
        self.path = path
        queue = Mutex(nil)
        do { try open() } catch {
            guard error.code == .mismatch else { throw error }
        }
    }

    /// Closes the file; every later call throws.
    package func close() throws(RecordsError) {
        do { try queue.withLock { try $0.take()?.close() } } catch { throw RecordsError(storage: error) }
    }

    package func states(of origin: Origin) throws(RecordsError) -> [KeptState] {
        try database { queue in try queue.read { db in try StateRows(db: db).states(of: origin) } }
    }

    package func part(_ digest: Digest) throws(RecordsError) -> [UInt8]? {
        try database { queue in try queue.read { db in try StateRows(db: db).part(digest) } }
    }

    package func keep(_ state: KeptState, of origin: Origin, parts: [StatePart]) throws(RecordsError) {
        try database { queue in
            try queue.write { db in try StateRows(db: db).keep(state, of: origin, parts: parts) }
        }
    }

    package func discard() throws(RecordsError) {
        do {
            try queue.withLock { queue in
                try queue?.close()
                queue = nil
            }
            for suffix in ["", "-journal", "-wal", "-shm"]
            where FileManager.default.fileExists(atPath: path + suffix) {
                try FileManager.default.removeItem(atPath: path + suffix)
            }
        } catch {
            throw RecordsError(storage: error)
        }
        try open()
    }
}

extension ProjectionFile {
    private func open() throws(RecordsError) {
        do {
            var configuration = Configuration()
            configuration.label = "projections"
            let opened = try DatabaseQueue(path: path, configuration: configuration)
            try opened.write { db in
                for table in StateRows.tables { try db.execute(sql: table) }
            }
            queue.withLock { $0 = opened }
        } catch {
            throw RecordsError(storage: error)
        }
    }

    private func database<Result: Sendable>(_ body: (DatabaseQueue) throws -> Result) throws(RecordsError)
        -> Result
    {
        do {
            return try queue.withLock { queue in
                guard let queue else {
                    throw RecordsError(.mismatch, "the file \(path) is damaged or closed")
                }
                return try body(queue)
            }
        } catch {
            throw RecordsError(storage: error)
        }
    }
}
