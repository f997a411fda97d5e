import Cryptography
import GRDB
import Records
import Testing

@testable import Store

@Suite struct IngestingTests {
    private func copy(_ fixture: StoreFixture) throws -> EvidenceFile {
        let store = try fixture.open()
        _ = try store.open(fixture.origin, key: fixture.signer.verifierKey, isOwn: false)
        return store
    }

    private func ingest(
        _ fixture: StoreFixture,
        _ indices: Range<Int>? = nil,
        salt: UInt8 = 0,
        offer: CheckpointOffer? = nil
    ) throws -> Ingest {
        Ingest(
            origin: fixture.origin,
            first: UInt64(indices?.lowerBound ?? 0),
            bundle: try indices.map { try StoreFixture.bundle($0, salt: salt) },
            offer: offer
        )
    }

    private func head(_ size: Int, salt: UInt8 = 0) throws -> TreeHead {
        try StoreFixture.frontier(size, salt: salt).head
    }

    @Test func `a checkpoint is witnessed before any record is here, and the records are proved by it`()
        async throws
    {
        try await StoreFixture.with { fixture in
            let store = try copy(fixture)
            let offered = try store.ingest([ingest(fixture, offer: fixture.offer(600))])[0]
            guard case .cosign(let checkpoint) = offered.verdict else {
                Issue.record("the first checkpoint was refused")
                return
            }
            #expect(checkpoint.head == (try head(600)))
            #expect(offered.head == .empty)
            let half = try store.ingest([ingest(fixture, 0..<400)])[0]
            #expect(
                half
                    == IngestOutcome(
                        leaves: .stored(count: 400),
                        verdict: nil,
                        head: try head(400),
                        proved: .empty
                    )
            )
            let rest = try store.ingest([ingest(fixture, 400..<700)])[0]
            #expect(rest.leaves == .stored(count: 300))
            #expect(rest.head == (try head(700)))
            #expect(rest.proved == (try head(600)))
            let later = try store.ingest([ingest(fixture, offer: fixture.offer(650, from: 600))])[0]
            #expect(later.proved == (try head(650)))
            let status = try #require(try store.status(of: fixture.origin))
            #expect(status.notes[.witness] == (try fixture.note(650)))
            #expect(try store.notes(of: fixture.origin, as: .witness, from: 0, limit: 9).count == 2)
        }
    }

    @Test func `the same records again are nothing, wherever they overlap`() async throws {
        try await StoreFixture.with { fixture in
            let store = try copy(fixture)
            for range in [0..<10, 0..<10, 3..<7, 5..<15, 0..<16, 15..<16] {
                let before = try store.status(of: fixture.origin)?.head.size ?? 0
                let outcome = try store.ingest([ingest(fixture, range)])[0]
                let count = max(0, range.upperBound - Int(before))
                #expect(outcome.leaves == (count > 0 ? .stored(count: count) : .known))
            }
            #expect(try store.status(of: fixture.origin)?.head == head(16))
            let records = try store.records(of: fixture.origin, from: 0, byteCountMax: 1 << 20).bundle.records
            #expect(records == StoreFixture.records(0..<16))
        }
    }

    @Test func `a gap is refused with the size to send from`() async throws {
        try await StoreFixture.with { fixture in
            let store = try copy(fixture)
            let outcome = try store.ingest([ingest(fixture, 1..<5)])[0]
            #expect(outcome == IngestOutcome(leaves: .gap, verdict: nil, head: .empty, proved: .empty))
            let far = Ingest(origin: fixture.origin, first: .max, bundle: try StoreFixture.bundle(0..<2))
            #expect(try store.ingest([far])[0].leaves == .gap)
        }
    }

    @Test func `another leaf at the same index is kept as evidence, apart from the log`() async throws {
        try await StoreFixture.with { fixture in
            let store = try copy(fixture)
            _ = try store.ingest([ingest(fixture, 0..<10, offer: fixture.offer(10))])
            for _ in 0..<2 {
                let outcome = try store.ingest([ingest(fixture, 4..<12, salt: 9)])[0]
                #expect(outcome.leaves == .disputed(.otherLeaf))
                #expect(outcome.head == (try head(10)))
            }
            let dispute = LeafDispute(
                reason: .otherLeaf,
                first: 4,
                bundle: try StoreFixture.bundle(4..<12, salt: 9)
            )
            #expect(try store.disputes(of: fixture.origin) == [dispute])
        }
    }

    @Test(arguments: [0, 300])
    func `leaves that no head confirms make way for others, and only the log's own stay`(proved: Int)
        async throws
    {
        try await StoreFixture.with { fixture in
            let store = try copy(fixture)
            if proved > 0 {
                _ = try store.ingest([ingest(fixture, 0..<proved, offer: fixture.offer(proved))])
            }
            // Somebody brings leaves of his own: two that are the log's, and three that are not.
            let forged = proved + 2..<proved + 5
            _ = try store.ingest([
                ingest(fixture, proved..<proved + 2), ingest(fixture, forged, salt: 9),
                ingest(fixture, offer: fixture.offer(proved + 700, from: proved)),
            ])
            let outcome = try store.ingest([ingest(fixture, proved..<proved + 700)])[0]
            #expect(outcome.leaves == .stored(count: 698))
            #expect(outcome.replacedCount == 3 && outcome.isDisputed)
            #expect(outcome.proved == (try head(proved + 700)))
            #expect(
                try store.disputes(of: fixture.origin) == [
                    LeafDispute(
                        reason: .otherRoot,
                        first: UInt64(forged.lowerBound),
                        bundle: try StoreFixture.bundle(forged, salt: 9)
                    )
                ]
            )
            #expect(try store.root(of: fixture.origin, size: UInt64(proved + 700)) == head(proved + 700).root)
            let late = try store.ingest([ingest(fixture, forged, salt: 9)])[0]
            #expect(late.leaves == .disputed(.otherLeaf) && late.replacedCount == 0)
            #expect(late.head == (try head(proved + 700)))
        }
    }

    @Test func `records that the log did not sign are set aside, and the right ones are taken after them`()
        async throws
    {
        try await StoreFixture.with { fixture in
            let store = try copy(fixture)
            _ = try store.ingest([
                ingest(fixture, offer: fixture.offer(300)), ingest(fixture, 0..<300),
                ingest(fixture, offer: fixture.offer(700, from: 300)),
            ])
            // One of these was never the log's; that shows when the signed size is reached.
            _ = try store.ingest([ingest(fixture, 300..<500)])
            let outcome = try store.ingest([ingest(fixture, 500..<800, salt: 9)])[0]
            #expect(outcome.leaves == .disputed(.otherRoot))
            #expect(outcome.head == (try head(300)))
            #expect(outcome.proved == (try head(300)))
            let disputes = try store.disputes(of: fixture.origin)
            #expect(disputes.map(\.first) == [300, 500])
            #expect(disputes[1].bundle == (try StoreFixture.bundle(500..<800, salt: 9)))
            let right = try store.ingest([ingest(fixture, 300..<500), ingest(fixture, 500..<800)])
            #expect(right[1].head == (try head(800)))
            #expect(right[1].proved == (try head(700)))
            #expect(try store.root(of: fixture.origin, size: 800) == head(800).root)
            #expect(try store.frontier(of: fixture.origin, size: 512).head == head(512))
        }
    }

    @Test func `setting aside cuts a stored bundle where the confirmed part ends`() async throws {
        try await StoreFixture.with { fixture in
            let store = try copy(fixture)
            _ = try store.ingest([
                ingest(fixture, 0..<600), ingest(fixture, offer: fixture.offer(300)),
            ])
            #expect(try store.status(of: fixture.origin)?.proved == head(300))
            let outcome = try store.ingest([
                ingest(
                    fixture,
                    offer: CheckpointOffer(
                        note: fixture.signer.sign(otherHead(600)),
                        from: 300,
                        path: otherPath(fixture, from: 300, to: 600)
                    )
                )
            ])[0]
            #expect(outcome.leaves == .disputed(.otherRoot))
            #expect(outcome.head == (try head(300)))
            let disputes = try store.disputes(of: fixture.origin)
            #expect(disputes.map(\.first) == [300])
            #expect(disputes.map(\.bundle.count) == [300])
            let records = try store.records(of: fixture.origin, from: 0, byteCountMax: 1 << 20).bundle.records
            #expect(records == StoreFixture.records(0..<300))
        }
    }

    @Test
    func `a log that signs two heads of one size is in quarantine, and its other leaves are kept apart`()
        async throws
    {
        try await StoreFixture.with { fixture in
            var store = try copy(fixture)
            _ = try store.ingest([ingest(fixture, 0..<20, offer: fixture.offer(20))])
            let forked = try fixture.offer(20, salt: 9)
            let outcome = try store.ingest([ingest(fixture, 10..<20, salt: 9, offer: forked)])[0]
            let evidence = ForkEvidence(
                kind: .twoRoots,
                held: try fixture.note(20),
                offered: forked.note,
                path: []
            )
            #expect(outcome.verdict == .refuse(.fork(evidence)))
            #expect(outcome.leaves == .disputed(.quarantined))
            try store.close()
            store = try fixture.open()
            #expect(try store.forks(of: fixture.origin) == [evidence])
            #expect(try store.status(of: fixture.origin)?.contradiction == evidence)
            let next = try store.ingest([
                ingest(fixture, 20..<30, offer: fixture.offer(30, from: 20)), ingest(fixture, 5..<9),
            ])
            #expect(next[0].verdict == .refuse(.quarantined(evidence)))
            #expect(next[0].leaves == .disputed(.quarantined))
            #expect(next[1].leaves == .known)
            #expect(try store.disputes(of: fixture.origin).map(\.first) == [10, 20])
            #expect(try store.status(of: fixture.origin)?.head == head(20))
        }
    }

    @Test func `a failing proof is kept, and neither cosigned nor a quarantine`() async throws {
        try await StoreFixture.with { fixture in
            let store = try copy(fixture)
            _ = try store.ingest([ingest(fixture, offer: fixture.offer(20))])
            let good = try fixture.offer(30, from: 20)
            let bad = CheckpointOffer(note: good.note, from: 20, path: good.path.reversed())
            for _ in 0..<2 {
                guard
                    case .refuse(.fork(let evidence)) = try store.ingest([ingest(fixture, offer: bad)])[0]
                        .verdict
                else {
                    Issue.record("a failing proof was cosigned")
                    return
                }
                #expect(evidence.kind == .proofFails)
            }
            #expect(try store.forks(of: fixture.origin).count == 1)
            guard case .cosign = try store.ingest([ingest(fixture, offer: good)])[0].verdict else {
                Issue.record("the right proof was refused")
                return
            }
        }
    }

    @Test func `a sender that never signs must stop`() async throws {
        try await StoreFixture.with { fixture in
            let store = try copy(fixture)
            let count = RecordBundle.countMax
            for number in 0..<16 {
                let outcome = try store.ingest([ingest(fixture, number * count..<(number + 1) * count)])[0]
                #expect(outcome.leaves == .stored(count: count))
            }
            #expect(try store.ingest([ingest(fixture, 65_536..<65_537)])[0].leaves == .unsigned)
            _ = try store.ingest([ingest(fixture, offer: fixture.offer(1))])
            #expect(try store.ingest([ingest(fixture, 65_536..<65_537)])[0].leaves == .stored(count: 1))
        }
    }

    @Test func `several ingests are one step: where one is refused, none is stored`() async throws {
        try await StoreFixture.with { fixture in
            let store = try copy(fixture)
            let own = try StoreFixture.signer("seals.example/hq/receipts/e1")
            _ = try store.open(own.origin, key: own.verifierKey, isOwn: true)
            #expect(throws: RecordsError(.refused, "")) {
                try store.ingest([
                    ingest(fixture, 0..<5), Ingest(origin: own.origin, bundle: StoreFixture.bundle(0..<5)),
                ])
            }
            #expect(try store.status(of: fixture.origin)?.head == .empty)
            #expect(try store.ingest([ingest(fixture, 0..<5)])[0].leaves == .stored(count: 5))
        }
    }

    @Test func `what contradicts a log is kept up to its limit`() async throws {
        try await StoreFixture.with { fixture in
            let store = try copy(fixture)
            _ = try store.ingest([ingest(fixture, 0..<1, offer: fixture.offer(1))])
            for number in 0..<70 {
                let record = Records.Record(
                    leafBytes: [UInt8(number)],
                    bodyBytes: []
                )
                let filler = (0..<15).map { _ in
                    Records.Record(leafBytes: [UInt8](repeating: UInt8(number), count: 65_000), bodyBytes: [])
                }
                let bundle = try RecordBundle([record] + filler)
                let outcome = try store.ingest([Ingest(origin: fixture.origin, first: 0, bundle: bundle)])[0]
                #expect(outcome.leaves == .disputed(.otherLeaf))
            }
            let kept = try store.disputes(of: fixture.origin).reduce(0) { $0 + $1.bundle.leaves.count }
            #expect(kept <= LeafDispute.byteCountMax)
            #expect(kept > LeafDispute.byteCountMax - 2 << 20)
        }
    }

    // A log that goes on from the first 300 records in another way.
    private func otherLeaves(_ size: Int) -> [Digest] {
        (StoreFixture.records(0..<300) + StoreFixture.records(300..<size, salt: 9)).map {
            TreeHash.leaf($0.leafBytes)
        }
    }

    private func otherHead(_ size: Int) throws -> TreeHead {
        var frontier = TreeFrontier()
        _ = try frontier.grow(by: otherLeaves(size))
        return frontier.head
    }

    private func otherPath(_ fixture: StoreFixture, from: Int, to: Int) throws -> [Digest] {
        let store = try EvidenceFile(path: fixture.folder + "/other.sqlite")
        _ = try store.open(fixture.origin, key: fixture.signer.verifierKey, isOwn: true)
        let records = StoreFixture.records(0..<300) + StoreFixture.records(300..<to, salt: 9)
        _ = try store.append(RecordBundle(records), to: fixture.origin, after: .empty, storing: nil)
        return try store.consistency(of: fixture.origin, from: UInt64(from), to: UInt64(to)).path
    }
}
