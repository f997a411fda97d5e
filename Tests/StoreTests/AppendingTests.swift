import Cryptography
import GRDB
import Records
import Testing

@testable import Store

@Suite struct AppendingTests {
    @Test func `appending is a compare-and-set on the head`() async throws {
        try await StoreFixture.with { fixture in
            let (store, origin) = (try fixture.open(), fixture.origin)
            _ = try store.open(origin, key: fixture.signer.verifierKey, isOwn: true)
            let first = try store.append(StoreFixture.bundle(0..<3), to: origin, after: .empty, storing: nil)
            #expect(first == (try StoreFixture.frontier(3).head))
            for wrong in [
                TreeHead.empty, TreeHead(size: 3, root: TreeHash.emptyRoot),
                TreeHead(size: 4, root: first.root),
            ] {
                #expect(throws: RecordsError(.conflict, "")) {
                    try store.append(StoreFixture.bundle(3..<4), to: origin, after: wrong, storing: nil)
                }
            }
            let second = try store.append(StoreFixture.bundle(3..<4), to: origin, after: first, storing: nil)
            #expect(second == (try StoreFixture.frontier(4).head))
            #expect(try store.records(of: origin, from: 0, byteCountMax: 1 << 20).bundle.count == 4)
        }
    }

    @Test func `only a checkpoint of that very head, by the log's key, is stored with the next records`()
        async throws
    {
        try await StoreFixture.with { fixture in
            let (store, origin) = (try fixture.open(), fixture.origin)
            _ = try store.open(origin, key: fixture.signer.verifierKey, isOwn: true)
            let head = try store.append(StoreFixture.bundle(0..<3), to: origin, after: .empty, storing: nil)
            let forger = try StoreFixture.signer(origin.text, seed: 2)
            let next = try StoreFixture.bundle(3..<4)
            #expect(throws: RecordsError(.mismatch, "")) {
                try store.append(next, to: origin, after: head, storing: fixture.checkpoint(2))
            }
            #expect(throws: RecordsError(.refused, "")) {
                try store.append(next, to: origin, after: head, storing: forger.checkpoint(of: head))
            }
            #expect(try store.status(of: origin)?.notes.isEmpty == true)
            _ = try store.append(next, to: origin, after: head, storing: fixture.checkpoint(3))
            let status = try #require(try store.status(of: origin))
            #expect(status.notes[.checkpoint] == (try fixture.note(3)))
            #expect(status.proved == head)
            #expect(status.size(.checkpoint) == 3)
        }
    }

    @Test func `a copy takes no records of its own`() async throws {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            _ = try store.open(fixture.origin, key: fixture.signer.verifierKey, isOwn: false)
            #expect(throws: RecordsError(.refused, "")) {
                try store.append(StoreFixture.bundle(0..<1), to: fixture.origin, after: .empty, storing: nil)
            }
        }
    }

    @Test func `proofs from the file hold, whatever the steps in which the log grew`() async throws {
        try await StoreFixture.with { fixture in
            let (store, origin) = (try fixture.open(), fixture.origin)
            _ = try store.open(origin, key: fixture.signer.verifierKey, isOwn: true)
            var head = TreeHead.empty
            var heads: [Int: TreeHead] = [0: .empty]
            var size = 0
            for count in [1, 1, 253, 1, 1, 300, 7, 4_096, 4_000, 95, 1, 512, 513, 4_096, 4_096, 3, 256] {
                head = try store.append(
                    StoreFixture.bundle(size..<size + count),
                    to: origin,
                    after: head,
                    storing: nil
                )
                size += count
                heads[size] = head
            }
            #expect(head == (try StoreFixture.frontier(size).head))
            for (earlier, earlierHead) in heads {
                #expect(try store.root(of: origin, size: UInt64(earlier)) == earlierHead.root)
                #expect(try store.frontier(of: origin, size: UInt64(earlier)).head == earlierHead)
                let proof = try store.consistency(of: origin, from: UInt64(earlier), to: UInt64(size))
                #expect(proof.holds(from: earlierHead, to: head))
            }
            for index in stride(from: 0, to: size, by: 499) {
                let proof = try store.inclusion(of: UInt64(index), in: origin, size: UInt64(size))
                let leaf = StoreFixture.records(index..<index + 1)[0].leafBytes
                #expect(proof.holds(leafHash: TreeHash.leaf(leaf), head: head))
            }
            #expect(throws: RecordsError(.unavailable, "")) {
                try store.root(of: origin, size: UInt64(size + 1))
            }
            #expect(throws: RecordsError(.unavailable, "")) {
                try store.inclusion(of: UInt64(size), in: origin, size: UInt64(size))
            }
        }
    }

    @Test func `tiles of three levels grow over a restart at any place`() async throws {
        try await StoreFixture.with { fixture in
            let origin = fixture.origin
            var head = TreeHead.empty
            var size = 0
            var store = try fixture.open()
            _ = try store.open(origin, key: fixture.signer.verifierKey, isOwn: true)
            while size < 70_000 {
                if size % 3 == 0 {
                    // Without the memory of the last process.
                    try store.close()
                    store = try fixture.open()
                }
                let count = min(4_000, 70_000 - size)
                head = try store.append(
                    StoreFixture.bundle(size..<size + count),
                    to: origin,
                    after: head,
                    storing: nil
                )
                size += count
            }
            #expect(head == (try StoreFixture.frontier(size).head))
            #expect(try store.root(of: origin, size: 70_000) == head.root)
            let counts = try store.pool.read { db in
                try Row.fetchAll(
                    db,
                    sql:
                        "SELECT level, count(*) AS tiles, sum(length(hashes)) / 32 AS hashes FROM tile GROUP BY level"
                )
                .map { [$0["level"] as Int, $0["tiles"], $0["hashes"]] }
            }
            // C2SP tlog-tiles counts them for this size: 273 full, one full and 17 of the next, one.
            #expect(counts == [[0, 273, 273 * 256], [1, 2, 273], [2, 1, 1]])
        }
    }

    @Test func `records are read from any place, as many as fit`() async throws {
        try await StoreFixture.with { fixture in
            let (store, origin) = (try fixture.open(), fixture.origin)
            _ = try store.open(origin, key: fixture.signer.verifierKey, isOwn: true)
            var head = TreeHead.empty
            for range in [0..<1, 1..<4, 4..<20, 20..<21] {
                head = try store.append(StoreFixture.bundle(range), to: origin, after: head, storing: nil)
            }
            let all = StoreFixture.records(0..<21)
            for first in 0..<21 {
                let stretch = try store.records(of: origin, from: UInt64(first), byteCountMax: 1 << 20)
                #expect(stretch.first == UInt64(first))
                #expect(stretch.bundle.records == Array(all[first...]))
            }
            #expect(try store.records(of: origin, from: 21, byteCountMax: 99).bundle.count == 0)
            #expect(try store.records(of: origin, from: 99, byteCountMax: 99).bundle.count == 0)
            #expect(try store.records(of: origin, from: 5, byteCountMax: 0).bundle.records == [all[5]])
            // The first three records take 16, 17 and 18 bytes with their framing.
            #expect(try store.records(of: origin, from: 0, byteCountMax: 50).bundle.count == 2)
            #expect(try store.records(of: origin, from: 0, byteCountMax: 51).bundle.count == 3)
        }
    }
}
