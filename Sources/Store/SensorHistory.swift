import FoundationEssentials
import GRDB
package import Records
import Synchronization

/// What cabinets have measured, folded for people to look at: the last value of each sensor, and hours of the last weeks.
///
/// One SQLite file apart from the evidence. It is made anew from the logs whenever it is lost, and nothing rests on it.
package final class SensorHistory: Sendable {
    /// The last value of a sensor.
    package struct Latest: Hashable, Sendable {
        /// The sensor's number.
        package let sensor: UInt64
        /// Which of several.
        package let place: UInt64
        /// The value.
        package let value: Int64
        /// When it was measured, in milliseconds since 1970.
        package let time: Int64

        /// A value at a moment.
        package init(sensor: UInt64, place: UInt64, value: Int64, time: Int64) {
            (self.sensor, self.place, self.value, self.time) = (sensor, place, value, time)
        }
    }

    /// What a sensor said within one hour.
    package struct Hour: Hashable, Sendable {
        /// The sensor's number.
        package let sensor: UInt64
        /// Which of several.
        package let place: UInt64
        /// Hours since 1970.
        package let hour: Int64
        /// The smallest value.
        package let least: Int64
        /// The largest value.
        package let most: Int64
    }

    /// A stretch of records that a cabinet gave up.
    package struct Shed: Hashable, Sendable {
        /// The log.
        package let origin: String
        /// The first index.
        package let first: UInt64
        /// The last index.
        package let last: UInt64
        /// How many of them, from the first on, lay at headquarters.
        package let heldCount: UInt64

        /// A stretch.
        package init(origin: String, first: UInt64, last: UInt64, heldCount: UInt64) {
            (self.origin, self.first, self.last, self.heldCount) = (origin, first, last, heldCount)
        }
    }

    /// The most sensors and places of one cabinet that are kept: as many as one record can tell.
    ///
    /// Whatever a cabinet sends, its
    /// part of the file and of a page stays within bounds.
    package static let placeCountMax = 1_024

    /// Milliseconds of an hour.
    package static let hourMilliseconds: Int64 = 3_600_000

    private let queue: DatabaseQueue

    /// Opens the file, or makes an empty one; one that cannot be read is thrown away for that.
    ///
    /// - Throws: ``RecordsError`` `.unavailable` where the path cannot be written.
    package init(path: String) throws(RecordsError) {
        do {
            do { queue = try Self.open(path) } catch let error as DatabaseError
                where error.resultCode == .SQLITE_NOTADB || error.resultCode == .SQLITE_CORRUPT
            {
                for suffix in ["", "-journal", "-wal", "-shm"]
                where FileManager.default.fileExists(atPath: path + suffix) {
                    try FileManager.default.removeItem(atPath: path + suffix)
                }
                queue = try Self.open(path)
            }
        } catch {
            throw RecordsError(storage: error)
        }
    }

    /// Closes the file; every later call throws.
    package func close() throws(RecordsError) {
        do { try queue.close() } catch { throw RecordsError(storage: error) }
    }

    /// How many records of a log are folded.
    package func size(of origin: Origin) throws(RecordsError) -> UInt64 {
        try read { db in try Self.size(db, origin) }
    }

    /// Folds values and stretches of the next records of a log, in the order in which they were measured.
    ///
    /// `heardAt`: when the cabinet was heard that brought them, in milliseconds since 1970. Of sensors and places beyond
    /// ``placeCountMax`` values are counted and not kept; of hours before `oldestHour` nothing is kept but how it is now.
    ///
    /// A cabinet writes its times itself. One that names hours of many old years would else fill the file.
    ///
    /// - Throws: `.conflict` where something else was folded of this log since it was asked.
    package func take(
        _ values: [Latest],
        shed: [Shed],
        heardAt: Int64,
        oldestHour: Int64,
        of cabinet: String,
        records: Range<UInt64>,
        in origin: Origin
    ) throws(RecordsError) {
        try write { db in
            guard try Self.size(db, origin) == records.lowerBound else {
                throw RecordsError(.conflict, "records of \(origin) were folded by somebody else")
            }
            var placeCount = try Self.placeCount(db, cabinet)
            var beyondCount: Int64 = 0
            for value in values
            where try !Self.put(db, value, of: cabinet, oldestHour: oldestHour, &placeCount) {
                beyondCount += 1
            }
            if beyondCount > 0 {
                try db.execute(
                    sql: """
                        INSERT INTO beyond (cabinet, count) VALUES (?, ?)
                        ON CONFLICT (cabinet) DO UPDATE SET count = count + excluded.count
                        """,
                    arguments: [cabinet, beyondCount]
                )
            }
            for stretch in shed {
                try db.execute(
                    sql: "INSERT OR IGNORE INTO shed (origin, first, last, held) VALUES (?, ?, ?, ?)",
                    arguments: [
                        stretch.origin, Int64(clamping: stretch.first), Int64(clamping: stretch.last),
                        Int64(clamping: stretch.heldCount),
                    ]
                )
            }
            try db.execute(
                sql: """
                    INSERT INTO heard (cabinet, time) VALUES (?, ?)
                    ON CONFLICT (cabinet) DO UPDATE SET time = max(time, excluded.time)
                    """,
                arguments: [cabinet, heardAt]
            )
            try db.execute(
                sql: """
                    INSERT INTO cursor (origin, size) VALUES (?, ?)
                    ON CONFLICT (origin) DO UPDATE SET size = excluded.size
                    """,
                arguments: [origin.text, Int64(clamping: records.upperBound)]
            )
        }
    }

    /// The last value of each of a cabinet's sensors, by sensor and place.
    package func latest(of cabinet: String) throws(RecordsError) -> [Latest] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT * FROM latest WHERE cabinet = ? ORDER BY sensor, place",
                arguments: [cabinet]
            )
            .map { row in
                Latest(
                    sensor: try row.size("sensor"),
                    place: try row.size("place"),
                    value: try row.integer("value"),
                    time: try row.integer("time")
                )
            }
        }
    }

    /// The hours of a cabinet's sensors from one on, by sensor, place and hour.
    package func hours(of cabinet: String, from hour: Int64) throws(RecordsError) -> [Hour] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT * FROM hour WHERE cabinet = ? AND hour >= ? ORDER BY sensor, place, hour",
                arguments: [cabinet, hour]
            )
            .map { row in
                Hour(
                    sensor: try row.size("sensor"),
                    place: try row.size("place"),
                    hour: try row.integer("hour"),
                    least: try row.integer("least"),
                    most: try row.integer("most")
                )
            }
        }
    }

    /// What was given up of a log.
    package func shed(of origin: Origin) throws(RecordsError) -> [Shed] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT * FROM shed WHERE origin = ? ORDER BY first",
                arguments: [origin.text]
            )
            .map { row in
                Shed(
                    origin: origin.text,
                    first: try row.size("first"),
                    last: try row.size("last"),
                    heldCount: try row.size("held")
                )
            }
        }
    }

    /// How many values of a cabinet belong to sensors and places beyond those that are kept.
    package func beyondCount(of cabinet: String) throws(RecordsError) -> UInt64 {
        let count = try read { db in
            try Int64.fetchOne(
                db,
                sql: "SELECT count FROM beyond WHERE cabinet = ?",
                arguments: [cabinet]
            )
        }
        return UInt64(clamping: count ?? 0)
    }

    /// When a cabinet was heard last, in milliseconds since 1970; nil for one that was never heard.
    package func heard(_ cabinet: String) throws(RecordsError) -> Int64? {
        try read { db in
            try Int64.fetchOne(db, sql: "SELECT time FROM heard WHERE cabinet = ?", arguments: [cabinet])
        }
    }

    /// Throws away what was measured before an hour; the last values stay.
    package func forget(before hour: Int64) throws(RecordsError) {
        try write { db in try db.execute(sql: "DELETE FROM hour WHERE hour < ?", arguments: [hour]) }
    }
}

