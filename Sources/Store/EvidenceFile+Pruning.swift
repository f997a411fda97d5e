import GRDB
package import Records

extension EvidenceFile {
    /// The most stored rows that one call gives up: a writer waits no longer than that takes.
    package static let prunedBundleCountMax = 256

    /// The index of the first record of a log that is still here.
    package func firstIndex(of origin: Origin) throws(RecordsError) -> UInt64 {
        try read { db in
            let log = try StoredLog.require(db, origin)
            let row = try Row.fetchOne(
                db,
                sql: "SELECT first FROM bundle WHERE log = ? ORDER BY first LIMIT 1",
                arguments: [log.id]
            )
            return try row.map { try $0.size("first") } ?? log.head.size
        }
    }

    /// Gives up the oldest records of an own log: leaves and bodies go, the tree and every note stay.
    ///
    /// Only what `/safe` cosigned goes, only whole rows below `size`, and only when a state that is stored in this file (``EvidenceBase``)
    /// is named by a leaf that stays; the schema holds all three. Proofs of what is gone can still be made.
    ///
    /// - Returns: whether there is more to give up below `size`.
    /// - Throws: ``RecordsError`` `.refused` for a copy: whoever keeps the records of others gives up nothing.
    package func prune(_ origin: Origin, below size: UInt64) throws(RecordsError) -> Bool {
        try write { db in
            let log = try StoredLog.require(db, origin)
            guard log.isOwn else {
                throw RecordsError(.refused, "\(origin) is a copy; copies are kept whole")
            }
            let safe = try NoteRows(db: db, log: log.id).head(.safe)?.size ?? 0
            let base = try StateRows(db: db).states(of: origin).first?.index ?? 0
            // Hashes of the last tile, which is not full, come from its leaves.
            let tiles = log.head.size / UInt64(Tile.widthMax) * UInt64(Tile.widthMax)
            let bound = Int64(min(size, safe, base, tiles))
            try db.execute(
                sql: """
                    DELETE FROM bundle WHERE id IN (
                        SELECT id FROM bundle WHERE log = ?1 AND first + count <= ?2 ORDER BY first LIMIT ?3)
                    """,
                arguments: [log.id, bound, Self.prunedBundleCountMax]
            )
            return db.changesCount == Self.prunedBundleCountMax
        }
    }
}
