import FoundationEssentials
import GRDB
import Records

/// The stored records of one log.
struct BundleRows {
    let db: Database
    let log: Int64

    /// Calls the body with the records in a range of indices, a stretch at a time, until it returns false.
    func forEach(in indices: Range<UInt64>, _ body: (RecordStretch) throws -> Bool) throws {
        guard !indices.isEmpty else { return }
        var isFirst = true
        var next = try row(at: indices.lowerBound) ?? row(behind: -1)
        while let row = next, row.first < indices.upperBound {
            let (first, bundle) = (row.first, row.bundle)
            let start = max(first, indices.lowerBound)
            let end = min(first + UInt64(bundle.count), indices.upperBound)
            if start < end {
                guard !isFirst || start == indices.lowerBound else {
                    throw RecordsError(.unavailable, "records below \(start) were given up here")
                }
                let slice = try bundle.slice(Int(start - first)..<Int(end - first))
                guard try body(RecordStretch(first: start, bundle: slice)) else { return }
            }
            guard end < indices.upperBound else { return }
            isFirst = false
            next = try self.row(behind: Int64(first))
        }
    }

    /// The row that begins at an index, or last before it.
    private func row(at index: UInt64) throws -> RecordStretch? {
        try fetch("first <= ? ORDER BY first DESC", Int64(index))
    }

    /// The row that begins next behind an index.
    private func row(behind index: Int64) throws -> RecordStretch? {
        try fetch("first > ? ORDER BY first", index)
    }

    // One statement for each row, and not one for all: a body may read the same log, and then needs the same statement.
    private func fetch(_ condition: String, _ index: Int64) throws -> RecordStretch? {
        let statement = try db.cachedStatement(
            sql: "SELECT first, leaves, bodies FROM bundle WHERE log = ? AND \(condition) LIMIT 1"
        )
        return try statement.first([log, index]) { row in
            RecordStretch(first: try row.size("first", at: 0), bundle: try row.bundle(at: 1))
        }
    }

    /// The records of the row that begins with an index; nil where none does.
    func bundle(from first: UInt64) throws -> RecordBundle? {
        let statement = try db.cachedStatement(
            sql: "SELECT leaves, bodies FROM bundle WHERE log = ? AND first = ?"
        )
        return try statement.first([log, Int64(first)]) { try $0.bundle(at: 0) }
    }

    /// Stores records behind those that are there.
    func insert(_ bundle: RecordBundle, first: UInt64) throws {
        let statement = try db.cachedStatement(
            sql: "INSERT INTO bundle (log, first, count, leaves, bodies) VALUES (?, ?, ?, ?, ?)"
        )
        try statement.execute(
            arguments: [log, Int64(first), bundle.count, Data(bundle.leaves), Data(bundle.bodies)]
        )
    }

    /// Takes away the records from an index on; the schema forbids it for those that are proved.
    func truncate(at size: UInt64) throws {
        var kept: RecordStretch?
        let straddling = try Row.fetchOne(
            db,
            sql: "SELECT first, leaves, bodies FROM bundle WHERE log = ? AND first < ? AND first + count > ?",
            arguments: [log, Int64(size), Int64(size)]
        )
        if let row = straddling {
            let first = try row.size("first")
            let bundle = try row.bundle()
            kept = RecordStretch(first: first, bundle: try bundle.slice(0..<Int(size - first)))
        }
        try db.execute(
            sql: "DELETE FROM bundle WHERE log = ? AND first + count > ?",
            arguments: [log, Int64(size)]
        )
        if let kept {
            try insert(kept.bundle, first: kept.first)
        }
    }

    /// Writes the records of one stored row anew without the bodies at some indices.
    func eraseBodies(at indices: Set<UInt64>) throws {
        for index in indices.sorted() {
            let row = try Row.fetchOne(
                db,
                sql:
                    "SELECT id, first, leaves, bodies FROM bundle WHERE log = ?1 AND first <= ?2 AND first + count > ?2",
                arguments: [log, Int64(index)]
            )
            guard let row else { throw RecordsError(.unavailable, "the log has no record \(index)") }
            let first = try row.size("first")
            let bundle = try row.bundle()
            let erased = try bundle.erasingBodies(at: [Int(index - first)])
            try db.execute(
                sql: "UPDATE bundle SET bodies = ? WHERE id = ?",
                arguments: [Data(erased.bodies), row.integer("id")]
            )
        }
    }
}
