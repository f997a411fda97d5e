import Cryptography
import GRDB
import Records
import Testing

@testable import Store

/// The log's own checkpoints on the way of a backlog: which are kept, and what they confirm.
@Suite struct WaypointTests {
    private func copy(_ fixture: StoreFixture) throws -> EvidenceFile {
        let store = try fixture.open()
        _ = try store.open(fixture.origin, key: fixture.signer.verifierKey, isOwn: false)
        return store
    }

    private func ingest(
        _ fixture: StoreFixture,
        _ indices: Range<Int>,
        salt: UInt8 = 0,
        _ checkpoint: SignedNote?
    ) throws -> Ingest {
        Ingest(
            origin: fixture.origin,
            first: UInt64(indices.lowerBound),
            bundle: try StoreFixture.bundle(indices, salt: salt),
            checkpoint: checkpoint
        )
    }

    private func sizes(_ store: EvidenceFile, _ fixture: StoreFixture) throws -> [UInt64] {
        try store.notes(of: fixture.origin, as: .checkpoint, from: 0, limit: 100).map {
            try Checkpoint($0).head.size
        }
    }

    @Test func `records are proved by the checkpoint that they come with, below a head that was witnessed`()
        async throws
    {
        try await StoreFixture.with { fixture in
            let store = try copy(fixture)
            _ = try store.ingest([Ingest(origin: fixture.origin, offer: fixture.offer(900))])
            let first = try store.ingest([ingest(fixture, 0..<256, fixture.note(256))])[0]
            #expect(first.proved == (try StoreFixture.frontier(256).head))
            #expect(first.verdict == nil)
            // One that ends within what came confirms no more than that.
            let second = try store.ingest([ingest(fixture, 256..<600, fixture.note(512))])[0]
            #expect(second.head.size == 600)
            #expect(second.proved.size == 512)
            let last = try store.ingest([ingest(fixture, 600..<900, nil)])[0]
            #expect(last.proved.size == 900)
            #expect(
                try Checkpoint(#require(store.status(of: fixture.origin)?.notes[.witness])).head.size == 900
            )
        }
    }

    @Test func `a checkpoint of another key, or one beyond the records, confirms nothing`() async throws {
        try await StoreFixture.with { fixture in
            let store = try copy(fixture)
            let stranger = try StoreFixture.signer(fixture.origin.text, seed: 9)
            let forged = try stranger.sign(StoreFixture.frontier(256).head)
            let outcome = try store.ingest([ingest(fixture, 0..<256, forged)])[0]
            #expect(outcome.leaves == .stored(count: 256))
            #expect(outcome.proved == .empty)
            let beyond = try store.ingest([ingest(fixture, 256..<300, fixture.note(400))])[0]
            #expect(beyond.proved == .empty)
        }
    }

