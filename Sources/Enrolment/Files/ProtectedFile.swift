import Cryptography
import Glibc

/// Small files that must be there whole or not at all: keys, secrets, statements.
package enum ProtectedFile {
    /// The most bytes that are read, unless the caller says less.
    package static let byteCountMax = 1 << 20

    /// Who else may be able to read a file.
    package enum Readers: Sendable {
        /// The owner alone: a key, a passphrase.
        case ownerOnly
        /// The owner, and whom the service manager lets in by an access list, which shows as the group's bit (acl(5)).
        case service
        /// Anyone: what is signed, or is to be signed.
        case anyone

        var mode: mode_t { self == .anyone ? 0o644 : 0o600 }

        var forbidden: mode_t {
            switch self {
            case .ownerOnly: 0o077
            case .service: 0o037
            case .anyone: 0
            }
        }
    }

    /// The bytes of a file.
    ///
    /// - Throws: `notFound`, `notPermitted`, `storageFailed`, `tooLarge`; `exposed` when the
    ///   file's mode lets more users read or write it than `readers` says.
    package static func read(_ path: String, readers: Readers, byteCountMax: Int = byteCountMax)
        throws(EnrolmentError) -> [UInt8]
    {
        let file = try OpenFile(path, flags: O_RDONLY, mode: 0)
        if readers.forbidden != 0, try file.mode(path) & readers.forbidden != 0 {
            throw EnrolmentError(
                .exposed,
                "\(path) can be read or changed by other users; run: chmod 600 on it, and think who has seen it"
            )
        }
        let bytes = try file.readAll(path, byteCountMax: byteCountMax)
        try file.close(path)
        return bytes
    }

    /// Writes a file that is not there yet, and never over one that is.
    ///
    /// After a power cut the file is there whole or not at all.
    /// - Throws: `alreadyThere`, `notFound` for a missing folder, `notPermitted`, `storageFailed`.
    package static func create(_ path: String, _ bytes: [UInt8], readers: Readers) throws(EnrolmentError) {
        try write(path, bytes, readers: readers, replacing: false)
    }

    /// Writes a file in place of the one that may be there.
    ///
    /// After a power cut the old or the new one is there, whole.
    /// - Throws: `notFound` for a missing folder, `notPermitted`, `storageFailed`.
    package static func replace(_ path: String, _ bytes: [UInt8], readers: Readers) throws(EnrolmentError) {
        try write(path, bytes, readers: readers, replacing: true)
    }

    private static func write(_ path: String, _ bytes: [UInt8], readers: Readers, replacing: Bool)
        throws(EnrolmentError)
    {
        let suffix = try withCryptography { () throws(CryptographyError) in try SecureRandom.bytes(8) }
        let temporary = "\(path).\(Hex.encode(suffix)).new"
        defer { _ = unsafe Glibc.unlink(temporary) }
        try writeNew(temporary, bytes, mode: readers.mode, for: path)
        if replacing {
            guard unsafe rename(temporary, path) == 0 else {
                throw EnrolmentError("writing \(path)", errno: errno)
            }
        } else {
            try link(temporary, to: path, bytes, mode: readers.mode)
        }
        let folder = try OpenFile(folder(of: path), flags: O_RDONLY | O_DIRECTORY, mode: 0)
        try folder.synchronise(path)
        try folder.close(path)
    }

    /// One step for "not there yet" and "now there whole": no moment in which another writer can slip in (link(2)).
    private static func link(_ temporary: String, to path: String, _ bytes: [UInt8], mode: mode_t)
        throws(EnrolmentError)
    {
        let result = unsafe Glibc.link(temporary, path)
        let number = errno
        if result == 0 { return }
        // A memory stick's file system has no links: there the file is new, but a power cut may leave a part of it.
        guard [EPERM, ENOTSUP, EMLINK].contains(number) else {
            throw EnrolmentError("writing \(path)", errno: number)
        }
        try writeNew(path, bytes, mode: mode, for: path)
    }

    private static func writeNew(_ path: String, _ bytes: [UInt8], mode: mode_t, for name: String)
        throws(EnrolmentError)
    {
        let file = try OpenFile(path, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode)
        try file.write(bytes, name)
        try file.synchronise(name)
        try file.close(name)
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
