import GRDB
import Records
import Synchronization
import Testing

@testable import Store

/// The connections on which the evidence is read.
@Suite struct ReadConnectionsTests {
    /// How many read at once, and how many at the most.
    private final class Reading: Sendable {
        private let counts = Mutex((now: 0, most: 0))

        var most: Int { counts.withLock { $0.most } }

        func begin() {
            counts.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
        }

        func end() { counts.withLock { $0.now -= 1 } }
    }

    private static func leafCount(_ db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT coalesce(sum(count), 0) FROM bundle") ?? 0
    }

    @Test func `what is written while somebody reads is seen by the next read, and not by that one`()
        async throws
    {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            var writer = try LogWriter(store: store, signer: fixture.signer)
            _ = try writer.append(StoreFixture.records(0..<2))
            let seen = try store.read { db in
                let before = try Self.leafCount(db)
                _ = try writer.append(StoreFixture.records(2..<5))
                return [before, try Self.leafCount(db)]
            }
            #expect(seen == [2, 2])
            #expect(try store.read(Self.leafCount) == 5)
        }
    }

    @Test func `a read that throws ends its snapshot`() async throws {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            var writer = try LogWriter(store: store, signer: fixture.signer)
            for count in 1...6 {
                #expect(throws: RecordsError(.refused, "")) {
                    try store.read { db in
                        _ = try Self.leafCount(db)
                        throw RecordsError(.refused, "no")
                    }
                }
                _ = try writer.append(StoreFixture.records(count..<count + 1))
                // The very connection that threw, which was given back last.
                #expect(try store.read(Self.leafCount) == count)
            }
        }
    }

    @Test func `a reader cannot write`() async throws {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            #expect(throws: RecordsError.self) { try store.read { try $0.execute(sql: "DELETE FROM log") } }
        }
    }

    @Test func `more readers than connections wait for one, and all are answered`() async throws {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            var writer = try LogWriter(store: store, signer: fixture.signer)
            _ = try writer.append(StoreFixture.records(0..<3))
            let reading = Reading()
            let counts = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<64 {
                    group.addTask {
                        try store.read { db in
                            reading.begin()
                            defer { reading.end() }
                            return try Self.leafCount(db)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(counts == Array(repeating: 3, count: 64))
            #expect(reading.most <= 4)
        }
    }

    @Test func `a closed file is read no more`() async throws {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            _ = try store.read(Self.leafCount)
            try store.close()
            #expect(throws: RecordsError(.unavailable, "")) { try store.read(Self.leafCount) }
        }
    }

    @Test func `a size, a place or a flag of another type is damage, and no number`() async throws {
        for column in ["is_own", "size"] {
            try await StoreFixture.with { fixture in
                let store = try fixture.open()
                _ = try LogWriter(store: store, signer: fixture.signer)
                let hand = try DatabaseQueue(path: fixture.path)
                // What a turned bit of a row's header does, and no statement may: the schema is strict.
                try await hand.write { db in
                    try db.execute(sql: "PRAGMA writable_schema = ON")
                    try db.execute(
                        sql: "UPDATE sqlite_master SET sql = replace(sql, ') STRICT', ')') WHERE name = 'log'"
                    )
                }
                try hand.close()
                try store.close()
                let loose = try DatabaseQueue(path: fixture.path)
                try await loose.write { db in
                    try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
                    try db.execute(sql: "UPDATE log SET \(column) = x'31'")
                }
                try loose.close()
                let damaged = try fixture.open()
                #expect(throws: RecordsError(.mismatch, "")) { try damaged.status(of: fixture.origin) }
            }
        }
    }
}
