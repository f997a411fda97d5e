import Cryptography
import FoundationEssentials
import GRDB
import Records
import Store
import Testing

/// Giving records up: only own ones, only what lies in a backup, and never the tree.
@Suite struct PruningTests {
    /// An own log of 2,000 records, its newest checkpoint stored.
    private func written(_ fixture: StoreFixture) throws -> EvidenceFile {
        let store = try fixture.open()
        var writer = try LogWriter(store: store, signer: fixture.signer)
        for start in stride(from: 0, to: 2_000, by: 100) {
            _ = try writer.append(StoreFixture.records(start..<start + 100))
        }
        try writer.storeCheckpoint()
        return store
    }

    private func stand(_ store: EvidenceFile, _ fixture: StoreFixture, at index: UInt64) throws {
        let part = StatePart(name: "custody", bytes: [1])
        let pieces = [StateManifest.Piece(name: part.name, digest: part.digest)]
        try EvidenceBase(store).keep(
            KeptState(index: index, manifest: StateManifest(version: 1, pieces: pieces)),
            of: fixture.origin,
            parts: [part]
        )
    }

    private func prune(_ store: EvidenceFile, _ fixture: StoreFixture, below size: UInt64) throws -> UInt64 {
        while try store.prune(fixture.origin, below: size) {}
        return try store.firstIndex(of: fixture.origin)
    }

    @Test func `what lies in a backup goes, and every proof can still be made`() async throws {
        try await StoreFixture.with { fixture in
            let store = try written(fixture)
            let roots = try [1, 5, 256, 700, 1_999, 2_000].map {
                try store.root(of: fixture.origin, size: $0)
            }
            try store.keep(fixture.note(1_500), of: fixture.origin, as: .safe)
            try stand(store, fixture, at: 1_600)
            #expect(try prune(store, fixture, below: 1_450) == 1_400)
            #expect(
                try [1, 5, 256, 700, 1_999, 2_000].map { try store.root(of: fixture.origin, size: $0) }
                    == roots
            )
            let head = try StoreFixture.frontier(2_000).head
            for index in [0, 700, 1_399, 1_400, 1_999] {
                let proof = try store.inclusion(of: UInt64(index), in: fixture.origin, size: 2_000)
                let leaf = StoreFixture.records(index..<index + 1)[0].leafBytes
                #expect(proof.holds(leafHash: TreeHash.leaf(leaf), head: head))
            }
            #expect(throws: RecordsError(.unavailable, "")) {
                try store.records(of: fixture.origin, from: 0, byteCountMax: 1 << 20)
            }
            #expect(throws: RecordsError(.unavailable, "")) {
                try store.records(of: fixture.origin, from: 1_399, byteCountMax: 1 << 20)
            }
            #expect(try store.records(of: fixture.origin, from: 1_400, byteCountMax: 1).bundle.count == 1)
            try store.close()
            let again = try fixture.open()
            var writer = try LogWriter(store: again, signer: fixture.signer)
            _ = try writer.append(StoreFixture.records(2_000..<2_001))
            #expect(writer.head == (try StoreFixture.frontier(2_001).head))
            try again.close()
        }
    }

    @Test func `nothing goes above the backup, above the state that is stood on, or without either`()
        async throws
    {
        try await StoreFixture.with { fixture in
            let store = try written(fixture)
            #expect(try prune(store, fixture, below: 2_000) == 0)
            try stand(store, fixture, at: 1_250)
            #expect(try prune(store, fixture, below: 2_000) == 0)
            try store.keep(fixture.note(700), of: fixture.origin, as: .safe)
            #expect(try prune(store, fixture, below: 2_000) == 700)
            try store.keep(fixture.note(1_900), of: fixture.origin, as: .safe)
            #expect(try prune(store, fixture, below: 2_000) == 1_200)
            try store.close()
        }
    }

    @Test func `a copy is kept whole`() async throws {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            _ = try store.open(fixture.origin, key: fixture.signer.verifierKey, isOwn: false)
            _ = try store.ingest([
                Ingest(origin: fixture.origin, offer: try fixture.offer(300)),
                Ingest(origin: fixture.origin, first: 0, bundle: try StoreFixture.bundle(0..<300)),
            ])
            try store.keep(fixture.note(300), of: fixture.origin, as: .safe)
            try stand(store, fixture, at: 299)
            #expect(throws: RecordsError(.refused, "")) { try store.prune(fixture.origin, below: 256) }
            #expect(try store.firstIndex(of: fixture.origin) == 0)
            try store.close()
            // The schema says so too, whoever asks.
            let queue = try DatabaseQueue(path: fixture.path)
            #expect(throws: DatabaseError.self) {
                try queue.write { db in try db.execute(sql: "DELETE FROM bundle") }
            }
            try queue.close()
        }
    }
}
