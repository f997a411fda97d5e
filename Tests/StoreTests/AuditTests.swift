import Cryptography
import Custody
import FoundationEssentials
import GRDB
import Records
import Testing

@testable import Store

/// A hand on the disk that knows the schema and has no key: what it changes is found, and where.
@Suite struct AuditTests {
    /// A log of 600 real records in bundles of 40, signed to its end and, where it is `witnessed`, cosigned at 400.
    private static func log(_ fixture: StoreFixture, witnessed isWitnessed: Bool = true) throws
        -> EvidenceFile
    {
        let store = try fixture.open()
        var generator = SystemRandomNumberGenerator()
        var journal = try Journal(
            store: store,
            signer: fixture.signer,
            boot: Identifier(using: &generator),
            lastTime: HybridTime(milliseconds: 0),
            actKey: nil
        )
        for bundle in 0..<15 {
            let drafts = (0..<40).map { index in
                Draft(
                    .system,
                    .started,
                    actor: Actor(component: "test"),
                    detail: .map(CBORMap([0: UInt64(bundle * 40 + index).canonical]))
                )
            }
            let reading = ClockReading(
                wallMilliseconds: 1_800_000_000_000,
                monotonicMilliseconds: 5,
                quality: .unknown
            )
            _ = try journal.append(drafts, at: reading, obeying: nil)
            if bundle == 9, isWitnessed {
                try store.keep(journal.checkpoint, of: fixture.origin, as: .witness)
            }
        }
        try journal.storeCheckpoint()
        return store
    }

    private static func result(_ origin: Origin, in store: EvidenceFile) throws -> LogAudit<EvidenceFile>.Step
    {
        var audit = try LogAudit(of: origin, in: store)
        while true {
            let step = try audit.step()
            if step != .more { return step }
        }
    }

