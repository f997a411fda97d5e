import FoundationEssentials
import Glibc

/// The folder of backups: one file for each, named by the moment of its copy, the oldest given up.
package struct BackupFolder: Sendable {
    private static let prefix = "evidence-"
    private static let suffix = ".sqlite"
    private static let unfinished = ".unfinished"

    /// Where the backups lie: another disk, or another machine's.
    package let path: String
    /// How many are kept.
    package let generationCount: Int

    /// A folder, made where it is missing for its owner alone.
    package init(path: String, generationCount: Int) throws {
        self.path = path
        self.generationCount = generationCount
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }

    /// The finished backups, oldest first.
    package func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path)
            .filter { $0.hasPrefix(Self.prefix) && $0.hasSuffix(Self.suffix) }
            .sorted()
            .map { "\(path)/\($0)" }
    }

    /// When the newest backup was begun, in milliseconds since 1970 as the clock said then; nil without any.
    package func newest() throws -> Int64? {
        try files().last.flatMap { file in
            let name = file.dropFirst("\(path)/\(Self.prefix)".count).dropLast(Self.suffix.count)
            return Int64(name).map { $0 * 1_000 }
        }
    }

    /// Where a backup that begins now lies while it is made; what an earlier one left unfinished is taken away.
    func begin(atSeconds seconds: Int64) throws -> (unfinished: String, finished: String) {
        for name in try FileManager.default.contentsOfDirectory(atPath: path)
        where name.hasPrefix(Self.prefix) && name.contains(Self.unfinished) {
            try FileManager.default.removeItem(atPath: "\(path)/\(name)")
        }
        // Names rise whatever the clock says: one that was set back must not make the newest backup the oldest.
        let number = max(seconds, try newest().map { $0 / 1_000 + 1 } ?? 0)
        // Twelve digits sort as numbers until the year 33658.
        let digits = String(number)
        let name = String(repeating: "0", count: max(0, 12 - digits.count)) + digits
        let finished = "\(path)/\(Self.prefix)\(name)\(Self.suffix)"
        return (finished + Self.unfinished, finished)
    }

    /// Gives a backup that was read back its name, durably (rename(2), fsync(2)), and takes the oldest away.
    func finish(_ unfinished: String, as finished: String) throws {
        guard unsafe rename(unfinished, finished) == 0 else {
            throw HeadquartersError(.unavailable, "\(finished) could not be named (errno \(errno))")
        }
        let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw HeadquartersError(.unavailable, "\(path) cannot be opened") }
        defer { _ = close(folder) }
        guard fsync(folder) == 0 else { throw HeadquartersError(.unavailable, "\(path) cannot be written") }
        for file in try files().dropLast(generationCount) where file != finished {
            try FileManager.default.removeItem(atPath: file)
        }
    }
}
