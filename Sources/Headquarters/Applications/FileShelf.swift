package import Cryptography
import Enrolment
import FoundationEssentials

/// The files of applications, each under the SHA-256 of its bytes.
package struct FileShelf: Sendable {
    /// The most bytes of one file.
    package static let byteCountMax = 32 << 20

    private let folder: String

    /// The shelf in a folder, which is made where it is missing.
    package init(folder: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        self.folder = folder
    }

    /// Lays a file down.
    ///
    /// - Throws: ``HeadquartersError`` `.tooMany` for too large a file; what the disk refuses.
    package func put(_ bytes: [UInt8]) throws -> Digest {
        guard bytes.count <= Self.byteCountMax else {
            throw HeadquartersError(.tooMany, "a file has at most \(Self.byteCountMax >> 20) MiB")
        }
        let digest = SHA256.hash(bytes)
        try create("\(folder)/\(digest)", bytes)
        return digest
    }

    /// Writes a file, unless it lies there already.
    private func create(_ path: String, _ bytes: [UInt8]) throws(HeadquartersError) {
        do { try ProtectedFile.create(path, bytes, readers: .ownerOnly) } catch {
            if error.code != .alreadyThere { throw HeadquartersError(error) }
        }
    }

    /// The bytes of a file, which are those of its digest still.
    package func bytes(of digest: Digest) throws -> [UInt8] {
        let bytes = try read("\(folder)/\(digest)")
        guard SHA256.hash(bytes) == digest else {
            throw HeadquartersError(.unavailable, "the file \(digest) was changed on the disk; restore it")
        }
        return bytes
    }

    private func read(_ path: String) throws(HeadquartersError) -> [UInt8] {
        do {
            return try ProtectedFile.read(path, readers: .ownerOnly, byteCountMax: Self.byteCountMax)
        } catch {
            throw HeadquartersError(error)
        }
    }
}
