import Cryptography
import FoundationEssentials
import GRDB
import Records
import Store
import Testing

/// Telemetry that makes room: the oldest rows, also what lies nowhere else, and never the tree, the acts or a copy.
@Suite struct SheddingTests {
    private static let telemetry = "seals.example/cabinet/0c1d/telemetry/e1"

    /// An own log of so many records in rows of 100, its newest checkpoint stored.
    private func written(_ fixture: StoreFixture, count: Int = 2_000) throws -> EvidenceFile {
        let store = try fixture.open()
        var writer = try LogWriter(store: store, signer: fixture.signer)
        for start in stride(from: 0, to: count, by: 100) {
            _ = try writer.append(StoreFixture.records(start..<min(count, start + 100)))
        }
        try writer.storeCheckpoint()
        return store
    }

    @Test func `the oldest rows go, every proof can still be made, and the log goes on`() async throws {
        try await StoreFixture.with(Self.telemetry) { fixture in
            let store = try written(fixture)
            let sizes: [UInt64] = [1, 5, 256, 700, 1_700, 1_999, 2_000]
            let roots = try sizes.map { try store.root(of: fixture.origin, size: $0) }
            #expect(try store.sheddable(of: fixture.origin, below: 950) == 0..<900)
            try store.shed(0..<900, of: fixture.origin)
            #expect(try store.firstIndex(of: fixture.origin) == 900)
            // Full tiles stand for 1,792 leaves; the row that reaches beyond stays.
            #expect(try store.sheddable(of: fixture.origin, below: .max) == 900..<1_700)
            try store.shed(900..<1_700, of: fixture.origin)
            #expect(try store.sheddable(of: fixture.origin, below: .max) == nil)
            #expect(try sizes.map { try store.root(of: fixture.origin, size: $0) } == roots)
            let head = try StoreFixture.frontier(2_000).head
            for index in [0, 700, 1_699, 1_700, 1_999] {
                let proof = try store.inclusion(of: UInt64(index), in: fixture.origin, size: 2_000)
                let leaf = StoreFixture.records(index..<index + 1)[0].leafBytes
                #expect(proof.holds(leafHash: TreeHash.leaf(leaf), head: head))
            }
            #expect(throws: RecordsError(.unavailable, "")) {
                try store.records(of: fixture.origin, from: 1_699, byteCountMax: 1 << 20)
            }
            var audit = try LogAudit(of: fixture.origin, in: store) { $0 == 1_700 }
            var step = try audit.step()
            while step == .more { step = try audit.step() }
            #expect(step == .sound(size: 2_000, absentBodyCount: 0))
            try store.close()
            let again = try fixture.open()
            var writer = try LogWriter(store: again, signer: fixture.signer)
            _ = try writer.append(StoreFixture.records(2_000..<2_001))
            #expect(writer.head == (try StoreFixture.frontier(2_001).head))
            try again.close()
        }
    }

    @Test func `the last record always stays, so that the next one has its place`() async throws {
        try await StoreFixture.with(Self.telemetry) { fixture in
            let store = try fixture.open()
            var writer = try LogWriter(store: store, signer: fixture.signer)
            for index in 0..<512 { _ = try writer.append(StoreFixture.records(index..<index + 1)) }
            try writer.storeCheckpoint()
            let indices = try #require(try store.sheddable(of: fixture.origin, below: .max))
            #expect(indices == 0..<256)
            try store.shed(indices, of: fixture.origin)
            #expect(try store.sheddable(of: fixture.origin, below: .max) == nil)
            _ = try writer.append(StoreFixture.records(512..<513))
            #expect(writer.head == (try StoreFixture.frontier(513).head))
            try store.close()
        }
    }

    @Test func `what is not signed yet stays`() async throws {
        try await StoreFixture.with(Self.telemetry) { fixture in
            let store = try fixture.open()
            _ = try store.open(fixture.origin, key: fixture.signer.verifierKey, isOwn: true)
            let head = try store.append(
                StoreFixture.bundle(0..<300),
                to: fixture.origin,
                after: .empty,
                storing: nil
            )
            _ = try store.append(
                StoreFixture.bundle(300..<600),
                to: fixture.origin,
                after: head,
                storing: nil
            )
            #expect(try store.sheddable(of: fixture.origin, below: .max) == nil)
            try store.close()
        }
    }

    @Test(arguments: ["seals.example/cabinet/0c1d/acts/e1", "seals.example/hq/telemetry/e1"])
    func `no other log gives anything up`(name: String) async throws {
        try await StoreFixture.with(name) { fixture in
            let store = try written(fixture)
            #expect(try store.sheddable(of: fixture.origin, below: .max) == nil)
            #expect(throws: RecordsError(.refused, "")) { try store.shed(0..<100, of: fixture.origin) }
            #expect(try store.firstIndex(of: fixture.origin) == 0)
            try store.close()
            try expectRefused(fixture, "DELETE FROM bundle WHERE first < 256")
        }
    }

    @Test func `only the stretch that was named goes`() async throws {
        try await StoreFixture.with(Self.telemetry) { fixture in
            let store = try written(fixture)
            for indices in [0..<950, 100..<900, 900..<1_700] as [Range<UInt64>] {
                #expect(throws: RecordsError(.refused, "")) { try store.shed(indices, of: fixture.origin) }
            }
            try store.close()
            // The schema keeps the last tile, and what has older records before it, whoever asks.
            try expectRefused(fixture, "DELETE FROM bundle WHERE first = 500")
            try expectRefused(fixture, "DELETE FROM bundle WHERE first >= 1700")
        }
    }

    @Test func `a copy is kept whole`() async throws {
        try await StoreFixture.with(Self.telemetry) { fixture in
            let store = try fixture.open()
            _ = try store.open(fixture.origin, key: fixture.signer.verifierKey, isOwn: false)
            _ = try store.ingest([
                Ingest(origin: fixture.origin, offer: try fixture.offer(600)),
                Ingest(origin: fixture.origin, first: 0, bundle: try StoreFixture.bundle(0..<600)),
            ])
            #expect(try store.sheddable(of: fixture.origin, below: .max) == nil)
            #expect(throws: RecordsError(.refused, "")) { try store.shed(0..<256, of: fixture.origin) }
            try store.close()
            try expectRefused(fixture, "DELETE FROM bundle")
        }
    }

    private func expectRefused(_ fixture: StoreFixture, _ sql: String) throws {
        let queue = try DatabaseQueue(path: fixture.path)
        #expect(throws: DatabaseError.self) { try queue.write { db in try db.execute(sql: sql) } }
        try queue.close()
    }
}
