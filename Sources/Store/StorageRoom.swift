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
    private let isHeld = Mutex(false)

    /// The room of a file; `path` is that of the reserve, on the same disk.
    ///
    /// Without a quota only the disk's end counts.
    package init(
        of file: EvidenceFile,
        reserve path: String,
        quotaByteCount: Int64? = nil,
        reserveByteCount: Int64 = StorageRoom.reserveByteCount
    ) {
        self.file = file
        self.path = path
        self.quotaByteCount = quotaByteCount
        self.reserveByteCount = reserveByteCount
    }

    /// Keeps room back, at a start and when there is enough again.
    ///
    /// - Returns: whether it is kept back now: not where the disk or the quota has less than twice as much.
    /// - Throws: ``RecordsError`` `.unavailable` where the disk cannot be asked.
    package func hold() throws(RecordsError) -> Bool {
        let isThere = FileManager.default.fileExists(atPath: path)
        let free = try freeByteCount() + (isThere ? reserveByteCount : 0)
        let used = try usedByteCount()
        let isEnough =
            free >= 2 * reserveByteCount
            && quotaByteCount.map { used + 2 * reserveByteCount <= $0 } ?? true
        // A reserve that an earlier start left is still one, however little there is beside it.
        guard isEnough || isThere else { return false }
        if !isThere { try makeReserve() }
        try limit(to: quotaByteCount.map { $0 - reserveByteCount })
        isHeld.withLock { $0 = true }
        return isEnough
    }

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
        guard let quotaByteCount else { return try freeByteCount() < 4 * reserveByteCount }
        return try usedByteCount() * 100 > quotaByteCount * Self.pressurePercent
    }

    /// Whether so little is left that nothing of others may be taken in, while there is enough for what must be written here.
    package func isNearlyFull() throws(RecordsError) -> Bool {
        guard try freeByteCount() >= 2 * reserveByteCount else { return true }
        guard let quotaByteCount else { return false }
        return try usedByteCount() + 3 * reserveByteCount > quotaByteCount
    }

    /// The bytes of pages that hold something.
    package func usedByteCount() throws(RecordsError) -> Int64 {
        try file.read { db in
            let pages = try Int64.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            let free = try Int64.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
            return (pages - free) * (try Self.pageByteCount(db))
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

    /// What others than root can still write of the disk (statvfs(3)).
    private func freeByteCount() throws(RecordsError) -> Int64 {
        var status = statvfs()
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        guard unsafe statvfs(folder, &status) == 0 else {
            throw RecordsError(
                .unavailable,
                "the disk of \(path) cannot be asked how much is free (errno \(errno))"
            )
        }
        return Int64(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    }

    /// A file whose blocks are taken and say nothing (posix_fallocate(3)).
    private func makeReserve() throws(RecordsError) {
        let reserve = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard reserve >= 0 else {
            throw RecordsError(.unavailable, "\(path) cannot be made (errno \(errno))")
        }
        defer { _ = Glibc.close(reserve) }
        let result = posix_fallocate(reserve, 0, off_t(reserveByteCount))
        guard result == 0 else {
            _ = unsafe unlink(path)
            throw RecordsError(.exhausted, "no room could be kept back at \(path) (errno \(result))")
        }
    }
}
