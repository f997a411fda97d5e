import GRDBSQLite
import Synchronization

/// The file system through which SQLite reaches simulated disks: registered once for the process as the default one.
///
/// Paths outside of ``root`` go to the file system that was the default before, so that everything else in the process works
/// as ever. sqlite.org/vfs.html describes what is asked of one.
package enum DiskDriver {
    /// Where simulated disks are mounted.
    package static let root = "/simulated/"

    private static let disks = Mutex<[String: SimulatedDisk]>([:])
    private static let randomness = Mutex(SeededGenerator(seed: 0))

    /// Makes simulated disks reachable for all databases that are opened from now on, and seeds what SQLite draws.
    ///
    /// - Returns: false where SQLite refused.
    package static func install(seed: UInt64) -> Bool {
        randomness.withLock { $0 = SeededGenerator(seed: seed) }
        guard registered == SQLITE_OK else { return false }
        // Makes SQLite's own generator ask for a new seed (sqlite.org/c3ref/randomness.html).
        sqlite3_randomness(0, nil)
        return true
    }

    static func mount(_ disk: SimulatedDisk) { disks.withLock { $0[disk.folder] = disk } }

    static func unmount(_ disk: SimulatedDisk) { disks.withLock { $0[disk.folder] = nil } }

    /// The disk on which a path lies; nil for a path of the real file system.
    static func disk(of path: String) -> SimulatedDisk? {
        guard path.hasPrefix(root), let end = path.dropFirst(root.count).firstIndex(of: "/") else {
            return nil
        }
        return disks.withLock { $0[String(path[...end])] }
    }

    static func drawRandomness(_ count: Int) -> [UInt8] { randomness.withLock { $0.bytes(count) } }

    // Made once and never freed: SQLite keeps the pointer for as long as the process lives.
    private static let registered: Int32 = {
        guard let real = unsafe sqlite3_vfs_find(nil) else { return SQLITE_ERROR }
        let table = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        unsafe table.initialize(to: FileSystemCalls.table(over: real))
        return unsafe sqlite3_vfs_register(table, 1)
    }()
}
