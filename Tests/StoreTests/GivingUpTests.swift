import Cryptography
import GRDB
import Records
import Testing

@testable import Store

@Suite struct GivingUpTests {
    private func own(_ fixture: StoreFixture, _ size: Int, cosigned: Int) throws -> EvidenceFile {
        let store = try fixture.open()
        _ = try store.open(fixture.origin, key: fixture.signer.verifierKey, isOwn: true)
        var head = TreeHead.empty
        for indices in [0..<cosigned, cosigned..<size] where !indices.isEmpty {
            head = try store.append(
                StoreFixture.bundle(indices, salt: indices.lowerBound == 0 ? 0 : 7),
                to: fixture.origin,
                after: head,
                storing: nil
            )
            if indices.lowerBound == 0 {
                try store.keep(fixture.note(cosigned), of: fixture.origin, as: .witness)
            }
        }
        try store.keep(try fixture.signer.sign(head), of: fixture.origin, as: .checkpoint)
        return store
    }

    @Test(arguments: [(0, 5), (4, 9), (300, 301), (300, 700), (256, 900)])
    func `a log that is given up takes headquarters' leaves like any copy, and its own are kept apart`(
        cosigned: Int,
        size: Int
    ) async throws {
        try await StoreFixture.with { fixture in
            let store = try own(fixture, size, cosigned: cosigned)
            let held = 1_000
            try store.giveUp(fixture.origin, keeping: UInt64(cosigned), under: fixture.note(held))
            let status = try #require(try store.status(of: fixture.origin))
            #expect(!status.isOwn)
            #expect(status.head == status.proved)
            #expect(status.head.size == UInt64(cosigned))
            let set = try store.disputes(of: fixture.origin)
            #expect(set.reduce(0) { $0 + $1.bundle.count } == size - cosigned)
            #expect(set.first?.first == UInt64(cosigned))

            let rest = try StoreFixture.bundle(cosigned..<held)
            let taken = try store.ingest([
                Ingest(origin: fixture.origin, first: UInt64(cosigned), bundle: rest)
            ])[0]
            #expect(taken.leaves == .stored(count: held - cosigned))
            #expect(taken.proved == (try StoreFixture.frontier(held).head))
        }
    }

    @Test func `leaves that are not those of the cosigned head are not taken for it`() async throws {
        try await StoreFixture.with { fixture in
            let store = try own(fixture, 9, cosigned: 4)
            try store.giveUp(fixture.origin, keeping: 4, under: fixture.note(20))
            let other = Ingest(
                origin: fixture.origin,
                first: 4,
                bundle: try StoreFixture.bundle(4..<20, salt: 9)
            )
            #expect(try store.ingest([other])[0].leaves == .disputed(.otherRoot))
            #expect(try store.status(of: fixture.origin)?.proved.size == 4)
        }
    }

    @Test func `only an own log is given up, under a head that its key signed, and only once`() async throws {
        try await StoreFixture.with { fixture in
            let store = try own(fixture, 9, cosigned: 4)
            let stranger = try StoreFixture.signer(fixture.origin.text, seed: 2)
            let foreign = try stranger.sign(StoreFixture.frontier(20).head)
            #expect(throws: RecordsError.self) {
                try store.giveUp(fixture.origin, keeping: 4, under: foreign)
            }
            for (size, head) in [(UInt64(10), 20), (8, 7)] {
                #expect(throws: RecordsError(.refused, "")) {
                    try store.giveUp(fixture.origin, keeping: size, under: fixture.note(head))
                }
            }
            #expect(try store.status(of: fixture.origin)?.isOwn == true)
            #expect(try store.disputes(of: fixture.origin).isEmpty)
            try store.giveUp(fixture.origin, keeping: 4, under: fixture.note(20))
            #expect(throws: RecordsError(.refused, "")) {
                try store.giveUp(fixture.origin, keeping: 4, under: fixture.note(20))
            }
            #expect(throws: RecordsError(.refused, "")) {
                try store.append(
                    StoreFixture.bundle(4..<5),
                    to: fixture.origin,
                    after: StoreFixture.frontier(4).head,
                    storing: nil
                )
            }
        }
    }
}
