import GRDBSQLite

/// SQLite as plain as it can be: one table, one row for each call, one sync of the disk for each row.
///
/// What a durable record costs at least on this disk; through the C interface, so that no wrapper weighs in it.
@safe final class BareTable {
    private var database: OpaquePointer?
    private var insertion: OpaquePointer?

    /// Makes a file with the same settings as the evidence has, and its write-ahead log at the length at which it is written over: what
    /// grows costs each sync a change of the file's length too.
    init(path: String) throws(MeasureError) {
        guard unsafe sqlite3_open(path, &database) == SQLITE_OK else {
            throw MeasureError("SQLite does not open \(path)")
        }
        let settings = """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4096;
            CREATE TABLE record (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
            CREATE TABLE filler (bytes BLOB NOT NULL) STRICT;
            INSERT INTO filler WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 4200)
                SELECT zeroblob(4000) FROM number;
            PRAGMA wal_checkpoint(RESTART);
            """
        guard unsafe sqlite3_exec(database, settings, nil, nil, nil) == SQLITE_OK,
            unsafe sqlite3_prepare_v2(
                database,
                "INSERT INTO record (bytes) VALUES (?)",
                -1,
                &insertion,
                nil
            )
                == SQLITE_OK
        else { throw MeasureError("SQLite does not make a table at \(path)") }
    }

    deinit {
        unsafe sqlite3_finalize(insertion)
        unsafe sqlite3_close(database)
    }

    /// Inserts a row; it is on the disk when this returns.
    func insert(_ bytes: [UInt8]) throws(MeasureError) {
        // The bytes outlive the step: SQLite need not copy them (sqlite3_bind_blob, SQLITE_STATIC).
        let code = unsafe bytes.withUnsafeBytes { buffer in
            unsafe sqlite3_bind_blob(insertion, 1, buffer.baseAddress, Int32(buffer.count), nil)
            return unsafe sqlite3_step(insertion)
        }
        unsafe sqlite3_reset(insertion)
        guard code == SQLITE_DONE else { throw MeasureError("SQLite did not insert: code \(code)") }
    }
}
