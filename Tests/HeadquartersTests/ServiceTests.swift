import Authority
import Cryptography
import Enrolment
import FoundationEssentials
import Host
import Logging
import Records
import Store
import Testing

@testable import Headquarters

@Suite(.timeLimit(.minutes(3))) struct ServiceTests {
    private let folder =
        "\(FileManager.default.temporaryDirectory.path)/signet-hq-\(UInt64.random(in: 0 ... .max))"

    private func configuration(_ more: String = "") async throws -> HeadquartersConfiguration {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let text = """
            state:
              folder: \(folder)/state
            console:
              port: 0
            cabinets:
              endpoint: tcp://127.0.0.1:0
              enrolmentEndpoint: tcp://127.0.0.1:0
            \(more)
            """
        try text.write(toFile: "\(folder)/headquarters.yaml", atomically: true, encoding: .utf8)
        return try await HeadquartersConfiguration(path: "\(folder)/headquarters.yaml", environment: [:])
    }

    @Test func `headquarters is made, founded by owners, and serves its console`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let configuration = try await configuration()
        let state = try StateFolder(configuration)
        await #expect(throws: HeadquartersError(.notFound, "")) {
            _ = try await state.ledger(clock: SystemClock(), under: state.lock())
        }
        let keys = try HeadquartersKeys(try state.makeKeys())
        #expect(try HeadquartersKeys(try state.makeKeys()) == keys)
        let owners = try (0..<3).map { _ in try Ed25519PrivateKey() }
        let root = RootStatement(
            organisation: Office.name,
            regime: .full,
            threshold: 2,
            owners: owners.map(\.publicKey),
            authorityKey: keys.authority,
            actsKey: keys.acts,
            receiptsKey: keys.receipts
        )
        let site = SiteStatement(
            head: StatementHead(organisation: Office.name, madeUnder: 2),
            version: 1,
            site: "east",
            name: "东支行",
            unit: "华东",
            policyEpoch: 1,
            policyKey: Bytes(try #require(Hex.decode(try state.policyKey(makingFor: "east"))))
        )
        let paper = { (signed: SignedStatement) in Array(Armor(.signedStatement, signed.encoded).text.utf8) }
        let papers = [
            paper(try Office.signed(root, by: owners)), paper(try Office.signed(site, by: owners)),
        ]
        #expect(try await state.found(papers: papers).count == 1)
        #expect(try await state.found(papers: papers).isEmpty)
        // Where the records are gone nothing begins them anew.
        let aside = try Self.files(beside: configuration.evidencePath)
        for file in aside { try FileManager.default.moveItem(atPath: file, toPath: file + ".aside") }
        await #expect(throws: HeadquartersError(.notFound, "")) { try await state.found(papers: papers) }
        #expect(try Self.files(beside: configuration.evidencePath).isEmpty)
        try Self.expectNoBackup(of: state, configuration, in: folder)
        for file in aside { try FileManager.default.moveItem(atPath: file + ".aside", toPath: file) }
        _ = try await state.addAccount(
            "auditor",
            displayName: "审计",
            posts: ["auditor"],
            person: nil,
            password: "correct horse battery"
        )
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let headquarters = try await Headquarters(
            configuration,
            environment: [:],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { port in told.yield(port) }
        try await with([{ try await headquarters.run() }]) {
            var iterator = ports.makeAsyncIterator()
            let port = try #require(await iterator.next())
            #expect(port > 0)
            // What writes logs or keys does not do it beside a headquarters that serves.
            let busy = HeadquartersError(.unavailable, "")
            await #expect(throws: busy) { try await state.found(papers: papers) }
            await #expect(throws: busy) {
                try await state.proposeEpochs(because: "rotation", without: [], to: "\(folder)/paper")
            }
            await #expect(throws: busy) { try await state.openEpochs(paper: Self.epochs(by: owners)) }
            #expect(throws: busy) { try state.makeKeys() }
            #expect(throws: busy) { try state.policyKey(makingFor: "west") }
            await #expect(throws: busy) {
                _ = try await Headquarters(
                    configuration,
                    environment: [:],
                    logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
                )
            }
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/paper"))
            _ = try state.backUp(to: "\(folder)/backups", generationCount: 1)
        }
        withExtendedLifetime(headquarters) {}
    }

    /// The evidence and what SQLite lays beside it, as far as it is there.
    private static func files(beside path: String) throws -> [String] {
        ["", "-wal", "-shm"].map { path + $0 }.filter { FileManager.default.fileExists(atPath: $0) }
    }

    /// A copy of nothing would be the newest backup, and push a real one out.
    private static func expectNoBackup(
        of state: StateFolder,
        _ configuration: HeadquartersConfiguration,
        in folder: String
    ) throws {
        let backups = try BackupFolder(path: "\(folder)/backups", generationCount: 1)
        let real = "\(backups.path)/evidence-000000000001.sqlite"
        try Data("a real one".utf8).write(to: URL(fileURLWithPath: real))
        let gone = HeadquartersError(.notFound, "")
        #expect(throws: gone) { try state.backUp(to: backups.path, generationCount: 1) }
        #expect(try files(beside: configuration.evidencePath).isEmpty)
        try EvidenceFile(path: configuration.evidencePath).close()
        #expect(throws: gone) { try state.backUp(to: backups.path, generationCount: 1) }
        #expect(try backups.files() == [real])
        for file in try files(beside: configuration.evidencePath) + [real] {
            try FileManager.default.removeItem(atPath: file)
        }
    }

    /// A paper that opens an epoch of a log which is not there.
    private static func epochs(by owners: [Ed25519PrivateKey]) throws -> [UInt8] {
        let end = CitedHead(origin: "\(Office.name)/hq/acts/e1", size: 1, root: SHA256.hash([]))
        let statement = LogEpochsStatement(
            head: StatementHead(organisation: Office.name, madeUnder: 2),
            reason: .rotation,
            epochs: [
                LogEpoch(
                    origin: "\(Office.name)/hq/acts/e2",
                    key: Bytes(try Ed25519PrivateKey().publicKey.bytes),
                    last: end,
                    cut: end
                )
            ]
        )
        return Array(Armor(.signedStatement, try Office.signed(statement, by: owners).encoded).text.utf8)
    }

    @Test func `a configuration that cannot be is refused with its key`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (more, key) in [("counts:\n  seconds: 1", "counts.seconds")] {
            do {
                _ = try await configuration(more)
                Issue.record("\(key) should be refused")
            } catch let error as HeadquartersError {
                #expect(error.code == .configuration)
                #expect(error.message.contains(key))
            }
        }
    }

    @Test func `an account with an unknown role, a part that is none or a short password is refused`()
        async throws
    {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let state = try StateFolder(try await configuration())
        for (posts, password) in [
            (["nobody"], "correct horse battery"), (["auditor"], "short"),
            (["auditor@//"], "correct horse battery"),
        ] {
            await #expect(throws: HeadquartersError(.malformed, "")) {
                _ = try await state.addAccount(
                    "a",
                    displayName: "a",
                    posts: posts,
                    person: nil,
                    password: password
                )
            }
        }
    }
}
