package import Cryptography
import FoundationEssentials
import GRDB
package import Records
import Synchronization

/// The file that holds what programs folded from their logs: never evidence, and made anew from it whenever it is lost.
///
/// One SQLite file apart from the evidence. Nothing in it is believed for being there (``StateRecovery``).
package final class ProjectionFile: StateShelf {
    /// How many states of one log are kept: the newest may have lost its leaf to a crash, and the one before it too.
    private static let stateCountMax = 3

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
        try database { queue in
            try queue.read { db in
                try Row.fetchAll(
                    db,
                    sql: "SELECT leaf, manifest FROM state WHERE origin = ? ORDER BY leaf DESC LIMIT ?",
                    arguments: [origin.text, Self.stateCountMax]
                )
                .map { row in
                    KeptState(
                        index: UInt64(clamping: row["leaf"] as Int64),
                        manifest: try StateManifest(decoding: [UInt8](row["manifest"] as Data))
                    )
                }
            }
        }
    }

    package func part(_ digest: Digest) throws(RecordsError) -> [UInt8]? {
        try database { queue in
            try queue.read { db in
                try Data.fetchOne(
                    db,
                    sql: "SELECT bytes FROM part WHERE digest = ?",
                    arguments: [Data(digest.bytes)]
                )
                .map { [UInt8]($0) }
            }
        }
    }

    package func keep(_ state: KeptState, of origin: Origin, parts: [StatePart]) throws(RecordsError) {
        try database { queue in
            try queue.write { db in
                for part in parts {
                    try db.execute(
                        sql: "INSERT INTO part (digest, bytes) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING",
                        arguments: [Data(part.digest.bytes), Data(part.bytes)]
                    )
                }
                try db.execute(
                    sql: """
                        INSERT INTO state (origin, leaf, manifest) VALUES (?, ?, ?)
                        ON CONFLICT (origin, leaf) DO UPDATE SET manifest = excluded.manifest
                        """,
                    arguments: [
                        origin.text, Int64(clamping: state.index), Data(state.manifest.encoded),
                    ]
                )
                try Self.dropOld(db, origin)
            }
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
    /// A piece belongs to the states whose manifests name it.
    private static func dropOld(_ db: Database, _ origin: Origin) throws {
        try db.execute(
            sql: """
                DELETE FROM state WHERE origin = ?1 AND leaf NOT IN
                    (SELECT leaf FROM state WHERE origin = ?1 ORDER BY leaf DESC LIMIT ?2)
                """,
            arguments: [origin.text, stateCountMax]
        )
        var named: Set<Digest> = []
        for manifest in try Data.fetchAll(db, sql: "SELECT manifest FROM state") {
            named.formUnion(try StateManifest(decoding: [UInt8](manifest)).pieces.map(\.digest))
        }
        for stored in try Data.fetchAll(db, sql: "SELECT digest FROM part") {
            guard let digest = Digest([UInt8](stored)), named.contains(digest) else {
                try db.execute(sql: "DELETE FROM part WHERE digest = ?", arguments: [stored])
                continue
            }
        }
    }

    private func open() throws(RecordsError) {
        do {
            var configuration = Configuration()
            configuration.label = "projections"
            let opened = try DatabaseQueue(path: path, configuration: configuration)
            try opened.write { db in
                for table in Self.tables { try db.execute(sql: table) }
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

    private static let tables = [
        """
        CREATE TABLE IF NOT EXISTS state (
            id INTEGER PRIMARY KEY,
            origin TEXT NOT NULL,
            leaf INTEGER NOT NULL CHECK (leaf >= 0),
            manifest BLOB NOT NULL,
            UNIQUE (origin, leaf)
        ) STRICT
        """,
        """
        CREATE TABLE IF NOT EXISTS part (
            digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
            bytes BLOB NOT NULL
        ) STRICT
        """,
    ]
}
