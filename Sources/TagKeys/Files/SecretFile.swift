import Glibc
import SealTags

/// Files of secrets: read only where nobody else may read them, written once and synced.
enum SecretFile {
    /// - Throws: `.invalidArgument` where the file cannot be read, is too large, or is open to group or others.
    static func read(_ path: String, byteCountMax: Int) throws(KeyServiceError) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("cannot open \(path)") }
        defer { _ = close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw failure("cannot look at \(path)") }
        guard status.st_mode & (S_IRWXG | S_IRWXO) == 0 else {
            throw KeyServiceError(
                .invalidArgument,
                "\(path) is open to group or others; set its mode to 0600 and think of it as seen"
            )
        }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= byteCountMax else {
            throw KeyServiceError(.invalidArgument, "\(path) is no file of at most \(byteCountMax) bytes")
        }
        var bytes: [UInt8] = []
        while bytes.count <= byteCountMax {
            var chunk = [UInt8](repeating: 0, count: 4_096)
            let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
            guard count >= 0 else { throw failure("cannot read \(path)") }
            if count == 0 { break }
            bytes += chunk.prefix(count)
        }
        return bytes
    }

    /// Writes a new file, synced with its folder.
    ///
    /// - Throws: `.storage`, also where the file exists: masters are never overwritten.
    static func create(_ path: String, in folder: String, _ bytes: [UInt8]) throws(KeyServiceError) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR)
        guard descriptor >= 0 else { throw failure("cannot create \(path)") }
        defer { _ = close(descriptor) }
        guard unsafe write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            let error = failure("cannot write \(path)")
            _ = unsafe unlink(path)
            throw error
        }
        try sync(folder: folder)
    }

    /// Makes a name in a folder durable (fsync(2) on the folder).
    static func sync(folder: String) throws(KeyServiceError) {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("cannot open the folder \(folder)") }
        defer { _ = close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("cannot sync the folder \(folder)") }
    }

    static func failure(_ what: String) -> KeyServiceError {
        let number = errno
        return KeyServiceError(.storage, "\(what) (\(unsafe String(cString: strerror(number))))")
    }
}
