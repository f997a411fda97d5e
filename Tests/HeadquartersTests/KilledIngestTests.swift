import Authority
import Cryptography
import Custody
import Enrolment
import FoundationEssentials
import GRDB
import Glibc
import Host
import Records
import Replication
import Synchronization
import Testing

@testable import CabinetAppliance
@testable import Headquarters
@testable import Store

/// Headquarters is killed at each statement that changes its file, from the commit of what came to the cosignature.
///
/// A child process does it, on a copy of the folder.
@Suite(.timeLimit(.minutes(10))) struct KilledIngestTests {
    private static let recordCount = 5

    @Test
    func
        `killed at any step between commit and cosignature, what left is on the disk, and the rest comes again`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        for _ in 0..<Self.recordCount { try await branch.append(.started) }
        try await Self.lay(branch, in: office)
        try office.ledger.store.close()
        let statementCount = try await Self.inCopy(of: office) { try await Self.ingest($0, killedAt: .max) }
        #expect(statementCount > 8)
        for statement in 1...statementCount {
            try await Self.inCopy(of: office) { folder in
                await #expect(processExitsWith: .signal(SIGKILL)) {
                    [folder = folder as String, statement = statement as Int] in
                    _ = try await Self.ingest(folder, killedAt: statement)
                }
                try await Self.check(folder, office, statement: statement)
            }
        }
    }
}

extension KilledIngestTests {
    private static let note = "offer.note"
    private static let leaves = "data.leaves"
    private static let bodies = "data.bodies"
    private static let given = "given.note"

    /// Lays down what the cabinet sends, and what a process needs to be this headquarters.
    private static func lay(_ branch: Branch, in office: Office) async throws {
        let origin = branch.ledger.view.acts
        let (offer, _) = try await branch.ledger.offer(origin, from: 0)
        let bundle = try branch.store.records(of: origin, from: 0, byteCountMax: 1 << 20).bundle
        for (name, bytes) in [
            (note, offer.note.bytes), (leaves, bundle.leaves), (bodies, bundle.bodies),
            ("root", office.root.encoded),
        ] {
            try Data(bytes).write(to: URL(filePath: "\(office.folder)/\(name)"))
        }
    }

    private static func inCopy<Result>(
        of office: Office,
        _ body: (String) async throws -> Result
    ) async throws -> Result {
        let copy = "\(office.folder)-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.copyItem(atPath: office.folder, toPath: copy)
        defer { try? FileManager.default.removeItem(atPath: copy) }
        return try await body(copy)
    }

    private static func read(_ name: String, _ folder: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
    }

    /// What the cabinet sends: its head, and its records.
    private static func batch(_ folder: String) throws -> [CabinetIngest] {
        let offered = try SignedNote(parsing: read(note, folder))
        let origin = try Checkpoint(offered).origin
        let bundle = try RecordBundle(leaves: read(leaves, folder), bodies: read(bodies, folder))
        return [
            CabinetIngest(
                Ingest(origin: origin, offer: CheckpointOffer(note: offered, from: 0, path: [])),
                of: "c1"
            ),
            CabinetIngest(Ingest(origin: origin, first: 0, bundle: bundle), of: "c1"),
        ]
    }

    private static func ledger(_ folder: String, configuration: Configuration) async throws
        -> HeadquartersLedger
    {
        var generator = SystemRandomNumberGenerator()
        return try await HeadquartersLedger.open(
            store: EvidenceFile(path: "\(folder)/evidence.sqlite", configuration: configuration),
            keys: HeadquartersKeyFile(
                path: "\(folder)/secrets",
                credential: CredentialKey(path: "\(folder)/credential")
            ),
            root: SignedStatement(decoding: read("root", folder)),
            boot: Identifier(using: &generator),
            clock: HandClock()
        )
    }

