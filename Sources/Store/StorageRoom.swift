import FoundationEssentials
import GRDB
import Glibc
package import Records
import Synchronization

/// What an evidence file may take of a disk, and the room that is kept back for the day when it is full.
///
/// Two limits, one meaning. The quota is a limit of pages in SQLite; the disk's own end comes unasked. Both say "full" to a
/// writer, and for both something was kept back: pages below the quota, and a file that is nothing but its size. Giving both
/// up once leaves room to write that the disk is full, and for returns.
package final class StorageRoom: Sendable {
    /// What is kept back: thousands of returns.
    package static let reserveByteCount: Int64 = 16 << 20
    /// Above this part of the quota, in percent, what may be given up is.
    private static let pressurePercent: Int64 = 80

    private let file: EvidenceFile
    private let path: String
    private let quotaByteCount: Int64?
    private let reserveByteCount: Int64
    private let diskByteCount: @Sendable () throws(RecordsError) -> Int64
    private let isHeld = Mutex(false)

    /// The room of a file; `path` is that of the reserve, on the same disk.
    ///
    /// Without a quota only the disk's end counts.
    package convenience init(
        of file: EvidenceFile,
        reserve path: String,
        quotaByteCount: Int64? = nil,
        reserveByteCount: Int64 = StorageRoom.reserveByteCount
    ) {
        self.init(
            of: file,
            reserve: path,
            quotaByteCount: quotaByteCount,
            reserveByteCount: reserveByteCount
        ) { () throws(RecordsError) in try Self.freeByteCount(beside: path) }
    }

    /// As above, on a disk of which `diskByteCount` says how much is free.
    package init(
        of file: EvidenceFile,
        reserve path: String,
        quotaByteCount: Int64? = nil,
        reserveByteCount: Int64,
        diskByteCount: @escaping @Sendable () throws(RecordsError) -> Int64
    ) {
        self.file = file
        self.path = path
        self.quotaByteCount = quotaByteCount
        self.reserveByteCount = reserveByteCount
        self.diskByteCount = diskByteCount
    }

    /// Keeps room back, at a start and when there is enough again.
    ///
    /// What was given up inside the file counts as room: the disk does not get it back, and the file grows into it first. There
    /// the reserve may be smaller than it should be: half of what the disk still has.
    ///
    /// - Returns: whether it is kept back now: not where the disk or the quota has less than twice as much.
    /// - Throws: ``RecordsError`` `.unavailable` where the disk cannot be asked.
    package func hold() throws(RecordsError) -> Bool {
        let held = reservedByteCount
        let disk = try diskByteCount() + held
        let wanted = min(reserveByteCount, disk / 2)
        let used = try usedByteCount()
        let isEnough =
            try disk + spareByteCount() >= 2 * reserveByteCount
            && max(wanted, held) >= reserveByteCount / Self.leastPart
            && quotaByteCount.map { used + 2 * reserveByteCount <= $0 } ?? true
        // A reserve that an earlier start left is still one, however little there is beside it.
        guard isEnough || held > 0 else { return false }
        // One that a power cut left without its blocks, or that was small, becomes what it should be.
        if isEnough, held < wanted { try makeReserve(wanted) }
        try limit(to: quotaByteCount.map { $0 - reserveByteCount })
        isHeld.withLock { $0 = true }
        return isEnough
    }

    /// Less than this part of a reserve is none.
    private static let leastPart: Int64 = 4

    /// Gives the reserve up before anything is opened, where a start would find no room for its first byte.
    ///
    /// - Returns: whether it did. There is nothing left to give then, and the disk is full.
    package static func giveUpAtStart(reserve path: String) -> Bool {
        giveUpAtStart(reserve: path) { () throws(RecordsError) in try freeByteCount(beside: path) }
    }

    static func giveUpAtStart(reserve path: String, diskByteCount: () throws(RecordsError) -> Int64) -> Bool {
        // What cannot be asked is not given up for: the start says what is wrong with the disk.
        guard let free = try? diskByteCount(), free < startByteCount else { return false }
        return unsafe unlink(path) == 0
    }

    /// What a start writes: a counter, the beginnings of SQLite's logs, a record.
    private static let startByteCount: Int64 = 1 << 20

    /// Gives the room up.
    ///
    /// - Returns: false when it was given up before: then there is nothing left to give.
    package func giveUp() -> Bool {
        let wasHeld = isHeld.withLock { held in
            defer { held = false }
            return held
        }
        guard wasHeld else { return false }
        // Whatever of it succeeds helps; the writer tries again and hears whether it was enough.
        _ = unsafe unlink(path)
        try? limit(to: quotaByteCount)
        return true
    }

    /// Whether records take so much of the quota that what may be given up should be.
    package func isPressed() throws(RecordsError) -> Bool {
        guard let quotaByteCount else {
            return try freeByteCount() < 4 * reserveByteCount
        }
        return try usedByteCount() * 100 > quotaByteCount * Self.pressurePercent
    }

    /// Whether so little is left that nothing of others may be taken in, while there is enough for what must be written here.
    package func isNearlyFull() throws(RecordsError) -> Bool {
        guard try freeByteCount() >= 2 * reserveByteCount else { return true }
        guard let quotaByteCount else { return false }
        return try usedByteCount() + 3 * reserveByteCount > quotaByteCount
    }

    /// Whether so little is left that what nothing rests on is not taken in any more: under pressure, and in any case while twice the room is left
    /// that there is when ``isNearlyFull()`` begins.
    package func isTight() throws(RecordsError) -> Bool {
        guard try freeByteCount() >= 4 * reserveByteCount else { return true }
        guard let quotaByteCount else { return false }
        let used = try usedByteCount()
        return used * 100 > quotaByteCount * Self.pressurePercent
            || used + 6 * reserveByteCount > quotaByteCount
    }

    /// Whether there is so much again that others may be let in: a reserve more than where ``isNearlyFull()`` begins, so that the
    /// two do not take turns.
    package func hasRoomAgain() throws(RecordsError) -> Bool {
        guard try freeByteCount() + reservedByteCount >= 4 * reserveByteCount else {
            return false
        }
        guard let quotaByteCount else { return true }
        return try usedByteCount() + 4 * reserveByteCount <= quotaByteCount
    }

    /// Whether the disk has room for what can be fetched again: never the last that acts could need.
    package func hasRoomForFiles() throws(RecordsError) -> Bool {
        try diskByteCount() >= 4 * reserveByteCount
    }

    /// What of the disk nobody uses, in bytes, beside what is kept back here.
    package func diskFreeByteCount() throws(RecordsError) -> Int64 { try diskByteCount() }

    /// The bytes of pages that hold something.
    package func usedByteCount() throws(RecordsError) -> Int64 {
        try file.read { db in
            let pages = try Int64.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            let free = try Int64.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
            return (pages - free) * (try Self.pageByteCount(db))
        }
    }

    /// What can still be written beside the reserve: of the disk, and into the file where it is empty.
    private func freeByteCount() throws(RecordsError) -> Int64 {
        try diskByteCount() + spareByteCount()
    }

    /// The bytes of pages that hold nothing any more, which are written again before the file grows.
    private func spareByteCount() throws(RecordsError) -> Int64 {
        try file.read { db in
            (try Int64.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0) * (try Self.pageByteCount(db))
        }
    }

    private static func pageByteCount(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 4_096
    }

    /// Sets the limit of pages of the one writer (https://www.sqlite.org/pragma.html#pragma_max_page_count).
    private func limit(to byteCount: Int64?) throws(RecordsError) {
        do {
            try file.pool.writeWithoutTransaction { db in
                let pages = try byteCount.map { $0 / (try Self.pageByteCount(db)) } ?? Self.pageCountMax
                try db.execute(sql: "PRAGMA max_page_count = \(max(1, pages))")
            }
        } catch {
            throw RecordsError(storage: error)
        }
    }

    /// SQLite's own limit.
    private static let pageCountMax: Int64 = 4_294_967_294

    /// What others than root can still write of a file's disk (statvfs(3)).
    private static func freeByteCount(beside path: String) throws(RecordsError) -> Int64 {
        var status = statvfs()
        let folder = folder(of: path)
        guard unsafe statvfs(folder, &status) == 0 else {
            throw RecordsError(
                .unavailable,
                "the disk of \(path) cannot be asked how much is free (errno \(errno))"
            )
        }
        return Int64(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    }

    private static func folder(of path: String) -> String {
        String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }

    /// The bytes that the reserve really takes (inode(7), `st_blocks`): a power cut may leave a name without any.
    private var reservedByteCount: Int64 {
        var about = stat()
        guard unsafe stat(path, &about) == 0 else { return 0 }
        return min(Int64(about.st_blocks) * 512, reserveByteCount)
    }

    /// A file whose blocks are taken and say nothing (posix_fallocate(3)), there after a power cut too.
    private func makeReserve(_ byteCount: Int64) throws(RecordsError) {
        let reserve = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard reserve >= 0 else {
            throw RecordsError(.unavailable, "\(path) cannot be made (errno \(errno))")
        }
        defer { _ = Glibc.close(reserve) }
        let result = posix_fallocate(reserve, 0, off_t(byteCount))
        guard result == 0 else {
            _ = unsafe unlink(path)
            throw RecordsError(.exhausted, "no room could be kept back at \(path) (errno \(result))")
        }
        let folder = unsafe open(Self.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { if folder >= 0 { _ = Glibc.close(folder) } }
        guard fsync(reserve) == 0, folder >= 0, fsync(folder) == 0 else {
            throw RecordsError(.unavailable, "\(path) cannot be written (errno \(errno))")
        }
    }
}
