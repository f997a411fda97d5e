import GRDBSQLite
import Glibc

/// SQLite's calls of a file system, answered by simulated disks for paths on them and by the real one for all others.
enum FileSystemCalls {
    /// The real file system's table lies in `pAppData`; a file has room for either kind.
    static func table(over real: UnsafeMutablePointer<sqlite3_vfs>) -> sqlite3_vfs {
        var table = unsafe sqlite3_vfs()
        unsafe table.iVersion = 2
        unsafe table.szOsFile = max(real.pointee.szOsFile, Int32(MemoryLayout<SimulatedFile>.size))
        unsafe table.mxPathname = real.pointee.mxPathname
        // Never freed, as the table itself.
        unsafe table.zName = UnsafePointer(strdup("signet-simulated"))
        unsafe table.pAppData = UnsafeMutableRawPointer(real)
        unsafe table.xOpen = { table, name, file, flags, outFlags in
            unsafe FileSystemCalls.open(table, name, file, flags, outFlags)
        }
        unsafe table.xDelete = { table, name, isDirectorySynced in
            guard let disk = unsafe FileSystemCalls.disk(name), let name = unsafe name else {
                let real = unsafe FileSystemCalls.real(table)
                return unsafe real?.pointee.xDelete(real, name, isDirectorySynced) ?? SQLITE_ERROR
            }
            return FileCalls.code(DiskCode.deleting) { () throws(DiskFailure) in
                try disk.delete(unsafe String(cString: name))
            }
        }
        unsafe table.xAccess = { table, name, flags, answer in
            guard let disk = unsafe FileSystemCalls.disk(name), let name = unsafe name else {
                let real = unsafe FileSystemCalls.real(table)
                return unsafe real?.pointee.xAccess(real, name, flags, answer) ?? SQLITE_ERROR
            }
            return FileCalls.code(DiskCode.accessing) { () throws(DiskFailure) in
                unsafe answer?.pointee = try disk.exists(unsafe String(cString: name)) ? 1 : 0
            }
        }
        unsafe table.xFullPathname = { table, name, byteCount, out in
            guard unsafe FileSystemCalls.disk(name) != nil, let name = unsafe name, let out = unsafe out
            else {
                let real = unsafe FileSystemCalls.real(table)
                return unsafe real?.pointee.xFullPathname(real, name, byteCount, out) ?? SQLITE_ERROR
            }
            guard unsafe strlen(name) < Int(byteCount) else { return SQLITE_CANTOPEN }
            unsafe strcpy(out, name)
            return SQLITE_OK
        }
        unsafe table.xDlOpen = { _, _ in nil }
        unsafe table.xRandomness = { _, byteCount, out in
            let bytes = DiskDriver.drawRandomness(Int(byteCount))
            for (index, byte) in bytes.enumerated() { unsafe out?[index] = CChar(bitPattern: byte) }
            return byteCount
        }
        // Nobody else runs meanwhile: waiting would not help.
        unsafe table.xSleep = { _, microseconds in microseconds }
        unsafe table.xCurrentTime = { _, days in
            unsafe days?.pointee = 2_460_000
            return SQLITE_OK
        }
        unsafe table.xCurrentTimeInt64 = { _, milliseconds in
            unsafe milliseconds?.pointee = 2_460_000 * 86_400_000
            return SQLITE_OK
        }
        unsafe table.xGetLastError = { _, _, _ in 0 }
        return unsafe table
    }

    private static func real(_ table: UnsafeMutablePointer<sqlite3_vfs>?) -> UnsafeMutablePointer<
        sqlite3_vfs
    >? {
        unsafe table?.pointee.pAppData?.assumingMemoryBound(to: sqlite3_vfs.self)
    }

    private static func disk(_ name: UnsafePointer<CChar>?) -> SimulatedDisk? {
        guard let name = unsafe name else { return nil }
        return DiskDriver.disk(of: unsafe String(cString: name))
    }

    private static func open(
        _ table: UnsafeMutablePointer<sqlite3_vfs>?,
        _ name: UnsafePointer<CChar>?,
        _ file: UnsafeMutablePointer<sqlite3_file>?,
        _ flags: Int32,
        _ outFlags: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        guard let disk = unsafe disk(name), let name = unsafe name, let file = unsafe file else {
            let real = unsafe real(table)
            return unsafe real?.pointee.xOpen(real, name, file, flags, outFlags) ?? SQLITE_ERROR
        }
        // Where opening fails SQLite must find no methods (sqlite.org/c3ref/vfs.html).
        unsafe file.pointee.pMethods = nil
        return FileCalls.code(SQLITE_CANTOPEN) { () throws(DiskFailure) in
            let creates = flags & SQLITE_OPEN_CREATE != 0
            guard let opened = try disk.open(unsafe String(cString: name), creates: creates) else {
                throw .failed
            }
            let handle = OpenFile(disk: disk, place: opened.place, generation: opened.generation)
            unsafe FileCalls.attach(handle, to: file)
            unsafe outFlags?.pointee = flags
        }
    }
}
