import Cryptography
import FoundationEssentials
import GRDB
import Records

/// The stored notes of one log, and what was kept of its forks.
struct NoteRows {
    /// The most forks that are kept of one log; the first ones say all.
    static let forkCountMax = 64

    let db: Database
    let log: Int64

    /// The newest note of each role.
    func newest() throws -> [NoteRole: SignedNote] {
        var notes: [NoteRole: SignedNote] = [:]
        let statement = try db.cachedStatement(
            sql: "SELECT bytes FROM note WHERE log = ? AND role = ? ORDER BY size DESC LIMIT 1"
        )
        for role in NoteRole.allCases {
            notes[role] = try statement.first([log, role.rawValue]) { row in
                try SignedNote(parsing: row.bytes("bytes", at: 0))
            }
        }
        return notes
    }

    /// The newest head of a role, without a look at its signatures.
    func head(_ role: NoteRole) throws -> TreeHead? {
        let statement = try db.cachedStatement(
            sql: "SELECT size, root FROM note WHERE log = ? AND role = ? ORDER BY size DESC LIMIT 1"
        )
        return try statement.first([log, role.rawValue]) { row in
            TreeHead(size: try row.size("size", at: 0), root: try row.digest("root", at: 1))
        }
    }

    /// The notes of a role at or above a size.
    func fetch(_ role: NoteRole, from size: UInt64, limit: Int) throws -> [SignedNote] {
        let statement = try db.cachedStatement(
            sql: "SELECT bytes FROM note WHERE log = ? AND role = ? AND size >= ? ORDER BY size LIMIT ?"
        )
        return try Data.fetchAll(
            statement,
            arguments: [log, role.rawValue, Int64(clamping: size), limit]
        )
        .map { try SignedNote(parsing: [UInt8]($0)) }
    }

    /// The sizes of a role's heads above one size, smallest first.
    func sizes(_ role: NoteRole, above size: UInt64, limit: Int) throws -> [UInt64] {
        let statement = try db.cachedStatement(
            sql: "SELECT size FROM note WHERE log = ? AND role = ? AND size > ? ORDER BY size LIMIT ?"
        )
        return try Row.fetchAll(statement, arguments: [log, role.rawValue, Int64(clamping: size), limit])
            .map { try $0.size("size") }
    }

    /// Keeps a note as the newest of its role; another one of the same head takes its place.
    func put(_ note: SignedNote, head: TreeHead, as role: NoteRole) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO note (log, role, size, root, bytes) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (log, role, size) DO UPDATE SET root = excluded.root, bytes = excluded.bytes
                """
        )
        try statement.execute(arguments: [
            log, role.rawValue, Int64(head.size), Data(head.root.bytes), Data(note.bytes),
        ])
        switch role {
        case .checkpoint: try forgetCheckpoints(inBlockOf: head.size)
        case .mirror: try forgetCheckpoints(below: head.size)
        case .witness, .safe: break
        }
    }

    /// Keeps a log's own checkpoint; one of `earlier` leaves that is kept for the same full tile's worth of leaves becomes this one.
    ///
    /// The same as ``put(_:head:as:)`` in the end, and at every act: one statement for two.
    func put(_ checkpoint: SignedNote, head: TreeHead, replacing earlier: UInt64) throws {
        guard earlier > 0, earlier < head.size, Self.block(of: earlier) == Self.block(of: head.size) else {
            return try put(checkpoint, head: head, as: .checkpoint)
        }
        let statement = try db.cachedStatement(
            sql: """
                UPDATE note SET size = ?, root = ?, bytes = ? WHERE log = ? AND role = 'checkpoint' AND size = ?
                """
        )
        try statement.execute(arguments: [
            Int64(head.size), Data(head.root.bytes), Data(checkpoint.bytes), log, Int64(earlier),
        ])
        // It may be one that no note of this log is of.
        if db.changesCount == 0 { try put(checkpoint, head: head, as: .checkpoint) }
    }

    /// The full tile's worth of leaves that ends a tree of some size.
    private static func block(of size: UInt64) -> Int64 { (Int64(size) - 1) / Int64(Tile.widthMax) }

    /// Of a log's own checkpoints the newest of each full tile's worth of leaves is kept, so that a backlog can show on
    /// its way what the log signed; the others are not worth their room.
    private func forgetCheckpoints(inBlockOf size: UInt64) throws {
        let statement = try db.cachedStatement(
            sql: "DELETE FROM note WHERE log = ? AND role = 'checkpoint' AND size >= ? AND size < ?"
        )
        let start = size == 0 ? 0 : Self.block(of: size) * Int64(Tile.widthMax) + 1
        try statement.execute(arguments: [log, start, Int64(size)])
    }

    /// What the mirror holds needs no checkpoint on its way any more; the newest one stays in any case.
    private func forgetCheckpoints(below size: UInt64) throws {
        let statement = try db.cachedStatement(
            sql: """
                DELETE FROM note WHERE log = ?1 AND role = 'checkpoint' AND size < ?2
                AND size < (SELECT max(size) FROM note WHERE log = ?1 AND role = 'checkpoint')
                """
        )
        try statement.execute(arguments: [log, Int64(size)])
    }

    /// The forks that were found, oldest first.
    func forks() throws -> [ForkEvidence] {
        let statement = try db.cachedStatement(
            sql: "SELECT kind, held, offered, path FROM fork WHERE log = ? ORDER BY id"
        )
        return try Row.fetchAll(statement, arguments: [log]).map(Self.fork)
    }

    private static func fork(_ row: Row) throws -> ForkEvidence {
        ForkEvidence(
            kind: try row.text("kind") == "twoRoots" ? .twoRoots : .proofFails,
            held: try SignedNote(parsing: row.bytes("held")),
            offered: try SignedNote(parsing: row.bytes("offered")),
            path: try row.digests("path")
        )
    }

    /// Keeps a fork, once.
    ///
    /// The one that proves a contradiction is kept whatever else is.
    func put(_ fork: ForkEvidence) throws {
        let kind = fork.kind == .twoRoots ? "twoRoots" : "proofFails"
        let path = Data(fork.path.flatMap(\.bytes))
        let isKnown = try Bool.fetchOne(
            db,
            sql:
                "SELECT EXISTS (SELECT 1 FROM fork WHERE log = ? AND kind = ? AND held = ? AND offered = ? AND path = ?)",
            arguments: [log, kind, Data(fork.held.bytes), Data(fork.offered.bytes), path]
        )
        let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM fork WHERE log = ?", arguments: [log])
        guard isKnown == false, count ?? 0 < Self.forkCountMax || fork.kind == .twoRoots else { return }
        try db.execute(
            sql: "INSERT INTO fork (log, kind, held, offered, path) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                log, kind, Data(fork.held.bytes), Data(fork.offered.bytes), path,
            ]
        )
    }

    /// The first contradiction, if there is one.
    ///
    /// Asked at each ingest: whatever else was kept of the log is not read for it.
    func contradiction() throws -> ForkEvidence? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT kind, held, offered, path FROM fork WHERE log = ? AND kind = 'twoRoots' ORDER BY id LIMIT 1
                """
        )
        return try statement.first([log], Self.fork)
    }
}