    /// Takes in what the cabinet sends, and gives the cosigned head away: a file beside; returns how many statements changed
    /// something from the beginning of that to its end.
    private static func ingest(_ folder: String, killedAt: Int) async throws -> Int {
        let counter = Counter(killedAt: killedAt)
        var configuration = Configuration()
        configuration.prepareDatabase { db in
            db.trace { event in
                guard case .statement(let statement) = event else { return }
                counter.count(statement.sql)
            }
        }
        let ledger = try await ledger(folder, configuration: configuration)
        counter.begin()
        for answer in try await ledger.ingest(try batch(folder)) {
            if let note = answer.note { try Data(note.bytes).write(to: URL(filePath: "\(folder)/\(given)")) }
        }
        return counter.total
    }

    /// Counts statements that change something, and ends the process before one of them.
    private final class Counter: Sendable {
        private let killedAt: Int
        private let counted = Mutex<Int?>(nil)

        init(killedAt: Int) { self.killedAt = killedAt }

        var total: Int { counted.withLock { $0 ?? 0 } }

        func begin() { counted.withLock { $0 = 0 } }

        func count(_ sql: String) {
            let isReading = ["SELECT", "PRAGMA", "BEGIN DEFERRED"].contains { sql.hasPrefix($0) }
            guard !isReading else { return }
            counted.withLock { counted in
                guard let number = counted.map({ $0 + 1 }) else { return }
                counted = number
                if number == killedAt { kill(getpid(), SIGKILL) }
            }
        }
    }

    private static func check(_ folder: String, _ office: Office, statement: Int) async throws {
        let ledger = try await ledger(folder, configuration: Configuration())
        let origin = try ledger.origins.acts(of: "c1")
        if let bytes = FileManager.default.contents(atPath: "\(folder)/\(given)") {
            let left = try SignedNote(parsing: [UInt8](bytes))
            try requireKept(left, origin, ledger, statement: statement)
        }
        let status = try #require(try ledger.store.status(of: origin))
        #expect([0, recordCount].contains(Int(status.head.size)), "statement \(statement)")
        #expect(status.size(.mirror) <= status.proved.size, "statement \(statement)")
        // The cabinet begins anew: its head comes with a proof from what was cosigned, and its records once more.
        var batch = try batch(folder)
        let witnessed = status.size(.witness)
        batch[0] = CabinetIngest(
            Ingest(
                origin: origin,
                offer: CheckpointOffer(
                    note: try #require(batch[0].ingest.offer).note,
                    from: witnessed,
                    path: []
                )
            ),
            of: "c1"
        )
        let answers = try await ledger.ingest(batch)
        let note = try #require(answers[0].note, "statement \(statement)")
        #expect(answers.last?.mirroredSize == UInt64(recordCount), "statement \(statement)")
        try requireKept(note, origin, ledger, statement: statement)
        #expect(try ledger.store.disputes(of: origin).isEmpty && ledger.store.forks(of: origin).isEmpty)
        try ledger.store.close()
    }

    /// A cosigned head is on the disk with everything below it, and stands in `receipts`.
    private static func requireKept(
        _ note: SignedNote,
        _ origin: Origin,
        _ ledger: HeadquartersLedger,
        statement: Int
    ) throws {
        let head = try Checkpoint(note).head
        let status = try #require(try ledger.store.status(of: origin))
        #expect(status.proved.size >= head.size, "statement \(statement)")
        #expect(
            status.size(.witness) >= head.size && status.size(.mirror) >= head.size,
            "statement \(statement)"
        )
        var received: [SignedNote] = []
        let receipts = ledger.origins.receipts
        let size = try ledger.store.status(of: receipts)?.head.size ?? 0
        try ledger.store.forEachRecord(of: receipts, from: 0, to: size) {
            let opened = try $1.opened()
            guard try opened.kind()?.kind == .headCosigned, let cosigned: HeadCosigned = try opened.detail()
            else {
                return
            }
            received.append(try SignedNote(parsing: cosigned.note.bytes))
        }
        #expect(received.contains(note), "statement \(statement): it is no receipt")
    }
}
