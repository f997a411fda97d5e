import FoundationEssentials
import Subprocess
import SystemPackage

/// Prints a paper as PDF with weasyprint, in a process of its own: no network, bounded memory, time and output.
///
/// `prlimit` bounds, `unshare` takes the network away, `timeout` ends what hangs (util-linux and coreutils, on every Debian). The
/// paper goes in through standard input, from memory, and refers to nothing; nothing of it is on a disk.
package struct PaperPrinter: Sendable {
    private let folder: String

    /// A printer that takes its programs from a folder.
    package init(folder: String = "/usr/bin") { self.folder = folder }

    /// The most bytes of a PDF.
    package static let byteCountMax = 64 << 20
    /// How long printing may take, in seconds.
    package static let secondsMax = 120
    private static let memoryByteCountMax = 2 << 30
    private static let problemByteCountMax = 1 << 20

    /// The paper as PDF.
    ///
    /// - Throws: ``EvidenceError`` `.notPrinted` where a program or a font is missing or the printing fails, whatever it is; the
    ///   HTML is then what there is.
    package func pdf(of paper: EvidencePaper) async throws -> [UInt8] { try await pdf(ofHTML: paper.html) }

    func pdf(ofHTML html: String) async throws -> [UInt8] {
        do { return try await printed(html) } catch let error as EvidenceError {
            throw error
        } catch let error as CancellationError {
            throw error
        } catch {
            throw EvidenceError(
                .notPrinted,
                "weasyprint could not be run to its end (\(error)): may this user make a network namespace (unshare --net)?"
            )
        }
    }

    private func printed(_ html: String) async throws -> [UInt8] {
        for (program, package) in [
            ("weasyprint", "weasyprint"), ("unshare", "util-linux"), ("prlimit", "util-linux"),
            ("timeout", "coreutils"),
            ("fc-list", "fontconfig"),
        ] where !FileManager.default.isExecutableFile(atPath: "\(folder)/\(program)") {
            throw EvidenceError(.notPrinted, "\(program) is missing: apt-get install \(package)")
        }
        try await requireFont()
        let paper = try Self.memory(holding: html)
        defer { try? paper.close() }
        let result = try await Subprocess.run(
            .path(FilePath("\(folder)/timeout")),
            arguments: Arguments(
                [
                    "--kill-after=5", "\(Self.secondsMax)", "\(folder)/prlimit",
                    "--as=\(Self.memoryByteCountMax)",
                    "--cpu=\(Self.secondsMax)", "--fsize=\(Self.byteCountMax)", "--nofile=256", "--",
                    "\(folder)/unshare", "--map-current-user", "--net", "--", "\(folder)/weasyprint",
                    "--quiet", "-",
                    "-",
                ]
            ),
            environment: Self.environment,
            input: .fileDescriptor(paper, closeAfterSpawningProcess: false),
            output: .bytes(limit: Self.byteCountMax),
            error: .string(limit: Self.problemByteCountMax)
        )
        guard case .exited(0) = result.terminationStatus,
            result.standardOutput.starts(with: Array("%PDF-".utf8))
        else {
            let problem = result.standardError.suffix(400)
            throw EvidenceError(.notPrinted, "weasyprint failed (\(result.terminationStatus)): \(problem)")
        }
        return result.standardOutput
    }

    /// A file in memory (shm_overview(7)) that has no name any more.
    ///
    /// A child that ends before it has read all of a pipe ends the writer too, and where `unshare` is forbidden it does.
    private static func memory(holding html: String) throws -> FileDescriptor {
        let path = "/dev/shm/signet-paper-\(UUID().uuidString)"
        let file = try FileDescriptor.open(
            FilePath(path),
            .readWrite,
            options: [.create, .exclusiveCreate, .closeOnExec],
            permissions: .ownerReadWrite
        )
        do {
            try FileManager.default.removeItem(atPath: path)
            try file.writeAll(html.utf8)
            _ = try file.seek(offset: 0, from: .start)
        } catch {
            try? file.close()
            throw error
        }
        return file
    }

    /// A paper whose Chinese is boxes is none.
    private func requireFont() async throws {
        let fonts = try await Subprocess.run(
            .path(FilePath("\(folder)/fc-list")),
            arguments: [":lang=zh-cn", "family"],
            environment: Self.environment,
            output: .string(limit: 1 << 20),
            error: .discarded
        )
        guard !fonts.standardOutput.isEmpty else {
            throw EvidenceError(.notPrinted, "no font has Chinese: apt-get install fonts-noto-cjk")
        }
    }

    /// Nothing of the caller's environment: no proxy, no home, no language.
    private static let environment: Environment = .custom([
        "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/nonexistent", "XDG_CACHE_HOME": "/nonexistent",
    ])
}
