import GRDBSQLite
import Glibc

/// A file as SQLite allocates it: its methods, and our handle behind them.
// Only the calls of ``FileCalls`` look at it, each with the pointer that SQLite gave to it.
@unsafe struct SimulatedFile {
    var base: sqlite3_file
    var handle: UnsafeMutableRawPointer?
}

/// Extended result codes (sqlite.org/rescode.html), whose macros Swift does not import.
enum DiskCode {
    static let reading = SQLITE_IOERR | 1 << 8
    static let shortRead = SQLITE_IOERR | 2 << 8
    static let writing = SQLITE_IOERR | 3 << 8
    static let syncing = SQLITE_IOERR | 4 << 8
    static let truncating = SQLITE_IOERR | 6 << 8
    static let statting = SQLITE_IOERR | 7 << 8
    static let unlocking = SQLITE_IOERR | 8 << 8
    static let deleting = SQLITE_IOERR | 10 << 8
    static let accessing = SQLITE_IOERR | 13 << 8
    static let locking = SQLITE_IOERR | 15 << 8
    static let mapping = SQLITE_IOERR | 21 << 8
}

/// SQLite's calls of one open file on a simulated disk.
enum FileCalls {
    typealias File = UnsafeMutablePointer<sqlite3_file>

    /// Does something and answers with a result code; an error of the drive is `failed`.
    static func code(_ failed: Int32, _ body: () throws(DiskFailure) -> Void) -> Int32 {
        do throws(DiskFailure) {
            try body()
            return SQLITE_OK
        } catch {
            if case .full = error { return SQLITE_FULL }
            return failed
        }
    }

    /// Gives SQLite's file our methods and a handle, which it keeps until it is closed.
    static func attach(_ handle: OpenFile, to file: File) {
        let simulated = unsafe UnsafeMutableRawPointer(file).assumingMemoryBound(to: SimulatedFile.self)
        unsafe simulated.pointee.handle = Unmanaged.passRetained(handle).toOpaque()
        unsafe simulated.pointee.base.pMethods = UnsafePointer(methods)
    }

    private static func handle(_ file: File?) -> OpenFile? {
        guard let file = unsafe file else { return nil }
        let simulated = unsafe UnsafeMutableRawPointer(file).assumingMemoryBound(to: SimulatedFile.self)
        guard let handle = unsafe simulated.pointee.handle else { return nil }
        return unsafe Unmanaged<OpenFile>.fromOpaque(handle).takeUnretainedValue()
    }

    private static func close(_ file: File?) {
        guard let file = unsafe file else { return }
        let simulated = unsafe UnsafeMutableRawPointer(file).assumingMemoryBound(to: SimulatedFile.self)
        guard let handle = unsafe simulated.pointee.handle else { return }
        unsafe simulated.pointee.handle = nil
        let open = unsafe Unmanaged<OpenFile>.fromOpaque(handle).takeRetainedValue()
        let number = open.number
        _ = code(SQLITE_IOERR) { () throws(DiskFailure) in
            try open.locks { $0.unlock(to: SQLITE_LOCK_NONE, by: number) }
        }
    }

    // One table for all files, made once; SQLite only reads it.
    nonisolated(unsafe) private static let methods: UnsafeMutablePointer<sqlite3_io_methods> = {
        let table = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        unsafe table.initialize(to: sqlite3_io_methods())
        unsafe fillBytes(table)
        unsafe fillLocks(table)
        return unsafe table
    }()

