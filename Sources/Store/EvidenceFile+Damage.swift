import Cryptography
import FoundationEssentials
import GRDB
package import Records
import Synchronization

// A log of which something is not as it was signed.
extension EvidenceFile {
    /// The most places that are named of one damaged log; the first ones say all.
    private static let damageCountMax = 64

    /// Reads a log from its first leaf and, where something is not as it was signed, gives it up as far as that.
    ///
    /// One transaction: a crash leaves the log as it was, and the next start finds the same.
    package func giveUpDamaged(_ origin: Origin, key: NoteVerifierKey?) throws(RecordsError) -> [LogDamage] {
        try write { db in
            let id = try Int64.fetchOne(
                db,
                sql: "SELECT id FROM log WHERE origin = ?",
                arguments: [origin.text]
            )
            guard let id else { return [] }
            let key = try key ?? StoredLog.require(db, origin).key()
            let policy = try CheckpointPolicy(origin: origin, logKey: key)
            var reader = DamageReader(db, log: id, signedBy: policy)
            let reading = try reader.read()
            guard !reading.damages.isEmpty else { return [] }
            try Self.setNotesApart(db, log: id, policy)
            let further = try Self.setApart(db, log: id, reading, of: origin)
            try Self.endAt(db, log: id, reading, key)
            edges.withLock { $0[id] = nil }
            var damages = reading.damages
            for damage in further where !damages.contains(damage) { damages.append(damage) }
            try DamageRows(db: db, log: id).put(damages.prefix(Self.damageCountMax))
            return damages
        }
    }

    /// What was found damaged of a log, oldest first.
    package func damages(of origin: Origin) throws(RecordsError) -> [LogDamage] {
        try read { db in
            guard let log = try StoredLog.fetch(db, origin) else { return [] }
            return try DamageRows(db: db, log: log.id).fetchAll(of: origin)
        }
    }
}

extension EvidenceFile {
    /// Takes notes that cannot be read out of the way of older ones that can.
    private static func setNotesApart(_ db: Database, log: Int64, _ policy: CheckpointPolicy) throws {
        for role in NoteRole.allCases {
            while let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT id, size, root, bytes FROM note WHERE log = ? AND role = ?
                    ORDER BY size DESC LIMIT 1
                    """,
                arguments: [log, role.rawValue]
            ), !DamageReader.isSound(row, under: policy) {
                try db.execute(
                    sql: """
                        INSERT INTO damaged_row (log, source, first, content)
                        SELECT log, 'note', size, bytes FROM note WHERE id = ?
                        """,
                    arguments: [row.integer("id")]
                )
                try db.execute(sql: "DELETE FROM note WHERE id = ?", arguments: [row.integer("id")])
            }
        }
        // What a mirror cosigned its witness had cosigned before.
        let rows = NoteRows(db: db, log: log)
        for (role, note) in try rows.newest() where role == .mirror || role == .safe {
            let head = try Checkpoint(note).head
            if head.size > (try rows.head(.witness)?.size ?? 0) {
                try rows.put(note, head: head, as: .witness)
            }
        }
    }

    /// Keeps the records behind what stays beside the log: those that can be read as what contradicts it, the others as they lie.
    ///
    /// - Returns: which of them are not what they were.
    private static func setApart(
        _ db: Database,
        log: Int64,
        _ reading: DamageReader.Reading,
        of origin: Origin
    ) throws -> [LogDamage] {
        let size = reading.kept.size
        let disputes = DisputeRows(db: db, log: log)
        var damages: [LogDamage] = []
        func find(_ part: LogDamage.Part, _ indices: Range<UInt64>) {
            guard damages.count < damageCountMax else { return }
            damages.append(LogDamage(origin: origin, part: part, indices: indices))
        }
        var behind: Int64 = -1
        while let row = try Row.fetchOne(
            db,
            sql: """
                SELECT id, first, count, leaves, bodies FROM bundle
                WHERE log = ?1 AND first > ?2 AND first + count > ?3 ORDER BY first LIMIT 1
                """,
            arguments: [log, behind, Int64(clamping: size)]
        ) {
            behind = try row.integer("first")
            let first = try row.size("first")
            guard let bundle = try? row.bundle(), Int64(bundle.count) == (try? row.integer("count")) else {
                find(.leaves, first..<first + UInt64(max(1, (try? row.integer("count")) ?? 1)))
                try db.execute(
                    sql: """
                        INSERT INTO damaged_row (log, source, first, content, bodies)
                        SELECT log, 'bundle', first, leaves, bodies FROM bundle WHERE id = ?
                        """,
                    arguments: [row.integer("id")]
                )
                continue
            }
            let start = max(first, size)
            let rest = try bundle.slice(Int(start - first)..<bundle.count)
            for (place, record) in rest.records.enumerated() {
                let index = start + UInt64(place)
                if (try? Leaf(decoding: record.leafBytes))?.header.sequence != index {
                    find(.leaves, index..<index + 1)
                } else if !record.bodyBytes.isEmpty, !record.isAsCommitted {
                    find(.body, index..<index + 1)
                }
            }
            try disputes.put(LeafDispute(reason: .otherLeaf, first: start, bundle: rest), isOwn: true)
        }
        return damages
    }

    /// Ends a log where all of it is as it was signed, as a copy whose later leaves are still to come.
    private static func endAt(
        _ db: Database,
        log: Int64,
        _ reading: DamageReader.Reading,
        _ key: NoteVerifierKey
    ) throws {
        let end = reading.kept
        // The schema keeps what is proved: only the transaction that keeps it elsewhere may say otherwise.
        try db.execute(
            sql: """
                UPDATE log SET verifier_key = ?, is_own = 0, size = ?, root = ?, frontier = ?,
                proved_size = ?, proved_frontier = ? WHERE id = ?
                """,
            arguments: [
                key.text, Int64(end.size), Data(end.root.bytes), Data(end.encoded), Int64(end.size),
                Data(end.encoded), log,
            ]
        )
        let (bundles, tiles) = (BundleRows(db: db, log: log), TileRows(db: db, log: log))
        try bundles.truncate(at: end.size)
        guard reading.first == 0 || end.size == 0 else { return try tiles.truncate(at: end.size) }
        // The tree is made anew from the leaves that lead to the signed head: no hash of it is believed.
        try tiles.truncate(at: 0)
        var frontier = TreeFrontier()
        try bundles.forEach(in: 0..<end.size) { stretch in
            _ = try tiles.write(try frontier.grow(by: stretch.bundle.leafHashes), edge: nil)
            return true
        }
    }
}
