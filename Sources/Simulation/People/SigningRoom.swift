import Authority
import Enrolment
import FoundationEssentials
import Records

/// Where people sign: with their own key files, by the tool `signet`, never at headquarters.
package actor SigningRoom {
    private let folder: FleetFolder
    private let signet: Tool
    private var paperCount = 0

    init(folder: FleetFolder, signet: Tool) throws {
        self.folder = folder
        self.signet = signet
        paperCount = try FileManager.default.contentsOfDirectory(atPath: folder.papers).count
    }

    /// The key file of somebody.
    nonisolated func keyFile(of holder: String) -> String { "\(folder.people)/\(holder).key" }

    /// Makes a key file that nobody else will see; returns its public half in hexadecimal.
    func makeKey(of holder: String, role: KeyRole, person: Identifier<Person>) async throws -> String {
        try await signet.run([
            "key", "new", "--role", role.rawValue, "--person", "\(person)", "--no-passphrase", "--language",
            "en",
            "--out", keyFile(of: holder),
        ])
        return try publicKey(of: holder)
    }

    /// The public half of a key file, in hexadecimal.
    nonisolated func publicKey(of holder: String) throws -> String {
        let text = try String(contentsOfFile: keyFile(of: holder), encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix("public: ") }
        guard let line else { throw FleetError(.folder, "\(keyFile(of: holder)) is no key file") }
        return String(line.dropFirst("public: ".count))
    }

    /// The owners' root over headquarters' keys, signed by two; the path of the signed paper.
    func makeRoot(headquartersKeys: String) async throws -> String {
        let path = nextPath("statement")
        try await signet.run(
            ["root", "new", "--organisation", FleetStory.organisation, "--threshold", "2"]
                + FleetStory.owners.flatMap { ["--owner", keyFile(of: $0)] }
                + ["--headquarters", headquartersKeys, "--language", "en", "--out", path]
        )
        return try await signed(paper: path, by: Array(FleetStory.owners.prefix(2)))
    }

    /// A statement with the signatures of people; the path of the signed paper.
    func signed(_ statement: some Statement, by holders: [String]) async throws -> String {
        try await signed(paper: try write(.statement, statement.encoded), by: holders)
    }

    /// The signatures of several people on the statement of a paper, as the papers that are sent back; each signs at a
    /// machine of his own, all at the same time.
    func signatures(on paper: [UInt8], by holders: [String]) async throws -> [[UInt8]] {
        let path = try write(paper)
        return try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for holder in holders {
                group.addTask { try await self.lay("sign", path, by: holder, "signature") }
            }
            var signatures: [[UInt8]] = []
            for try await signature in group { signatures.append(signature) }
            return signatures
        }
    }

    /// A person's approval of the grant of a paper, as the paper that is sent back.
    func approval(of paper: [UInt8], by holder: String) async throws -> [UInt8] {
        try await lay("approve", try write(paper), by: holder, "approval")
    }

    /// The statement as a paper.
    nonisolated func paper(_ statement: some Statement) -> [UInt8] {
        Array(Armor(.statement, statement.encoded).text.utf8)
    }

    /// The statement of a paper with the signatures of people; the path of the signed paper.
    func signed(paper: String, by holders: [String]) async throws -> String {
        var paths: [String] = []
        for holder in holders {
            let path = nextPath("signature")
            try await signet.run([
                "sign", paper, "--key", keyFile(of: holder), "--yes", "--language", "en", "--out", path,
            ])
            paths.append(path)
        }
        let signed = nextPath("signed")
        try await signet.run(["combine", paper] + paths.flatMap { ["--with", $0] } + ["--out", signed])
        return signed
    }

    private func lay(_ verb: String, _ paper: String, by holder: String, _ kind: String) async throws
        -> [UInt8]
    {
        let path = nextPath(kind)
        try await signet.run([
            verb, paper, "--key", keyFile(of: holder), "--yes", "--language", "en", "--out", path,
        ])
        return Array(try Data(contentsOf: URL(filePath: path)))
    }

    private func write(_ kind: PaperKind, _ bytes: [UInt8]) throws -> String {
        try write(Array(Armor(kind, bytes).text.utf8))
    }

    private func write(_ paper: [UInt8]) throws -> String {
        let path = nextPath("statement")
        try folder.write(String(decoding: paper, as: UTF8.self), to: path)
        return path
    }

    private func nextPath(_ kind: String) -> String {
        paperCount += 1
        return "\(folder.papers)/\(paperCount).\(kind)"
    }
}
