import GRDB

extension EvidenceFile {
    /// The tables of the file.
    ///
    /// A later version may add tables and columns; rows that are evidence stay as they are.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("evidence/v1") { db in
            for table in [logTable, bundleTable, tileTable, noteTable, forkTable, disputeTable] {
                try db.execute(sql: table)
            }
            for rule in bundleRules {
                try db.execute(sql: rule)
            }
        }
        migrator.registerMigration("evidence/v2") { db in
            for table in StateRows.tables { try db.execute(sql: table) }
            try db.execute(sql: "DROP TRIGGER bundle_is_proved")
            try db.execute(sql: bundleIsKept)
        }
        migrator.registerMigration("evidence/v3") { db in
            try db.execute(sql: "DROP TRIGGER bundle_is_proved")
            try db.execute(sql: bundleIsKeptOrTelemetry)
        }
        migrator.registerMigration("evidence/v4") { db in
            for table in DamageRows.tables { try db.execute(sql: table) }
        }
        return migrator
    }

    /// A row whose every record lies under a signed head.
    private static let isProved = "OLD.first + OLD.count <= (SELECT proved_size FROM log WHERE id = OLD.log)"

    /// A row of an own log that lies in a backup (`/safe`), and above which a stored state is named by a leaf that stays.
    private static let isSafe = """
        coalesce((SELECT is_own = 1
            AND OLD.first + OLD.count <= (SELECT max(size) FROM note WHERE log = OLD.log AND role = 'safe')
            AND OLD.first + OLD.count <= (SELECT max(leaf) FROM state WHERE origin = log.origin)
            FROM log WHERE id = OLD.log), 0)
        """

    /// Nothing goes that is proved, but for what is safe.
    private static let bundleIsKept = """
        CREATE TRIGGER bundle_is_proved BEFORE DELETE ON bundle
        WHEN \(isProved) AND NOT \(isSafe)
        BEGIN SELECT RAISE(ABORT, 'proved leaves are never deleted'); END
        """

    /// As above, and the oldest records of an own log of telemetry, one row after the other, as far as full tiles of its tree
    /// stand for them.
    private static let bundleIsKeptOrTelemetry = """
        CREATE TRIGGER bundle_is_proved BEFORE DELETE ON bundle
        WHEN \(isProved) AND NOT \(isSafe)
            AND NOT coalesce((SELECT is_own = 1 AND origin GLOB '*/cabinet/*/telemetry/e*'
                AND OLD.first + OLD.count <= (size - 1) / 256 * 256
                AND NOT EXISTS (SELECT 1 FROM bundle WHERE log = OLD.log AND first < OLD.first)
                FROM log WHERE id = OLD.log), 0)
        BEGIN SELECT RAISE(ABORT, 'proved leaves are never deleted'); END
        """

    /// One row for a log: the end of its tree, and the part of it that a signed checkpoint confirms.
    ///
    /// 4611686018427387904 is 2^62, the largest tree.
    private static let logTable = """
        CREATE TABLE log (
            id INTEGER PRIMARY KEY,
            origin TEXT NOT NULL UNIQUE,
            verifier_key TEXT NOT NULL,
            is_own INTEGER NOT NULL CHECK (is_own IN (0, 1)),
            size INTEGER NOT NULL CHECK (size BETWEEN 0 AND 4611686018427387904),
            root BLOB NOT NULL CHECK (length(root) = 32),
            frontier BLOB NOT NULL,
            proved_size INTEGER NOT NULL CHECK (proved_size BETWEEN 0 AND size),
            proved_frontier BLOB NOT NULL
        ) STRICT
        """

    /// Leaves and bodies that came together, framed as they travel (`RecordBundle`): one row whether one record or
    /// four thousand, since a row for each costs half of the throughput.
    private static let bundleTable = """
        CREATE TABLE bundle (
            id INTEGER PRIMARY KEY,
            log INTEGER NOT NULL REFERENCES log (id),
            first INTEGER NOT NULL CHECK (first >= 0),
            count INTEGER NOT NULL CHECK (count > 0),
            leaves BLOB NOT NULL CHECK (length(leaves) >= 3 * count),
            bodies BLOB NOT NULL CHECK (length(bodies) >= 3 * count),
            UNIQUE (log, first)
        ) STRICT
        """

    /// What must hold of bundles whatever a program does: no gap, no second leaf at an index, no change of a leaf,
    /// nothing gone that is proved.
    private static let bundleRules = [
        """
        CREATE TRIGGER bundle_continues BEFORE INSERT ON bundle
        WHEN NEW.first <> coalesce(
            (SELECT first + count FROM bundle WHERE log = NEW.log ORDER BY first DESC LIMIT 1), 0)
        BEGIN SELECT RAISE(ABORT, 'records leave a gap or overlap'); END
        """,
        """
        CREATE TRIGGER bundle_stays BEFORE UPDATE OF log, first, count, leaves ON bundle
        BEGIN SELECT RAISE(ABORT, 'leaves are never changed'); END
        """,
        """
        CREATE TRIGGER bundle_is_proved BEFORE DELETE ON bundle
        WHEN \(isProved)
        BEGIN SELECT RAISE(ABORT, 'proved leaves are never deleted'); END
        """,
    ]

    /// Tiles of C2SP tlog-tiles: at level 0 full ones only, above also the one that grows.
    private static let tileTable = """
        CREATE TABLE tile (
            id INTEGER PRIMARY KEY,
            log INTEGER NOT NULL REFERENCES log (id),
            level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 7),
            place INTEGER NOT NULL CHECK (place >= 0),
            hashes BLOB NOT NULL CHECK (
                length(hashes) % 32 = 0 AND length(hashes) BETWEEN 32 AND 8192
                AND (level > 0 OR length(hashes) = 8192)),
            UNIQUE (log, level, place)
        ) STRICT
        """

    /// Signed notes: of role `checkpoint` the newest, and below it the newest of each 256 leaves until a mirror holds them;
    /// of the others every one.
    private static let noteTable = """
        CREATE TABLE note (
            id INTEGER PRIMARY KEY,
            log INTEGER NOT NULL REFERENCES log (id),
            role TEXT NOT NULL CHECK (role IN ('checkpoint', 'witness', 'mirror', 'safe')),
            size INTEGER NOT NULL CHECK (size BETWEEN 0 AND 4611686018427387904),
            root BLOB NOT NULL CHECK (length(root) = 32),
            bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 65536),
            UNIQUE (log, role, size)
        ) STRICT
        """

    /// Two notes of one log that do not go together.
    private static let forkTable = """
        CREATE TABLE fork (
            id INTEGER PRIMARY KEY,
            log INTEGER NOT NULL REFERENCES log (id),
            kind TEXT NOT NULL CHECK (kind IN ('twoRoots', 'proofFails')),
            held BLOB NOT NULL,
            offered BLOB NOT NULL,
            path BLOB NOT NULL CHECK (length(path) % 32 = 0)
        ) STRICT
        """

    /// Records that contradict a log, kept apart from it.
    private static let disputeTable = """
        CREATE TABLE dispute (
            id INTEGER PRIMARY KEY,
            log INTEGER NOT NULL REFERENCES log (id),
            reason TEXT NOT NULL CHECK (reason IN ('otherLeaf', 'otherRoot', 'quarantined')),
            first INTEGER NOT NULL CHECK (first >= 0),
            leaves BLOB NOT NULL,
            bodies BLOB NOT NULL
        ) STRICT
        """
}