extension SensorHistory {
    private static func placeCount(_ db: Database, _ cabinet: String) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM latest WHERE cabinet = ?", arguments: [cabinet]) ?? 0
    }

    /// Keeps a value; false where it belongs to one place too many.
    private static func put(
        _ db: Database,
        _ value: Latest,
        of cabinet: String,
        oldestHour: Int64,
        _ placeCount: inout Int
    ) throws -> Bool {
        let (sensor, place) = (Int64(clamping: value.sensor), Int64(clamping: value.place))
        // In the order of the log: the later record says how it is, whatever its clock.
        try db.execute(
            sql: "UPDATE latest SET value = ?, time = ? WHERE cabinet = ? AND sensor = ? AND place = ?",
            arguments: [value.value, value.time, cabinet, sensor, place]
        )
        if db.changesCount == 0 {
            guard placeCount < placeCountMax else { return false }
            placeCount += 1
            try db.execute(
                sql: "INSERT INTO latest (cabinet, sensor, place, value, time) VALUES (?, ?, ?, ?, ?)",
                arguments: [cabinet, sensor, place, value.value, value.time]
            )
        }
        let hour = value.time / hourMilliseconds
        guard hour >= oldestHour else { return true }
        try db.execute(
            sql: """
                INSERT INTO hour (cabinet, sensor, place, hour, least, most) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
                ON CONFLICT (cabinet, sensor, place, hour)
                DO UPDATE SET least = min(least, excluded.least), most = max(most, excluded.most)
                """,
            arguments: [cabinet, sensor, place, hour, value.value]
        )
        return true
    }

    private static func size(_ db: Database, _ origin: Origin) throws -> UInt64 {
        let row = try Row.fetchOne(
            db,
            sql: "SELECT size FROM cursor WHERE origin = ?",
            arguments: [origin.text]
        )
        return try row.map { try $0.size("size") } ?? 0
    }

    private static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "sensors"
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { db in
            // What a power cut takes is folded again: it is not worth a sync for each.
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
        }
        try queue.write { db in for table in tables { try db.execute(sql: table) } }
        return queue
    }

    private func read<Result>(_ body: (Database) throws -> Result) throws(RecordsError) -> Result {
        do { return try queue.read(body) } catch { throw RecordsError(storage: error) }
    }

    private func write<Result>(_ body: (Database) throws -> Result) throws(RecordsError) -> Result {
        do { return try queue.write(body) } catch { throw RecordsError(storage: error) }
    }

    private static let tables = [
        "CREATE TABLE IF NOT EXISTS cursor (origin TEXT NOT NULL PRIMARY KEY, size INTEGER NOT NULL) STRICT",
        "CREATE TABLE IF NOT EXISTS heard (cabinet TEXT NOT NULL PRIMARY KEY, time INTEGER NOT NULL) STRICT",
        "CREATE TABLE IF NOT EXISTS beyond (cabinet TEXT NOT NULL PRIMARY KEY, count INTEGER NOT NULL) STRICT",
        """
        CREATE TABLE IF NOT EXISTS shed (
            origin TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, held INTEGER NOT NULL,
            PRIMARY KEY (origin, first)
        ) STRICT
        """,
        """
        CREATE TABLE IF NOT EXISTS latest (
            cabinet TEXT NOT NULL, sensor INTEGER NOT NULL, place INTEGER NOT NULL, value INTEGER NOT NULL,
            time INTEGER NOT NULL, PRIMARY KEY (cabinet, sensor, place)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE IF NOT EXISTS hour (
            cabinet TEXT NOT NULL, sensor INTEGER NOT NULL, place INTEGER NOT NULL, hour INTEGER NOT NULL,
            least INTEGER NOT NULL, most INTEGER NOT NULL, PRIMARY KEY (cabinet, sensor, place, hour)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX IF NOT EXISTS hour_by_age ON hour (hour)",
    ]
}
