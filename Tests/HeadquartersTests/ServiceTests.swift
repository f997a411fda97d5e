import Authority
import Cryptography
import Enrolment
import FoundationEssentials
import Host
import Logging
import Records
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
            _ = try await state.ledger(clock: SystemClock())
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
        }
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
