import Cryptography
import Records
import Testing

@testable import Store

/// A log that begins with the leaves of another one.
@Suite struct ContinuingTests {
    private static let next = "seals.example/cabinet/0c1d/acts/e2"

    private func own(_ fixture: StoreFixture, _ size: Int) throws -> EvidenceFile {
        let store = try fixture.open()
        _ = try store.open(fixture.origin, key: fixture.signer.verifierKey, isOwn: true)
        var head = TreeHead.empty
        for first in stride(from: 0, to: size, by: 100) {
            let bundle = try StoreFixture.bundle(first..<min(first + 100, size))
            head = try store.append(bundle, to: fixture.origin, after: head, storing: nil)
        }
        return store
    }

    private func begin(_ store: EvidenceFile, _ fixture: StoreFixture, with head: TreeHead) throws -> Origin {
        let signer = try StoreFixture.signer(Self.next, seed: 2)
        try store.begin(
            signer.origin,
            key: signer.verifierKey,
            with: head,
            of: fixture.origin,
            then: StoreFixture.bundle(0..<1, salt: 9)
        )
        return signer.origin
    }

    @Test(arguments: [0, 1, 255, 256, 257, 700])
    func `it has leaves and bodies byte for byte, its own behind them, and no checkpoint`(size: Int)
        async throws
    {
        try await StoreFixture.with { fixture in
            let store = try own(fixture, 701)
            if size > 1 { try store.eraseBodies(of: fixture.origin, at: [1]) }
            let head = try StoreFixture.frontier(size).head
            let origin = try begin(store, fixture, with: head)
            let status = try #require(try store.status(of: origin))
            #expect(status.isOwn && status.head.size == UInt64(size) + 1)
            #expect(status.notes.isEmpty && status.proved == .empty)
            #expect(try store.root(of: origin, size: UInt64(size)) == head.root)
            for index in Set([0, 1, size / 2, size - 1]) where (0..<size).contains(index) {
                let old = try store.record(at: UInt64(index), of: fixture.origin)
                #expect(try store.record(at: UInt64(index), of: origin) == old)
            }
            if size > 1 { #expect(try !store.holdsBody(at: 1, of: origin)) }
            #expect(
                try store.record(at: UInt64(size), of: origin) == StoreFixture.records(0..<1, salt: 9).first
            )
            let audit = try store.reread(origin, from: TreeFrontier())
            #expect(audit.head == status.head)
            // It goes on like any log, and the other one is what it was.
            var writer = try LogWriter(store: store, signer: StoreFixture.signer(Self.next, seed: 2))
            _ = try writer.append(StoreFixture.records(5..<6))
            #expect(try store.status(of: fixture.origin)?.head.size == 701)
        }
    }

    @Test func `with leaves that do not lead to the head, or twice, it does not begin`() async throws {
        try await StoreFixture.with { fixture in
            let store = try own(fixture, 20)
            let other = TreeHead(size: 9, root: SHA256.hash([1]))
            #expect(throws: RecordsError(.mismatch, "")) { try begin(store, fixture, with: other) }
            let beyond = try StoreFixture.frontier(21).head
            #expect(throws: RecordsError(.mismatch, "")) { try begin(store, fixture, with: beyond) }
            #expect(try store.status(of: Origin(Self.next)) == nil)
            _ = try begin(store, fixture, with: StoreFixture.frontier(9).head)
            #expect(throws: RecordsError(.conflict, "")) {
                try begin(store, fixture, with: StoreFixture.frontier(9).head)
            }
        }
    }

    @Test func `it makes way as long as nothing of it was signed or written behind`() async throws {
        try await StoreFixture.with { fixture in
            let store = try own(fixture, 20)
            let origin = try begin(store, fixture, with: StoreFixture.frontier(9).head)
            #expect(throws: RecordsError(.refused, "")) { try store.takeAway(begun: origin) }
            #expect(throws: RecordsError(.refused, "")) { try store.takeAway(begun: origin, behind: 8) }
            try store.takeAway(begun: origin, behind: 9)
            #expect(try store.status(of: origin) == nil)
            _ = try begin(store, fixture, with: StoreFixture.frontier(9).head)
            var writer = try LogWriter(store: store, signer: StoreFixture.signer(Self.next, seed: 2))
            try writer.storeCheckpoint()
            #expect(throws: RecordsError(.refused, "")) { try store.takeAway(begun: origin, behind: 9) }
        }
    }
}
