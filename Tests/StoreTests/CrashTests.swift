import Cryptography
import FoundationEssentials
import GRDB
import Glibc
import Records
import Synchronization
import Testing

@testable import Store

/// A child process is killed at each statement that the store gives to SQLite, so between any two steps.
///
/// Then the file is opened again. What was answered for is there, and nothing is half done.
@Suite(.timeLimit(.minutes(5))) struct CrashTests {
    @Test func `a writer killed at any step loses nothing that it gave away, and signs the same again`()
        async throws
    {
        let statementCount = try await StoreFixture.with { fixture in
            try Self.appendAll(folder: fixture.folder, killedAt: .max)
        }
        #expect(statementCount > 20)
        for statement in 1...statementCount {
            try await StoreFixture.with { fixture in
                await #expect(processExitsWith: .signal(SIGKILL)) {
                    [folder = fixture.folder as String, statement = statement as Int] in
                    _ = try Self.appendAll(folder: folder, killedAt: statement)
                }
                try Self.checkAppended(fixture, statement: statement)
            }
        }
    }

    @Test func `an ingest killed at any step is there whole or not at all`() async throws {
        let statementCount = try await StoreFixture.with { fixture in
            try Self.ingestAll(folder: fixture.folder, killedAt: .max)
        }
        #expect(statementCount > 20)
        for statement in 1...statementCount {
            try await StoreFixture.with { fixture in
                await #expect(processExitsWith: .signal(SIGKILL)) {
                    [folder = fixture.folder as String, statement = statement as Int] in
                    _ = try Self.ingestAll(folder: folder, killedAt: statement)
                }
                try Self.checkIngested(fixture, statement: statement)
            }
        }
    }
}

extension CrashTests {
    private static let name = "seals.example/cabinet/0c1d/acts/e1"
    private static let appended = [0..<1, 1..<255, 255..<258, 258..<259]

    /// Opens the file such that the process kills itself before a certain statement; returns how many there were.
    private static func withStore(
        folder: String,
        killedAt: Int,
        _ body: (EvidenceFile) throws -> Void
    ) throws -> Int {
        // The first opening makes the schema; that is GRDB's own migration and not looked at here.
        try EvidenceFile(path: folder + "/evidence.sqlite").close()
        let count = Atomic<Int>(0)
        var configuration = Configuration()
        configuration.prepareDatabase { db in
            db.trace { _ in
                if count.add(1, ordering: .relaxed).newValue == killedAt { kill(getpid(), SIGKILL) }
            }
        }
        let store = try EvidenceFile(path: folder + "/evidence.sqlite", configuration: configuration)
        try body(store)
        return count.load(ordering: .relaxed)
    }

    private static func appendAll(folder: String, killedAt: Int) throws -> Int {
        try withStore(folder: folder, killedAt: killedAt) { store in
            var writer = try LogWriter(store: store, signer: StoreFixture.signer(name))
            for range in appended {
                try give(writer.append(StoreFixture.records(range)), away: folder)
            }
            try writer.storeCheckpoint()
        }
    }

    private static func checkAppended(_ fixture: StoreFixture, statement: Int) throws {
        let store = try fixture.open()
        var writer = try LogWriter(store: store, signer: fixture.signer)
        let given = try givenAway(fixture.folder)
        let size = Int(writer.head.size)
        #expect(([0] + appended.map(\.upperBound)).contains(size), "statement \(statement)")
        #expect(writer.checkpoint == (try fixture.note(size)))
        for note in given {
            let head = try Checkpoint(note).head
            #expect(head.size <= writer.head.size, "statement \(statement)")
            #expect(note == (try fixture.note(Int(head.size))))
            #expect(try store.root(of: fixture.origin, size: head.size) == head.root)
        }
        let rest = StoreFixture.records(size..<300)
        #expect(try writer.append(rest) == fixture.note(300))
        #expect(
            try store.records(of: fixture.origin, from: 0, byteCountMax: 1 << 20).bundle.records
                == StoreFixture.records(0..<300)
        )
    }

    private static func ingests(_ fixture: StoreFixture) throws -> [[Ingest]] {
        let origin = fixture.origin
        return [
            [Ingest(origin: origin, offer: try fixture.offer(300))],
            [
                Ingest(origin: origin, first: 0, bundle: try StoreFixture.bundle(0..<200)),
                Ingest(origin: origin, first: 200, bundle: try StoreFixture.bundle(200..<260)),
            ],
            [
                Ingest(
                    origin: origin,
                    first: 260,
                    bundle: try StoreFixture.bundle(260..<400),
                    offer: try fixture.offer(400, from: 300)
                )
            ],
        ]
    }

    private static func ingestAll(folder: String, killedAt: Int) throws -> Int {
        let fixture = StoreFixture(folder: folder, signer: try StoreFixture.signer(name))
        let ingests = try ingests(fixture)
        return try withStore(folder: folder, killedAt: killedAt) { store in
            _ = try store.open(fixture.origin, key: fixture.signer.verifierKey, isOwn: false)
            for step in ingests {
                for outcome in try store.ingest(step) {
                    if case .cosign(let checkpoint) = outcome.verdict {
                        try give(checkpoint.note, away: folder)
                    }
                }
            }
        }
    }

    private static func checkIngested(_ fixture: StoreFixture, statement: Int) throws {
        let store = try fixture.open()
        let status = try store.open(fixture.origin, key: fixture.signer.verifierKey, isOwn: false)
        #expect([0, 260, 400].contains(status.head.size), "statement \(statement)")
        #expect(status.head == (try StoreFixture.frontier(Int(status.head.size)).head))
        #expect(status.proved.size == (status.head.size == 400 ? 400 : 0))
        for note in try givenAway(fixture.folder) {
            #expect(try Checkpoint(note).head.size <= status.size(.witness), "statement \(statement)")
        }
        // Sent again from where the copy ends, it comes out as if nothing had happened.
        for step in try ingests(fixture) { _ = try store.ingest(step) }
        #expect(try store.status(of: fixture.origin)?.proved == StoreFixture.frontier(400).head)
        #expect(try store.disputes(of: fixture.origin).isEmpty)
        #expect(try store.forks(of: fixture.origin).isEmpty)
    }

    // What leaves the process stays left: a file beside, one note behind the other.
    private static func give(_ note: SignedNote, away folder: String) throws {
        let path = folder + "/given-\(try givenAway(folder).count)"
        try Data(note.bytes).write(to: URL(filePath: path))
    }

    private static func givenAway(_ folder: String) throws -> [SignedNote] {
        var notes: [SignedNote] = []
        while let data = FileManager.default.contents(atPath: folder + "/given-\(notes.count)") {
            notes.append(try SignedNote(parsing: [UInt8](data)))
        }
        return notes
    }
}
