import Cryptography
import Glibc
import SealTags

/// A file that only grows: entries of four bytes of length, content, and SHA-256 of both; synced before an append returns.
///
/// An entry that the machine's end cut short is dropped at the next start: what it was written for never left the house.
final class AppendFile {
    /// More than any answer with its frame.
    static let entryByteCountMax = 2 << 20
    private static let lengthByteCount = 4

    private let descriptor: Int32
    private let path: String
    private var byteCount: Int
    private var isBroken = false

    deinit { _ = close(descriptor) }

    /// Opens or creates the file, takes it for this process alone, and hands over its entries.
    ///
    /// - Throws: `.damaged` for an entry that was changed, `.storage` where the file cannot be had.
    init(_ path: String, in folder: String, each: (_ entry: [UInt8]) throws -> Void) throws(KeyServiceError) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR)
        guard descriptor >= 0 else { throw SecretFile.failure("cannot open \(path)") }
        self.descriptor = descriptor
        self.path = path
        byteCount = 0
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw KeyServiceError(.storage, "\(path) is in use by another tag-key service")
        }
        try SecretFile.sync(folder: folder)
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw SecretFile.failure("cannot look at \(path)")
        }
        let total = Int(status.st_size)
        while byteCount < total {
            guard let entry = try entry(at: byteCount, before: total) else {
                guard ftruncate(descriptor, off_t(byteCount)) == 0, fsync(descriptor) == 0 else {
                    throw SecretFile.failure("cannot drop the cut entry at the end of \(path)")
                }
                break
            }
            do { try each(entry) } catch {
                throw KeyServiceError(
                    .damaged,
                    "the entry at byte \(byteCount) of \(path) cannot be used: \(error)"
                )
            }
            byteCount += Self.lengthByteCount + entry.count + Digest.byteCount
        }
    }

    /// Adds an entry and waits until it is on the disk.
    ///
    /// - Throws: `.storage`; the file is then as before, or takes nothing more until it is opened anew.
    func append(_ entry: [UInt8]) throws(KeyServiceError) {
        guard !isBroken else {
            throw KeyServiceError(.storage, "\(path) could not be written before; start the service anew")
        }
        guard entry.count <= Self.entryByteCountMax else {
            throw KeyServiceError(.tooLarge, "an entry of \(entry.count) bytes is too large for \(path)")
        }
        let length = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: entry.count >> $0) }
        let bytes = length + entry + SHA256.hash(parts: [length, entry]).bytes
        guard unsafe write(descriptor, bytes, bytes.count) == bytes.count, fdatasync(descriptor) == 0 else {
            let error = SecretFile.failure("cannot write \(path)")
            // After a failed sync nobody knows what the disk holds, so nothing is given on the strength of it any more.
            isBroken = true
            _ = ftruncate(descriptor, off_t(byteCount))
            throw error
        }
        byteCount += bytes.count
    }

    /// The entry at an offset, nil when it is the last one and was cut.
    private func entry(at offset: Int, before total: Int) throws(KeyServiceError) -> [UInt8]? {
        guard let length = try bytes(Self.lengthByteCount, at: offset, before: total) else { return nil }
        let count = length.reduce(0) { $0 << 8 | Int($1) }
        let start = offset + Self.lengthByteCount
        guard count <= Self.entryByteCountMax else {
            throw KeyServiceError(.damaged, "\(path) was changed at byte \(offset)")
        }
        guard let rest = try bytes(count + Digest.byteCount, at: start, before: total) else { return nil }
        let entry = Array(rest.prefix(count))
        if SHA256.hash(parts: [length, entry]).bytes != Array(rest.suffix(Digest.byteCount)) {
            guard start + rest.count == total else {
                throw KeyServiceError(.damaged, "\(path) was changed at byte \(offset)")
            }
            return nil
        }
        return entry
    }

    private func bytes(_ count: Int, at offset: Int, before total: Int) throws(KeyServiceError) -> [UInt8]? {
        guard count <= total - offset else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let read = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe pread(
                    descriptor,
                    buffer.baseAddress.map { unsafe $0 + done },
                    count - done,
                    off_t(offset + done)
                )
            }
            guard read > 0 else { throw SecretFile.failure("cannot read \(path)") }
            done += read
        }
        return bytes
    }
}
