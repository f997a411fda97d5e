import Glibc

/// A file descriptor that is closed exactly once.
struct OpenFile: ~Copyable {
    private let descriptor: Int32

    init(_ path: String, flags: Int32, mode: mode_t) throws(EnrolmentError) {
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw EnrolmentError(.notFound, "a file's path is empty or holds a zero byte")
        }
        let opened = unsafe Glibc.open(path, flags | O_CLOEXEC, mode)
        let number = errno
        guard opened >= 0 else { throw EnrolmentError("opening \(path)", errno: number) }
        descriptor = opened
    }

    deinit { _ = Glibc.close(descriptor) }

    func mode(_ path: String) throws(EnrolmentError) -> mode_t {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw EnrolmentError("looking at \(path)", errno: errno)
        }
        return status.st_mode
    }

    func readAll(_ path: String, byteCountMax: Int) throws(EnrolmentError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
            let number = errno
            if count < 0, number == EINTR { continue }
            guard count >= 0 else { throw EnrolmentError("reading \(path)", errno: number) }
            if count == 0 { return bytes }
            bytes += buffer.prefix(count)
            guard bytes.count <= byteCountMax else {
                throw EnrolmentError(
                    .tooLarge,
                    "\(path) has more than \(byteCountMax) bytes; is it the right file?"
                )
            }
        }
    }

    func write(_ bytes: [UInt8], _ path: String) throws(EnrolmentError) {
        var offset = 0
        while offset < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(
                    descriptor,
                    buffer.baseAddress.map { unsafe $0 + offset },
                    bytes.count - offset
                )
            }
            let number = errno
            if count < 0, number == EINTR { continue }
            guard count > 0 else { throw EnrolmentError("writing \(path)", errno: number) }
            offset += count
        }
    }

    func synchronise(_ path: String) throws(EnrolmentError) {
        guard fsync(descriptor) == 0 else { throw EnrolmentError("writing \(path) to disk", errno: errno) }
    }

    /// Closes, and says so when the kernel could not; the descriptor is gone either way (close(2)).
    consuming func close(_ path: String) throws(EnrolmentError) {
        let result = Glibc.close(descriptor)
        let number = errno
        discard self
        guard result == 0 || number == EINTR else { throw EnrolmentError("closing \(path)", errno: number) }
    }
}

extension EnrolmentError {
    /// Names the kernel's answer `number`, as errno(3) lists them; `doing` is what was tried.
    init(_ doing: String, errno number: Int32) {
        let (code, reason): (Code, String) =
            switch number {
            case ENOENT: (.notFound, "there is no such file or folder")
            case ENOTDIR, EISDIR, ELOOP: (.notFound, "the path leads to something else")
            case EEXIST: (.alreadyThere, "it is there already and is not overwritten; choose another name")
            case EACCES, EPERM: (.notPermitted, "this user may not; check owner and mode")
            case EROFS: (.notPermitted, "the disk is read-only")
            case ENOSPC, EDQUOT: (.storageFailed, "the disk is full")
            case EIO: (.storageFailed, "the disk reported an error")
            case EMFILE, ENFILE: (.storageFailed, "too many files are open")
            default: (.storageFailed, "the system answered errno \(number)")
            }
        self.init(code, "\(doing): \(reason)")
    }
}
