import Cryptography
import FoundationEssentials
import GRDB
import Records

/// The stored states of logs, and the pieces that they are made of.
struct StateRows {
    /// How many states of one log are kept: the newest may have lost its leaf to a crash, and the one before it too.
    static let stateCountMax = 3

    let db: Database

    /// The states of a log, newest first.
    func states(of origin: Origin) throws -> [KeptState] {
        try Row.fetchAll(
            db,
            sql: "SELECT leaf, manifest FROM state WHERE origin = ? ORDER BY leaf DESC LIMIT ?",
            arguments: [origin.text, Self.stateCountMax]
        )
        .map { row in
            KeptState(
                index: try row.size("leaf"),
                manifest: try StateManifest(decoding: row.bytes("manifest"))
            )
        }
    }

    /// The bytes of a piece, as they are stored.
    func part(_ digest: Digest) throws -> [UInt8]? {
        try Data.fetchOne(db, sql: "SELECT bytes FROM part WHERE digest = ?", arguments: [Data(digest.bytes)])
            .map { [UInt8]($0) }
    }

    /// Keeps a state and those of its pieces that are not there yet; the oldest goes.
    func keep(_ state: KeptState, of origin: Origin, parts: [StatePart]) throws {
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
            arguments: [origin.text, Int64(clamping: state.index), Data(state.manifest.encoded)]
        )
        try dropOld(origin)
    }

    /// A piece belongs to the states whose manifests name it.
    private func dropOld(_ origin: Origin) throws {
        try db.execute(
            sql: """
                DELETE FROM state WHERE origin = ?1 AND leaf NOT IN
                    (SELECT leaf FROM state WHERE origin = ?1 ORDER BY leaf DESC LIMIT ?2)
                """,
            arguments: [origin.text, Self.stateCountMax]
        )
        var named: Set<Digest> = []
        for manifest in try Data.fetchAll(db, sql: "SELECT manifest FROM state") {
            named.formUnion(try StateManifest(decoding: [UInt8](manifest)).pieces.map(\.digest))
        }
        for stored in try Data.fetchAll(db, sql: "SELECT digest FROM part") {
            if let digest = Digest([UInt8](stored)), named.contains(digest) { continue }
            try db.execute(sql: "DELETE FROM part WHERE digest = ?", arguments: [stored])
        }
    }

    /// The tables, made where they are missing.
    static let tables = [
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
