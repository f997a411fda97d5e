import Cryptography
import FoundationEssentials
import GRDB
import Testing

@testable import Records
@testable import Store

@Suite struct LogWriterTests {
    @Test func `each append gives the signed head, and the note is stored with the next one`() async throws {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            var writer = try LogWriter(store: store, signer: fixture.signer)
            #expect(writer.checkpoint == (try fixture.note(0)))
            #expect(try writer.append(StoreFixture.records(0..<1)) == fixture.note(1))
            #expect(try store.status(of: fixture.origin)?.notes[.checkpoint] == nil)
            #expect(try writer.append(StoreFixture.records(1..<5)) == fixture.note(5))
            #expect(try store.status(of: fixture.origin)?.notes[.checkpoint] == fixture.note(1))
            try writer.storeCheckpoint()
            #expect(try store.status(of: fixture.origin)?.notes[.checkpoint] == fixture.note(5))
            #expect(try writer.append([]) == fixture.note(5))
            #expect(writer.head == (try StoreFixture.frontier(5).head))
        }
    }

    @Test func `one checkpoint is kept of each 256 leaves, also where a note that was kept is gone`()
        async throws
    {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            var writer = try LogWriter(store: store, signer: fixture.signer)
            for index in 0..<300 { _ = try writer.append(StoreFixture.records(index..<index + 1)) }
            func kept() throws -> [SignedNote] {
                try store.notes(of: fixture.origin, as: .checkpoint, from: 0, limit: 512)
            }
            // The checkpoint of the last leaf is stored with the next one.
            #expect(try kept() == [fixture.note(256), fixture.note(299)])
            try store.pool.write { db in try db.execute(sql: "DELETE FROM note WHERE size = 299") }
            _ = try writer.append(StoreFixture.records(300..<301))
            #expect(try kept() == [fixture.note(256), fixture.note(300)])
        }
    }

    @Test func `after a restart the same note is signed again`() async throws {
        try await StoreFixture.with { fixture in
            var writer = try LogWriter(store: fixture.open(), signer: fixture.signer)
            for index in 0..<7 {
                let note = try writer.append(StoreFixture.records(index * 40..<index * 40 + 40))
                let again = try LogWriter(store: fixture.open(), signer: fixture.signer)
                #expect(again.checkpoint == note)
                #expect(again.head == writer.head)
            }
        }
    }

    @Test func `of two writers the second to come is told, and nothing of it is stored`() async throws {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            var one = try LogWriter(store: store, signer: fixture.signer)
            var two = try LogWriter(store: try fixture.open(), signer: fixture.signer)
            _ = try one.append(StoreFixture.records(0..<2))
            #expect(throws: RecordsError(.conflict, "")) {
                try two.append(StoreFixture.records(0..<2, salt: 1))
            }
            #expect(try store.status(of: fixture.origin)?.head == one.head)
            #expect(throws: RecordsError(.conflict, "")) {
                try LogWriter(store: store, signer: StoreFixture.signer(fixture.origin.text, seed: 2))
            }
        }
    }

    /// Changes to what lies behind the leaves: tiles, root and frontier follow the leaves again.
    @Test(arguments: [
        "UPDATE log SET root = zeroblob(32)", "UPDATE log SET frontier = zeroblob(40)",
        "UPDATE log SET frontier = x'00'",
    ])
    func `a bit error before signing costs a refused signature, not the log`(damage: String) async throws {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            var writer = try LogWriter(store: store, signer: fixture.signer)
            _ = try writer.append(StoreFixture.records(0..<300))
            let frontier = try store.frontier(of: fixture.origin, size: 300)
            try store.pool.write { db in try db.execute(sql: damage) }
            #expect(throws: RecordsError(.mismatch, "")) {
                try store.reread(fixture.origin, from: TreeFrontier())
            }
            #expect(try store.rebuild(fixture.origin, from: TreeFrontier()) == frontier.head)
            #expect(try store.reread(fixture.origin, from: TreeFrontier()) == frontier)
            // A writer that opens the damaged log does the same by itself.
            try store.pool.write { db in try db.execute(sql: damage) }
            let next = try LogWriter(store: store, signer: fixture.signer)
            #expect(next.checkpoint == (try fixture.note(300)))
        }
    }

    @Test func `a leaf that changed on the disk before it was signed is found, and signed as it lies there`()
        async throws
    {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            var writer = try LogWriter(store: store, signer: fixture.signer)
            _ = try writer.append(StoreFixture.records(0..<300))
            let other = try StoreFixture.bundle(0..<300, salt: 1)
            try store.pool.write { db in
                try db.execute(sql: "DROP TRIGGER bundle_stays")
                try db.execute(sql: "UPDATE bundle SET leaves = ?", arguments: [Data(other.leaves)])
            }
            #expect(throws: RecordsError(.mismatch, "")) {
                try store.reread(fixture.origin, from: TreeFrontier())
            }
            let next = try LogWriter(store: store, signer: fixture.signer)
            #expect(next.checkpoint == (try fixture.note(300, salt: 1)))
            #expect(try store.root(of: fixture.origin, size: 256) == StoreFixture.frontier(256, salt: 1).root)
        }
    }

    @Test func `a head that is signed ahead is given out for no other leaves than those read back`()
        async throws
    {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            var writer = try LogWriter(store: store, signer: fixture.signer)
            let before = try writer.append(StoreFixture.records(0..<2))
            let other = try StoreFixture.bundle(2..<3, salt: 1)
            // As if the disk had kept something else than what was written.
            try store.pool.write { db in
                try db.execute(sql: "DROP TRIGGER bundle_stays")
                try db.execute(
                    sql: """
                        CREATE TRIGGER another_leaf AFTER INSERT ON bundle
                        BEGIN UPDATE bundle SET leaves = x'\(Hex.encode(other.leaves))' WHERE id = NEW.id; END
                        """
                )
            }
            #expect(throws: RecordsError(.mismatch, "")) { try writer.append(StoreFixture.records(2..<3)) }
            #expect(writer.checkpoint == before)
            try store.pool.write { db in try db.execute(sql: "DROP TRIGGER another_leaf") }
            try writer.recover()
            var frontier = try StoreFixture.frontier(2)
            _ = try frontier.grow(by: other.leafHashes)
            #expect(writer.checkpoint == (try fixture.signer.sign(frontier.head)))
        }
    }

    @Test func `a record whose own signature does not verify is not stored, and the log goes on`()
        async throws
    {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            var writer = try LogWriter(store: store, signer: fixture.signer)
            let before = try writer.append(StoreFixture.records(0..<2))
            let header = LeafHeader(
                recordClass: .alarm,
                sequence: 2,
                time: HybridTime(milliseconds: 1),
                clockQuality: .unknown,
                boot: try #require(Identifier([UInt8](repeating: 1, count: 16))),
                monotonicMilliseconds: 1,
                obeyedHeads: nil,
                commitments: [:]
            )
            let key = try Ed25519PrivateKey(seed: [UInt8](repeating: 7, count: 32))
            let leaf = try Leaf(header, origin: fixture.origin.text, signedBy: key)
            let records = StoreFixture.records(2..<3)
            // What is looked at are the bytes that would be stored.
            var flipped = leaf.encoded
            flipped[4] ^= 1
            for (origin, bytes) in [
                ("elsewhere.example/cabinet/0c1d/acts/e1", leaf.encoded), (fixture.origin.text, flipped),
                (fixture.origin.text, leaf.encoded),
            ] {
                let signature = FreshSignature(leafBytes: bytes, origin: origin, key: key.publicKey)
                guard origin != fixture.origin.text || bytes != leaf.encoded else {
                    #expect(try writer.append(records, with: [signature]) == fixture.note(3))
                    continue
                }
                #expect(throws: RecordsError(.mismatch, "")) { try writer.append(records, with: [signature]) }
                #expect(writer.checkpoint == before)
                #expect(try store.status(of: fixture.origin)?.head.size == 2)
            }
        }
    }

    @Test func `a damaged tree below the signed head is refused and not made anew`() async throws {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            var writer = try LogWriter(store: store, signer: fixture.signer)
            _ = try writer.append(StoreFixture.records(0..<300))
            try writer.storeCheckpoint()
            try store.pool.write { db in
                try db.execute(sql: "UPDATE tile SET hashes = zeroblob(32) WHERE level = 1")
            }
            #expect(throws: RecordsError(.mismatch, "")) {
                try LogWriter(store: store, signer: fixture.signer)
            }
            #expect(throws: RecordsError(.refused, "")) {
                try store.rebuild(fixture.origin, from: StoreFixture.frontier(299))
            }
        }
    }

    @Test func `a log that lost leaves is not signed`() async throws {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            var writer = try LogWriter(store: store, signer: fixture.signer)
            _ = try writer.append(StoreFixture.records(0..<3))
            _ = try writer.append(StoreFixture.records(3..<4))
            try store.pool.write { db in try db.execute(sql: "DELETE FROM bundle WHERE first = 3") }
            #expect(throws: RecordsError(.mismatch, "")) {
                try LogWriter(store: store, signer: fixture.signer)
            }
        }
    }
}
