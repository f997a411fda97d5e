import GRDB
package import Records

// Telemetry makes room for acts: the oldest rows go, whoever holds them.
extension EvidenceFile {
    /// The most rows that go at once: a writer waits no longer than that takes.
    package static let shedBundleCountMax = 4_096

    /// What of an own log of telemetry may be given up below a size.
    package func sheddable(of origin: Origin, below size: UInt64) throws(RecordsError) -> Range<UInt64>? {
        try read { db in try Self.sheddable(db, StoredLog.require(db, origin), below: size) }
    }

    /// Gives records of an own log of telemetry up; the schema holds the same.
    package func shed(_ indices: Range<UInt64>, of origin: Origin) throws(RecordsError) {
        try write { db in
            let log = try StoredLog.require(db, origin)
            guard try Self.sheddable(db, log, below: indices.upperBound) == indices else {
                throw RecordsError(
                    .refused,
                    "records \(indices) of \(origin) are not the oldest of an own log of telemetry"
                )
            }
            try db.execute(
                sql: "DELETE FROM bundle WHERE log = ? AND first + count <= ?",
                arguments: [log.id, Int64(indices.upperBound)]
            )
        }
    }

    private static func sheddable(_ db: Database, _ log: StoredLog, below size: UInt64) throws
        -> Range<UInt64>?
    {
        guard log.isOwn, LogNames.isTelemetry(log.origin), log.head.size > 0 else { return nil }
        // Hashes of the last tile, which is not full, come from its leaves; the next row follows on the last one. Above the
        // signed head leaves are read again before they are signed.
        let signed = try NoteRows(db: db, log: log.id).head(.checkpoint)?.size ?? 0
        let width = UInt64(Tile.widthMax)
        let bound = min(size, signed, (log.head.size - 1) / width * width)
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT first, count FROM bundle WHERE log = ? AND first + count <= ? ORDER BY first LIMIT ?
                """,
            arguments: [log.id, Int64(bound), shedBundleCountMax]
        )
        guard let first = try rows.first?.size("first"), let last = rows.last else { return nil }
        return first..<(try last.size("first") + last.size("count"))
    }
}