    /// Changes one byte of a bundle's blob, past everything that the schema forbids.
    private static func flip(_ column: String, ofBundleAt first: Int, _ place: Int, in store: EvidenceFile)
        throws
    {
        try store.pool.write { db in
            try db.execute(sql: "DROP TRIGGER bundle_stays; DROP TRIGGER bundle_is_proved")
            let sql = "SELECT \(column) FROM bundle WHERE first = ?"
            var bytes = [UInt8](try #require(try Data.fetchOne(db, sql: sql, arguments: [first])))
            bytes[place] ^= 1
            try db.execute(
                sql: "UPDATE bundle SET \(column) = ? WHERE first = ?",
                arguments: [Data(bytes), first]
            )
        }
    }

    @Test func `a log that nobody touched is sound, also with bodies that were erased`() async throws {
        try await StoreFixture.with { fixture in
            let store = try Self.log(fixture)
            #expect(
                try Self.result(fixture.origin, in: store) == .sound(size: 600, absentBodyCount: 0)
            )
            try store.eraseBodies(of: fixture.origin, at: [3, 250])
            #expect(
                try Self.result(fixture.origin, in: store) == .sound(size: 600, absentBodyCount: 2)
            )
        }
    }

    @Test func `a head that several roles have signed is no damage`() async throws {
        try await StoreFixture.with { fixture in
            let store = try Self.log(fixture)
            let note = try #require(try store.status(of: fixture.origin)?.notes[.checkpoint])
            for role in [NoteRole.witness, .mirror, .safe] {
                try store.keep(note, of: fixture.origin, as: role)
            }
            #expect(
                try Self.result(fixture.origin, in: store) == .sound(size: 600, absentBodyCount: 0)
            )
        }
    }

    @Test func `an edited body is found at its leaf`() async throws {
        try await StoreFixture.with { fixture in
            let store = try Self.log(fixture)
            // The last byte of the last record's body: its detail's number.
            let length = try await store.pool.read { db in
                try Int.fetchOne(db, sql: "SELECT length(bodies) FROM bundle WHERE first = 480")
            }
            try Self.flip("bodies", ofBundleAt: 480, try #require(length) - 1, in: store)
            let damage = LogDamage(origin: fixture.origin, part: .body, indices: 519..<520)
            #expect(try Self.result(fixture.origin, in: store) == .damaged(damage))
        }
    }

    @Test func `an edited header is found in the stretch below the next signed head`() async throws {
        try await StoreFixture.with { fixture in
            let store = try Self.log(fixture)
            try Self.flip("leaves", ofBundleAt: 40, 30, in: store)
            guard case .damaged(let damage) = try Self.result(fixture.origin, in: store) else {
                Issue.record("an edited leaf passed")
                return
            }
            #expect(damage.part == .leaves)
            #expect(damage.indices.contains(40))
            #expect(damage.indices.upperBound <= 400)
        }
    }

    @Test func `a record that was taken out is found, also when those behind it were moved up`() async throws
    {
        for moves in [false, true] {
            try await StoreFixture.with { fixture in
                let store = try Self.log(fixture)
                try await store.pool.write { db in
                    try db.execute(sql: "DROP TRIGGER bundle_stays; DROP TRIGGER bundle_is_proved")
                    try db.execute(sql: "DELETE FROM bundle WHERE first = 440")
                    guard moves else { return }
                    for first in stride(from: 480, to: 600, by: 40) {
                        try db.execute(
                            sql: "UPDATE bundle SET first = first - 40 WHERE first = ?",
                            arguments: [first]
                        )
                    }
                }
                guard case .damaged(let damage) = try Self.result(fixture.origin, in: store) else {
                    Issue.record("a missing record passed")
                    return
                }
                #expect([.missing, .leaves].contains(damage.part))
                #expect(damage.indices.contains(moves ? 560 : 440))
            }
        }
    }

    @Test func `a cut tail is found where a note was signed above it`() async throws {
        try await StoreFixture.with { fixture in
            let store = try Self.log(fixture)
            let frontier = try store.frontier(of: fixture.origin, size: 560)
            try await store.pool.write { db in
                try db.execute(sql: "DROP TRIGGER bundle_is_proved")
                try db.execute(sql: "DELETE FROM bundle WHERE first = 560")
                try db.execute(
                    sql: """
                        UPDATE log SET size = 560, root = ?, frontier = ?, proved_size = 400,
                            proved_frontier = frontier
                        """,
                    arguments: [Data(frontier.root.bytes), Data(frontier.encoded)]
                )
            }
            let damage = LogDamage(origin: fixture.origin, part: .missing, indices: 560..<600)
            #expect(try Self.result(fixture.origin, in: store) == .damaged(damage))
        }
    }

    @Test func `a stretch that was written anew and signed with another key is found by the note`()
        async throws
    {
        try await StoreFixture.with { fixture in
            let store = try Self.log(fixture)
            let forger = try StoreFixture.signer(fixture.origin.text, seed: 9)
            let head = try store.frontier(of: fixture.origin, size: 600).head
            try await store.pool.write { db in
                try db.execute(
                    sql: "UPDATE note SET bytes = ? WHERE role = 'checkpoint'",
                    arguments: [Data(try forger.sign(head).bytes)]
                )
            }
            let damage = LogDamage(origin: fixture.origin, part: .note, indices: 0..<600)
            #expect(try Self.result(fixture.origin, in: store) == .damaged(damage))
        }
    }

    @Test(arguments: [true, false])
    func `a damaged tree is told apart from damaged leaves, also where only its end is signed`(
        witnessed isWitnessed: Bool
    ) async throws {
        try await StoreFixture.with { fixture in
            let store = try Self.log(fixture, witnessed: isWitnessed)
            try await store.pool.write { db in
                try db.execute(sql: "UPDATE tile SET hashes = zeroblob(8192) WHERE level = 0 AND place = 0")
                try db.execute(sql: "UPDATE tile SET hashes = zeroblob(64) WHERE level = 1")
            }
            guard case .damaged(let damage) = try Self.result(fixture.origin, in: store) else {
                Issue.record("a damaged tree passed")
                return
            }
            #expect(damage.part == .tree)
        }
    }

    @Test func `an auditor names the first damage of each log and reads the others`() async throws {
        try await StoreFixture.with { fixture in
            let store = try Self.log(fixture)
            let other = try StoreFixture.signer("seals.example/cabinet/0c1d/telemetry/e1", seed: 3)
            var writer = try LogWriter(store: store, signer: other)
            _ = try writer.append(StoreFixture.records(0..<5))
            try writer.storeCheckpoint()
            #expect(try await LogAuditor(store).audit(pausing: .zero).isEmpty)
            try await store.pool.write { db in
                try db.execute(sql: "DROP TRIGGER bundle_stays; DROP TRIGGER bundle_is_proved")
                try db.execute(sql: "UPDATE bundle SET leaves = zeroblob(length(leaves)) WHERE log = 2")
            }
            let damages = try await LogAuditor(store).audit(pausing: .zero)
            #expect(damages == [LogDamage(origin: other.origin, part: .leaves, indices: 0..<5)])
        }
    }
}