    @Test func `a checkpoint that the witness has not seen confirms nothing: no mirror runs ahead of it`()
        async throws
    {
        try await StoreFixture.with { fixture in
            let store = try copy(fixture)
            _ = try store.ingest([Ingest(origin: fixture.origin, offer: fixture.offer(100))])
            let outcome = try store.ingest([ingest(fixture, 0..<256, fixture.note(256))])[0]
            #expect(outcome.leaves == .stored(count: 256))
            #expect(outcome.proved.size == 100)
            #expect(throws: RecordsError.self) {
                try store.keep(try fixture.note(256), of: fixture.origin, as: .mirror)
            }
        }
    }

    @Test func `records that are not those of the checkpoint that they come with are set aside`() async throws
    {
        try await StoreFixture.with { fixture in
            let store = try copy(fixture)
            _ = try store.ingest([
                Ingest(origin: fixture.origin, offer: fixture.offer(512)),
                ingest(fixture, 0..<256, fixture.note(256)),
            ])
            let outcome = try store.ingest([ingest(fixture, 256..<512, salt: 9, fixture.note(512))])[0]
            #expect(outcome.leaves == .disputed(.otherRoot))
            #expect(outcome.head == (try StoreFixture.frontier(256).head))
            #expect(try store.disputes(of: fixture.origin).map(\.first) == [256])
            let right = try store.ingest([ingest(fixture, 256..<512, fixture.note(512))])[0]
            #expect(right.proved.size == 512)
        }
    }

    @Test func `of an own log the newest checkpoint of each 256 leaves is kept until a mirror holds them`()
        async throws
    {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            var writer = try LogWriter(store: store, signer: fixture.signer)
            var size = 0
            for step in [100, 156, 1, 200, 300, 10] {
                _ = try writer.append(StoreFixture.records(size..<size + step))
                size += step
            }
            try writer.storeCheckpoint()
            #expect(try sizes(store, fixture) == [256, 457, 767])
            for note in try store.notes(of: fixture.origin, as: .checkpoint, from: 0, limit: 9) {
                let head = try Checkpoint(note).head
                #expect(try head == StoreFixture.frontier(Int(head.size)).head)
            }
            for (first, byteCountMax, end) in [
                (0, 1 << 20, 767), (0, 5_000, 256), (0, 100, nil), (10, 5_000, 256), (300, 1 << 20, 767),
                (766, 1, 767),
                (457, 4_096, nil),
            ] as [(UInt64, Int, UInt64?)] {
                let stretch = try store.stretch(of: fixture.origin, from: first, byteCountMax: byteCountMax)
                #expect(try stretch.checkpoint.map { try Checkpoint($0).head.size } == end)
                if let end { #expect(first + UInt64(stretch.bundle.count) == end) }
                let records = StoreFixture.records(Int(first)..<Int(first) + stretch.bundle.count)
                #expect(stretch.bundle.records == records)
                #expect(!records.isEmpty)
            }
            try store.keep(try fixture.note(457), of: fixture.origin, as: .mirror)
            #expect(try sizes(store, fixture) == [457, 767])
            try store.keep(try fixture.note(767), of: fixture.origin, as: .mirror)
            #expect(try sizes(store, fixture) == [767])
        }
    }

    @Test func `several notes are kept in one step, or none`() async throws {
        try await StoreFixture.with { fixture in
            let store = try copy(fixture)
            _ = try store.ingest([
                Ingest(origin: fixture.origin, offer: fixture.offer(256)),
                ingest(fixture, 0..<256, fixture.note(256)),
            ])
            #expect(throws: RecordsError.self) {
                try store.keep([
                    (fixture.note(100), fixture.origin, .mirror),
                    (fixture.note(256, salt: 9), fixture.origin, .mirror),
                ])
            }
            #expect(try store.status(of: fixture.origin)?.size(.mirror) == 0)
            try store.keep([
                (fixture.note(100), fixture.origin, .mirror), (fixture.note(256), fixture.origin, .mirror),
            ])
            #expect(try store.status(of: fixture.origin)?.size(.mirror) == 256)
        }
    }

    @Test func `a stretch is read across stored bundles, one record at least, no more than asked for`()
        async throws
    {
        try await StoreFixture.with { fixture in
            let store = try copy(fixture)
            for start in stride(from: 0, to: 100, by: 10) {
                _ = try store.ingest([ingest(fixture, start..<start + 10, nil)])
            }
            let all = StoreFixture.records(0..<100)
            for (first, byteCountMax) in [(0, 1 << 20), (7, 200), (99, 1), (5, 0), (38, 90)] {
                let stretch = try store.records(
                    of: fixture.origin,
                    from: UInt64(first),
                    byteCountMax: byteCountMax
                )
                let records = stretch.bundle.records
                #expect(records == Array(all[first..<first + records.count]))
                let byteCount = { (count: Int) in
                    all[first..<first + count].reduce(0) { $0 + $1.leafBytes.count + $1.bodyBytes.count + 5 }
                }
                #expect(records.count == 1 || byteCount(records.count) <= byteCountMax)
                if first + records.count < 100 { #expect(byteCount(records.count + 1) > byteCountMax) }
            }
            #expect(try store.records(of: fixture.origin, from: 100, byteCountMax: 9).bundle.count == 0)
        }
    }
}
