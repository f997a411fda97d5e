import Cryptography
import Custody
import FoundationEssentials
import GRDB
import Records
import Testing

@testable import Store

/// Bits that turned over in a log that is written here, and what is left of it.
@Suite struct DamageTests {
    /// What a bit turned over in, and what is found: the part, the leaves in which it must lie, and the cosigned leaves below it.
    struct Place: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let part: LogDamage.Part
        let within: Range<UInt64>
        let kept: UInt64
        let turn: @Sendable (Database) throws -> Void

        init(
            _ name: String,
            _ part: LogDamage.Part,
            _ within: Range<UInt64>,
            kept: UInt64,
            _ turn: @escaping @Sendable (Database) throws -> Void
        ) {
            (testDescription, self.part, self.within, self.kept) = (name, part, within, kept)
            self.turn = turn
        }
    }

    /// A log of 600 records in rows of 40: cosigned at 200 and 400, held at headquarters up to 400, signed to its end.
    private static func log(_ fixture: StoreFixture) throws -> EvidenceFile {
        let store = try fixture.open()
        var generator = SystemRandomNumberGenerator()
        var journal = try Journal(
            store: store,
            signer: fixture.signer,
            boot: Identifier(using: &generator),
            lastTime: HybridTime(milliseconds: 0),
            actKey: nil
        )
        for row in 0..<15 {
            let drafts = (0..<40).map { index in
                Draft(
                    .system,
                    .started,
                    actor: Actor(component: "test"),
                    detail: .map(CBORMap([0: UInt64(row * 40 + index).canonical]))
                )
            }
            let reading = ClockReading(wallMilliseconds: 1, monotonicMilliseconds: 5, quality: .unknown)
            _ = try journal.append(drafts, at: reading, obeying: nil)
            if row == 4 || row == 9 {
                try store.keep(journal.checkpoint, of: fixture.origin, as: .witness)
                try store.keep(journal.checkpoint, of: fixture.origin, as: .mirror)
            }
        }
        try journal.storeCheckpoint()
        return store
    }

    private static func flip(_ db: Database, _ column: String, ofRowAt first: Int, _ place: Int) throws {
        try db.execute(sql: "DROP TRIGGER IF EXISTS bundle_stays")
        let sql = "SELECT \(column) FROM bundle WHERE first = ?"
        var bytes = [UInt8](try #require(try Data.fetchOne(db, sql: sql, arguments: [first])))
        bytes[place < 0 ? bytes.count + place : place] ^= 1
        try db.execute(
            sql: "UPDATE bundle SET \(column) = ? WHERE first = ?",
            arguments: [Data(bytes), first]
        )
    }

    private static func flip(_ db: Database, _ column: String, of table: String, where condition: String)
        throws
    {
        let row = try #require(
            try Row.fetchOne(
                db,
                sql: "SELECT id, \(column) FROM \(table) WHERE \(condition) ORDER BY id DESC"
            )
        )
        var bytes = [UInt8](row[column] as Data)
        bytes[bytes.count / 2] ^= 1
        try db.execute(
            sql: "UPDATE \(table) SET \(column) = ? WHERE id = ?",
            arguments: [Data(bytes), row["id"] as Int64]
        )
    }

    /// Turns something over with a hand that no rule of the schema stops.
    private static func turn(_ store: EvidenceFile, _ body: @Sendable (Database) throws -> Void) throws {
        try store.pool.writeWithoutTransaction(body)
    }

    private static func unreadableRowCount(_ store: EvidenceFile) throws -> Int {
        try store.pool.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM damaged_row WHERE source = 'bundle'") ?? 0
        }
    }

    static let places = [
        Place("the last leaf", .leaves, 400..<600, kept: 400) { try flip($0, "leaves", ofRowAt: 560, -1) },
        Place("a leaf below a cosigned head", .leaves, 200..<400, kept: 200) {
            try flip($0, "leaves", ofRowAt: 240, -1)
        },
        Place("a leaf below the first head", .leaves, 0..<200, kept: 0) {
            try flip($0, "leaves", ofRowAt: 0, -1)
        },
        Place("the length of a leaf", .leaves, 320..<360, kept: 200) {
            try flip($0, "leaves", ofRowAt: 320, 0)
        },
        Place("a body below a cosigned head", .body, 399..<400, kept: 200) {
            try flip($0, "bodies", ofRowAt: 360, -1)
        },
        Place("the last body", .body, 599..<600, kept: 400) { try flip($0, "bodies", ofRowAt: 560, -1) },
        Place("a hash of the tree", .tree, 0..<600, kept: 400) {
            try flip($0, "hashes", of: "tile", where: "level = 1")
        },
        Place("the edge of the tree", .tree, 0..<600, kept: 400) {
            try $0.execute(sql: "UPDATE log SET proved_frontier = x'00'")
        },
        Place("the log's key", .tree, 0..<600, kept: 400) {
            try $0.execute(sql: "UPDATE log SET verifier_key = 'x' || substr(verifier_key, 2)")
        },
        Place("the own newest head", .note, 0..<600, kept: 400) {
            try flip($0, "bytes", of: "note", where: "role = 'checkpoint'")
        },
        Place("the newest cosigned head", .note, 0..<400, kept: 400) {
            try flip($0, "bytes", of: "note", where: "role = 'witness'")
        },
        Place("the newest cosigned heads", .note, 0..<400, kept: 200) {
            try flip($0, "bytes", of: "note", where: "role = 'witness'")
            try flip($0, "bytes", of: "note", where: "role = 'mirror'")
        },
        Place("a row that is gone", .missing, 280..<320, kept: 200) {
            try $0.execute(sql: "DROP TRIGGER bundle_is_proved; DELETE FROM bundle WHERE first = 280")
        },
        Place("the last row gone", .missing, 560..<600, kept: 400) {
            try $0.execute(sql: "DROP TRIGGER bundle_is_proved; DELETE FROM bundle WHERE first = 560")
        },
    ]

    @Test(arguments: places)
    func
        `what is damaged is named, what lies below it stays, and what headquarters holds comes as for any copy`(
            place: Place
        ) async throws
    {
        try await StoreFixture.with { fixture in
            let store = try Self.log(fixture)
            let (origin, key) = (fixture.origin, fixture.signer.verifierKey)
            let whole = try store.records(of: origin, from: 0, byteCountMax: 1 << 20).bundle
            let note = try #require(try store.status(of: origin)?.notes[.mirror])
            try Self.turn(store, place.turn)

            let damages = try store.giveUpDamaged(origin, key: key)
            let first = try #require(damages.first)
            #expect(first.part == place.part)
            #expect(first.indices.clamped(to: place.within) == first.indices)
            #expect(try store.damages(of: origin) == damages)

            let status = try #require(try store.status(of: origin))
            #expect(!status.isOwn && status.key == key)
            #expect(status.head.size == place.kept && status.proved == status.head)
            // Every record that can be read lies beside the log, and every row that cannot.
            let apart = try store.disputes(of: origin).reduce(0) { $0 + $1.bundle.count }
            let rows = try Self.unreadableRowCount(store)
            let goneCount = place.part == .missing ? 40 : 0
            #expect(apart + rows * 40 + goneCount + Int(place.kept) == 600)

            // Nothing more is found of it: what is missing is on its way.
            #expect(try store.giveUpDamaged(origin, key: key).isEmpty)
            try store.keep(note, of: origin, as: .witness)
            if place.kept < 400 {
                let rest = try whole.slice(Int(place.kept)..<400)
                let taken = try store.ingest([Ingest(origin: origin, first: place.kept, bundle: rest)])[0]
                #expect(taken.leaves == .stored(count: rest.count))
            }
            let back = try #require(try store.status(of: origin))
            #expect(back.proved == (try Checkpoint(note).head))
            #expect(try store.frontier(of: origin, size: 400).head == back.proved)
            #expect(
                try store.records(of: origin, from: 0, byteCountMax: 1 << 20).bundle == whole.slice(0..<400)
            )
        }
    }

    @Test func `a sound log stays as it is, also with bodies that were erased`() async throws {
        try await StoreFixture.with { fixture in
            let store = try Self.log(fixture)
            try store.eraseBodies(of: fixture.origin, at: [3, 250, 599])
            let before = try store.status(of: fixture.origin)
            #expect(try store.giveUpDamaged(fixture.origin, key: fixture.signer.verifierKey).isEmpty)
            #expect(try store.status(of: fixture.origin) == before)
            #expect(try store.damages(of: fixture.origin).isEmpty)
            let unknown = try Origin("seals.example/cabinet/0c1d/acts/e7")
            #expect(try store.giveUpDamaged(unknown, key: nil).isEmpty)
        }
    }

    @Test func `an audit takes a log that was given up for sound once its leaves are back`() async throws {
        try await StoreFixture.with { fixture in
            let store = try Self.log(fixture)
            try Self.turn(store) { try Self.flip($0, "leaves", ofRowAt: 560, -1) }
            _ = try store.giveUpDamaged(fixture.origin, key: fixture.signer.verifierKey)
            let damages = try await LogAuditor(store).audit(pausing: .zero)
            #expect(damages.isEmpty)
        }
    }

    @Test(arguments: [(240, 400), (280, 0)])
    func `what was given up below a backup is not asked for again, where the tree still stands for it`(
        given: Int,
        kept: UInt64
    ) async throws {
        try await StoreFixture.with { fixture in
            let store = try Self.log(fixture)
            try Self.turn(store) { db in
                try db.execute(sql: "DROP TRIGGER bundle_is_proved")
                try db.execute(sql: "DELETE FROM bundle WHERE first < ?", arguments: [given])
                try Self.flip(db, "leaves", ofRowAt: 440, -1)
            }
            let damages = try store.giveUpDamaged(fixture.origin, key: fixture.signer.verifierKey)
            #expect(damages.first?.part == .leaves)
            let status = try #require(try store.status(of: fixture.origin))
            #expect(status.proved.size == kept)
            #expect(try store.firstIndex(of: fixture.origin) == (kept == 0 ? 0 : UInt64(given)))
            #expect(try store.frontier(of: fixture.origin, size: kept).head == status.proved)
        }
    }
}
