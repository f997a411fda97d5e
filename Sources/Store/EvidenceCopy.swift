import Cryptography
import FoundationEssentials
import GRDB
package import Records

/// A backup of an evidence file that is read back.
///
/// Nothing in it is believed: the tree of each log is computed from the leaves of the copy, from the first to the last, and
/// each body is held against its leaf. Stored tiles are not asked. That reads the whole file, which is the point: a backup
/// of which a part was never read is a hope. It costs a night's minutes for tens of millions of records.
package struct EvidenceCopy {
    /// What the copy holds of one log.
    package struct Log: Sendable, Hashable {
        /// The log.
        package let origin: Origin
        /// How many leaves were read, with a body that fits or none.
        package let leafCount: UInt64
        /// How many of them have no body: erased, or never here.
        package let bodilessCount: UInt64
        /// The newest signed head that the leaves read lead to, with the note that signs it; nil before the first.
        package let note: SignedNote?
    }

    private let queue: DatabaseQueue

    /// Opens a copy, to read only.
    ///
    /// - Throws: ``RecordsError`` `.unavailable`, or `.mismatch` where it is no database.
    package init(path: String) throws(RecordsError) {
        do {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.label = "backup"
            queue = try DatabaseQueue(path: path, configuration: configuration)
        } catch {
            throw RecordsError(storage: error)
        }
    }

    /// Closes the copy.
    package func close() throws(RecordsError) {
        do { try queue.close() } catch { throw RecordsError(storage: error) }
    }

    /// Reads everything back.
    ///
    /// - Throws: ``RecordsError`` `.mismatch` with the first thing that is not what was signed.
    package func readBack() throws(RecordsError) -> [Log] {
        do {
            return try queue.read { db in
                guard try String.fetchOne(db, sql: "PRAGMA quick_check(1)") == "ok" else {
                    throw RecordsError(.mismatch, "the copy's pages do not hang together")
                }
                return try StoredLog.fetchAll(db).map { try Self.read(db, $0) }
            }
        } catch {
            throw RecordsError(storage: error)
        }
    }

    private static func read(_ db: Database, _ log: StoredLog) throws -> Log {
        let rows = BundleRows(db: db, log: log.id)
        let signed = try signedNote(db, log)
        let head = try signed.map {
            try CheckpointPolicy(origin: log.origin, logKey: log.key()).verify($0).head
        }
        var frontier = TreeFrontier()
        var bodiless: UInt64 = 0
        func grow(to size: UInt64) throws {
            try rows.forEach(in: frontier.size..<max(frontier.size, size)) { stretch in
                for record in stretch.bundle.records where try !isWhole(record, at: log.origin) {
                    bodiless += 1
                }
                _ = try frontier.grow(by: stretch.bundle.leafHashes)
                return true
            }
        }
        if let head {
            try grow(to: head.size)
            guard frontier.head == head else {
                throw RecordsError(
                    .mismatch,
                    "the copy's leaves of \(log.origin) are not those that were signed"
                )
            }
        }
        try grow(to: log.head.size)
        guard frontier.head == log.head else {
            throw RecordsError(.mismatch, "the copy's leaves of \(log.origin) do not lead to its root")
        }
        return Log(origin: log.origin, leafCount: frontier.size, bodilessCount: bodiless, note: signed)
    }

    /// Whether the body is there; one that is there must be the leaf's.
    private static func isWhole(_ record: Records.Record, at origin: Origin) throws -> Bool {
        guard !record.bodyBytes.isEmpty else { return false }
        // A leaf that nobody can read was taken in as it came, and is kept as it came.
        guard let leaf = try? Leaf(decoding: record.leafBytes) else { return true }
        guard let body = try? Body(decoding: record.bodyBytes), body.matches(leaf) else {
            throw RecordsError(
                .mismatch,
                "the copy's body of leaf \(leaf.header.sequence) of \(origin) is not the leaf's"
            )
        }
        return true
    }

    /// The newest note of the log that is wholly in the copy: of an own log its checkpoint, of a copy the mirrored head.
    private static func signedNote(_ db: Database, _ log: StoredLog) throws -> SignedNote? {
        let notes = NoteRows(db: db, log: log.id)
        guard try notes.contradiction() == nil else { return nil }
        return try notes.newest()[log.isOwn ? .checkpoint : .mirror]
    }
}
