import GRDB
import Records

/// What was found damaged of one log.
struct DamageRows {
    let db: Database
    let log: Int64

    func fetchAll(of origin: Origin) throws -> [LogDamage] {
        try Row.fetchAll(
            db,
            sql: "SELECT part, first, beyond FROM damage WHERE log = ? ORDER BY id",
            arguments: [log]
        )
        .map { row in
            guard let part = LogDamage.Part(rawValue: try row.text("part")) else {
                throw RecordsError(.unknownVersion, "a damage is of a part that is not known here")
            }
            let first = try row.size("first")
            return LogDamage(origin: origin, part: part, indices: first..<max(first, try row.size("beyond")))
        }
    }

    func put(_ damages: some Sequence<LogDamage>) throws {
        for damage in damages {
            try db.execute(
                sql: "INSERT INTO damage (log, part, first, beyond) VALUES (?, ?, ?, ?)",
                arguments: [
                    log, damage.part.rawValue, Int64(clamping: damage.indices.lowerBound),
                    Int64(clamping: damage.indices.upperBound),
                ]
            )
        }
    }

    /// What was found, and the rows themselves that could not be read: nothing of what was signed is thrown away.
    static let tables = [
        """
        CREATE TABLE damage (
            id INTEGER PRIMARY KEY,
            log INTEGER NOT NULL REFERENCES log (id),
            part TEXT NOT NULL CHECK (part IN ('note', 'missing', 'leaves', 'body', 'tree')),
            first INTEGER NOT NULL CHECK (first >= 0),
            beyond INTEGER NOT NULL CHECK (beyond >= first)
        ) STRICT
        """,
        """
        CREATE TABLE damaged_row (
            id INTEGER PRIMARY KEY,
            log INTEGER NOT NULL REFERENCES log (id),
            source TEXT NOT NULL CHECK (source IN ('bundle', 'note')),
            first INTEGER,
            content BLOB,
            bodies BLOB
        ) STRICT
        """,
    ]
}
