import Cryptography
import Records
import Testing

@testable import Store

/// A body that was damaged on its way, and the same leaves once more.
@Suite struct MendingTests {
    private func records(_ origin: Origin) throws -> [Records.Record] {
        var generator = SystemRandomNumberGenerator()
        var composer = Composer(
            origin: origin.text,
            boot: Identifier(using: &generator),
            nextSequence: 0,
            lastTime: HybridTime(milliseconds: 0),
            actKey: nil
        )
        let reading = ClockReading(wallMilliseconds: 1, monotonicMilliseconds: 1, quality: .unknown)
        let draft = Draft(.system, RecordKind(rawValue: 101), actor: Actor(component: "test"))
        return try (0..<4).map { _ in try composer.compose(draft, at: reading, obeying: nil) }
    }

    private func damaged(_ record: Records.Record) -> Records.Record {
        var body = record.bodyBytes
        body[body.count / 2] ^= 1
        return Records.Record(leafBytes: record.leafBytes, bodyBytes: body)
    }

    private func stored(_ store: EvidenceFile, _ origin: Origin) throws -> [Records.Record] {
        try store.records(of: origin, from: 0, byteCountMax: 65_536).bundle.records
    }

    private func take(_ records: [Records.Record], _ store: EvidenceFile, _ origin: Origin, first: UInt64 = 0)
        throws
        -> IngestOutcome.Leaves
    {
        try store.ingest([Ingest(origin: origin, first: first, bundle: try RecordBundle(records))])[0].leaves
    }

    /// Says of the records that all of them are here: from then on one may be erased.
    private func mirror(_ records: [Records.Record], _ store: EvidenceFile, _ fixture: StoreFixture) throws {
        var frontier = TreeFrontier()
        _ = try frontier.grow(by: records.map { TreeHash.leaf($0.leafBytes) })
        let note = try fixture.signer.sign(frontier.head)
        let offer = CheckpointOffer(note: note, from: 0, path: [])
        _ = try store.ingest([Ingest(origin: fixture.origin, offer: offer)])
        try store.keep(note, of: fixture.origin, as: .mirror)
    }

    private func hollow(_ record: Records.Record, isClosed: Bool) throws -> Records.Record {
        guard isClosed else { return Records.Record(leafBytes: record.leafBytes, bodyBytes: []) }
        let body = try record.opened().body.showing([.kind])
        return Records.Record(leafBytes: record.leafBytes, bodyBytes: body.encoded)
    }

    @Test(arguments: [false, true])
    func `bodies that came empty or with groups closed are filled until the mirror holds them`(isClosed: Bool)
        async throws
    {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            _ = try store.open(fixture.origin, key: fixture.signer.verifierKey, isOwn: false)
            let whole = try records(fixture.origin)
            let hollow = try whole.map { try self.hollow($0, isClosed: isClosed) }
            _ = try take(hollow, store, fixture.origin)
            #expect(try take(whole, store, fixture.origin) == .known)
            #expect(try stored(store, fixture.origin) == whole)
            #expect(try take(hollow, store, fixture.origin) == .known)
            #expect(try stored(store, fixture.origin) == whole)
        }
    }

    @Test func `a damaged body is mended when its leaf comes again with a whole one`() async throws {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            _ = try store.open(fixture.origin, key: fixture.signer.verifierKey, isOwn: false)
            let whole = try records(fixture.origin)
            var cut = whole
            cut[1] = damaged(whole[1])
            #expect(try take(Array(cut[..<2]), store, fixture.origin) == .stored(count: 2))
            #expect(try take(Array(cut[2...]), store, fixture.origin, first: 2) == .stored(count: 2))
            #expect(try take(Array(whole[1...2]), store, fixture.origin, first: 1) == .known)
            #expect(try stored(store, fixture.origin) == whole)
        }
    }

    @Test func `a damaged body does not take the place of a whole one`() async throws {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            _ = try store.open(fixture.origin, key: fixture.signer.verifierKey, isOwn: false)
            let whole = try records(fixture.origin)
            _ = try take(whole, store, fixture.origin)
            #expect(try take(whole.map(damaged), store, fixture.origin) == .known)
            #expect(try stored(store, fixture.origin) == whole)
        }
    }

    @Test func `a body that was erased stays erased`() async throws {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            _ = try store.open(fixture.origin, key: fixture.signer.verifierKey, isOwn: false)
            let whole = try records(fixture.origin)
            _ = try take(whole, store, fixture.origin)
            try mirror(whole, store, fixture)
            try store.eraseBodies(of: fixture.origin, at: [2])
            #expect(try take(whole, store, fixture.origin) == .known)
            #expect(try stored(store, fixture.origin)[2].bodyBytes.isEmpty)
        }
    }
}
