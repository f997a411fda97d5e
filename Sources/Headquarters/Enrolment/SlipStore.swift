import Cryptography
import Enrolment
import FoundationEssentials
import Records

/// Slips on disk, one file each: they hold a secret, so that they lie in no log.
struct SlipStore: Sendable {
    /// More bytes than an entry with request and answer has.
    private static let byteCountMax = 256 << 10

    private let folder: String

    init(folder: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        self.folder = folder
    }

    func load() throws -> [SlipEntry] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".slip") }
            .sorted()
            .map { name in
                let bytes = try ProtectedFile.read(
                    "\(folder)/\(name)",
                    readers: .ownerOnly,
                    byteCountMax: Self.byteCountMax
                )
                return try SlipEntry(decoding: bytes)
            }
    }

    func save(_ entry: SlipEntry) throws {
        try ProtectedFile.replace("\(folder)/\(entry.slip.slip).slip", entry.encoded, readers: .ownerOnly)
    }
}