    private static func fillBytes(_ table: UnsafeMutablePointer<sqlite3_io_methods>) {
        // Version 2 has shared memory, version 3 would add memory-mapped files.
        unsafe table.pointee.iVersion = 2
        unsafe table.pointee.xClose = { file in
            unsafe FileCalls.close(file)
            return SQLITE_OK
        }
        unsafe table.pointee.xRead = { file, out, count, offset in
            guard let open = unsafe FileCalls.handle(file), let out = unsafe out else { return SQLITE_IOERR }
            var isShort = false
            let result = FileCalls.code(DiskCode.reading) { () throws(DiskFailure) in
                let bytes = try open.read(at: Int(offset), count: Int(count))
                unsafe bytes.withUnsafeBytes {
                    unsafe out.copyMemory(
                        from: $0.baseAddress ?? UnsafeRawPointer(out),
                        byteCount: bytes.count
                    )
                }
                isShort = bytes.count < Int(count)
                // What lies beyond the end must read as zeros (sqlite.org/c3ref/io_methods.html).
                if isShort { unsafe memset(out + bytes.count, 0, Int(count) - bytes.count) }
            }
            return isShort ? DiskCode.shortRead : result
        }
        unsafe table.pointee.xWrite = { file, bytes, count, offset in
            guard let open = unsafe FileCalls.handle(file), let bytes = unsafe bytes else {
                return SQLITE_IOERR
            }
            let copy = unsafe Array(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
            return FileCalls.code(DiskCode.writing) { () throws(DiskFailure) in
                try open.write(copy, at: Int(offset))
            }
        }
        unsafe table.pointee.xTruncate = { file, size in
            guard let open = unsafe FileCalls.handle(file) else { return SQLITE_IOERR }
            return FileCalls.code(DiskCode.truncating) { () throws(DiskFailure) in
                try open.truncate(to: Int(size))
            }
        }
        unsafe table.pointee.xSync = { file, _ in
            guard let open = unsafe FileCalls.handle(file) else { return SQLITE_IOERR }
            return FileCalls.code(DiskCode.syncing) { () throws(DiskFailure) in try open.sync() }
        }
        unsafe table.pointee.xFileSize = { file, size in
            guard let open = unsafe FileCalls.handle(file) else { return SQLITE_IOERR }
            return FileCalls.code(DiskCode.statting) { () throws(DiskFailure) in
                unsafe size?.pointee = Int64(try open.size())
            }
        }
        unsafe table.pointee.xFileControl = { _, _, _ in SQLITE_NOTFOUND }
        unsafe table.pointee.xSectorSize = { _ in 512 }
        unsafe table.pointee.xDeviceCharacteristics = { _ in SQLITE_IOCAP_POWERSAFE_OVERWRITE }
    }

    private static func fillLocks(_ table: UnsafeMutablePointer<sqlite3_io_methods>) {
        unsafe table.pointee.xLock = { file, level in
            guard let open = unsafe FileCalls.handle(file) else { return SQLITE_IOERR }
            var isFree = false
            let result = FileCalls.code(DiskCode.locking) { () throws(DiskFailure) in
                isFree = try open.locks { $0.lock(level, by: open.number) }
            }
            return result == SQLITE_OK && !isFree ? SQLITE_BUSY : result
        }
        unsafe table.pointee.xUnlock = { file, level in
            guard let open = unsafe FileCalls.handle(file) else { return SQLITE_IOERR }
            return FileCalls.code(DiskCode.unlocking) { () throws(DiskFailure) in
                try open.locks { $0.unlock(to: level, by: open.number) }
            }
        }
        unsafe table.pointee.xCheckReservedLock = { file, answer in
            guard let open = unsafe FileCalls.handle(file) else { return SQLITE_IOERR }
            return FileCalls.code(DiskCode.locking) { () throws(DiskFailure) in
                let isReserved = try open.locks { $0.isReserved(beside: open.number) }
                unsafe answer?.pointee = isReserved ? 1 : 0
            }
        }
        unsafe table.pointee.xShmMap = { file, region, byteCount, extends, out in
            guard let open = unsafe FileCalls.handle(file) else { return SQLITE_IOERR }
            return FileCalls.code(DiskCode.mapping) { () throws(DiskFailure) in
                let address = try open.region(Int(region), byteCount: Int(byteCount), extends: extends != 0)
                unsafe out?.pointee = unsafe address.flatMap {
                    unsafe UnsafeMutableRawPointer(bitPattern: $0)
                }
            }
        }
        unsafe table.pointee.xShmLock = { file, first, count, flags in
            guard let open = unsafe FileCalls.handle(file) else { return SQLITE_IOERR }
            let mask = UInt32((1 << count) - 1) << UInt32(first)
            var isFree = true
            let result = FileCalls.code(DiskCode.locking) { () throws(DiskFailure) in
                isFree = try open.locks { locks in
                    guard flags & SQLITE_SHM_UNLOCK == 0 else {
                        locks.release(mask, by: open.number)
                        return true
                    }
                    return locks.take(mask, isExclusive: flags & SQLITE_SHM_EXCLUSIVE != 0, by: open.number)
                }
            }
            return result == SQLITE_OK && !isFree ? SQLITE_BUSY : result
        }
        // SQLite runs on one thread here: nothing is reordered.
        unsafe table.pointee.xShmBarrier = { _ in }
        unsafe table.pointee.xShmUnmap = { file, _ in
            guard let open = unsafe FileCalls.handle(file) else { return SQLITE_IOERR }
            // A handle of before a power cut has nothing to let go of.
            _ = FileCalls.code(SQLITE_IOERR) { () throws(DiskFailure) in try open.unmap() }
            return SQLITE_OK
        }
    }
}
