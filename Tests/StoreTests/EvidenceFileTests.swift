import Cryptography
import FoundationEssentials
import GRDB
import Records
import Testing

@testable import Store

@Suite struct EvidenceFileTests {
    @Test func `a commit is on the disk before it returns, and what is erased is overwritten`() async throws {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            let settings = try store.pool.writeWithoutTransaction { db in
                try ["synchronous", "journal_mode", "secure_delete", "foreign_keys"].map {
                    try String.fetchOne(db, sql: "PRAGMA \($0)")
                }
            }
            #expect(settings == ["2", "wal", "1", "1"])
        }
    }

    @Test func `a log is opened once, and found again`() async throws {
        try await StoreFixture.with { fixture in
            let key = fixture.signer.verifierKey
            let store = try fixture.open()
            #expect(try store.status(of: fixture.origin) == nil)
            let status = try store.open(fixture.origin, key: key, isOwn: true)
            #expect(status.head == .empty)
            #expect(status.proved == .empty)
            #expect(status.notes.isEmpty)
            try store.close()
            let again = try fixture.open()
            #expect(try again.open(fixture.origin, key: key, isOwn: true) == status)
            #expect(try again.logs() == [status])
            #expect(throws: RecordsError(.conflict, "")) {
                try again.open(fixture.origin, key: key, isOwn: false)
            }
            let other = try StoreFixture.signer(fixture.origin.text, seed: 2).verifierKey
            #expect(throws: RecordsError(.conflict, "")) {
                try again.open(fixture.origin, key: other, isOwn: true)
            }
            #expect(throws: RecordsError(.refused, "")) {
                try again.open(Origin("seals.example/other"), key: key, isOwn: true)
            }
        }
    }

    @Test func `a file that is something else is refused, and so is a log that was never opened`()
        async throws
    {
        try await StoreFixture.with { fixture in
            let path = fixture.folder + "/letter.txt"
            try Data("Dear customer, this is no database at all.".utf8).write(to: URL(filePath: path))
            #expect(throws: RecordsError(.mismatch, "")) { try EvidenceFile(path: path) }
            #expect(throws: RecordsError(.unavailable, "")) {
                try EvidenceFile(path: fixture.folder + "/none/evidence.sqlite")
            }
            let store = try fixture.open()
            #expect(throws: RecordsError(.unavailable, "")) {
                try store.append(
                    StoreFixture.bundle(0..<1),
                    to: fixture.origin,
                    after: .empty,
                    storing: nil
                )
            }
            #expect(throws: RecordsError(.unavailable, "")) { try store.root(of: fixture.origin, size: 0) }
        }
    }

    @Test func `the schema itself keeps gaps, second leaves and changes out`() async throws {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            _ = try store.open(fixture.origin, key: fixture.signer.verifierKey, isOwn: true)
            let head = try store.append(
                StoreFixture.bundle(0..<5),
                to: fixture.origin,
                after: .empty,
                storing: nil
            )
            _ = try store.append(
                StoreFixture.bundle(5..<9),
                to: fixture.origin,
                after: head,
                storing: fixture.signer.checkpoint(of: head)
            )
            for (sql, reason) in [
                ("INSERT INTO bundle SELECT NULL, log, 10, 1, leaves, bodies FROM bundle", "gap"),
                ("INSERT INTO bundle SELECT NULL, log, 8, 1, leaves, bodies FROM bundle", "gap"),
                ("UPDATE bundle SET leaves = zeroblob(50)", "never changed"),
                ("UPDATE bundle SET first = first + 1", "never changed"),
                ("DELETE FROM bundle WHERE first = 0", "never deleted"),
                ("UPDATE log SET proved_size = size + 1", "CHECK"), ("UPDATE log SET size = -1", "CHECK"),
                ("UPDATE log SET size = 'many'", "TEXT"),
                ("INSERT INTO tile (log, level, place, hashes) VALUES (1, 0, 0, zeroblob(32))", "CHECK"),
                ("INSERT INTO tile (log, level, place, hashes) VALUES (9, 1, 0, zeroblob(32))", "FOREIGN"),
                (
                    "INSERT INTO note (log, role, size, root, bytes) VALUES (1, 'x', 0, zeroblob(32), x'00')",
                    "CHECK"
                ),
            ] {
                let error = #expect(throws: DatabaseError.self, "\(sql)") {
                    try store.pool.write { db in try db.execute(sql: sql) }
                }
                #expect(error?.resultCode == .SQLITE_CONSTRAINT)
                #expect(error?.message?.contains(reason) == true, "\(sql): \(error?.message ?? "")")
            }
        }
    }

    @Test func `a full disk stores nothing of a step, and is told apart`() async throws {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            _ = try store.open(fixture.origin, key: fixture.signer.verifierKey, isOwn: true)
            let head = try store.append(
                StoreFixture.bundle(0..<9),
                to: fixture.origin,
                after: .empty,
                storing: nil
            )
            try store.pool.writeWithoutTransaction { db in
                let count = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
                try db.execute(sql: "PRAGMA max_page_count = \(count + 2)")
            }
            let large = try RecordBundle(
                (0..<9).map { _ in
                    Records.Record(leafBytes: [UInt8](repeating: 7, count: 9_000), bodyBytes: [])
                }
            )
            #expect(throws: RecordsError(.exhausted, "")) {
                try store.append(large, to: fixture.origin, after: head, storing: nil)
            }
            #expect(try store.status(of: fixture.origin)?.head == head)
            try store.pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA max_page_count = 100000")
            }
            let next = try store.append(large, to: fixture.origin, after: head, storing: nil)
            #expect(next.size == 18)
            #expect(try store.reread(fixture.origin, from: TreeFrontier()).head == next)
        }
    }
}
