import Cryptography
import FoundationEssentials
import GRDB
import Records
import Store
import Testing

/// Copies of an evidence file: made while others write, read back to the last leaf.
@Suite struct BackupTests {
    /// Records that open: a leaf with its body, as a writer composes them.
    private func records(_ fixture: StoreFixture, _ count: Int) throws -> [Records.Record] {
        var generator = SystemRandomNumberGenerator()
        var composer = Composer(
            origin: fixture.origin.text,
            boot: Identifier(using: &generator),
            nextSequence: 0,
            lastTime: HybridTime(milliseconds: 0),
            actKey: nil
        )
        let reading = ClockReading(wallMilliseconds: 1, monotonicMilliseconds: 1, quality: .unknown)
        return try (0..<count).map { _ in
            let draft = Draft(.system, RecordKind(rawValue: 900), actor: Actor(component: "test"))
            return try composer.compose(draft, at: reading, obeying: nil)
        }
    }

    /// A log of 600 records whose checkpoint over them is stored, and one more record above it.
    private func written(_ fixture: StoreFixture) throws -> EvidenceFile {
        let store = try fixture.open()
        let records = try records(fixture, 601)
        var writer = try LogWriter(store: store, signer: fixture.signer)
        _ = try writer.append(Array(records.prefix(300)))
        _ = try writer.append(Array(records[300..<600]))
        try writer.storeCheckpoint()
        _ = try writer.append([records[600]])
        return store
    }

    @Test func `a copy holds every leaf and body, and says up to which signed head`() async throws {
        try await StoreFixture.with { fixture in
            let store = try written(fixture)
            let path = fixture.folder + "/copy.sqlite"
            try store.copy(to: path)
            let copy = try EvidenceCopy(path: path)
            let log = try #require(try copy.readBack().first)
            #expect(log.origin == fixture.origin)
            #expect(log.leafCount == 601)
            #expect(log.bodilessCount == 0)
            #expect(try log.note.map { try Checkpoint($0).head.size } == 600)
            try copy.close()
            // It is a whole evidence file: put in the place of the other it goes on.
            let restored = try EvidenceFile(path: path)
            #expect(try restored.status(of: fixture.origin)?.head.size == 601)
            var writer = try LogWriter(store: restored, signer: fixture.signer)
            #expect(writer.head.size == 601)
            _ = try writer.append(StoreFixture.records(0..<1))
            try restored.close()
            try store.close()
        }
    }

    @Test func `a copy is of one moment, whatever is written while it is made`() async throws {
        try await StoreFixture.with { fixture in
            let store = try written(fixture)
            let signer = fixture.signer
            async let writing: Void = {
                var writer = try LogWriter(store: store, signer: signer)
                for index in 0..<200 {
                    _ = try writer.append(StoreFixture.records(index..<index + 1, salt: 9))
                }
            }()
            let path = fixture.folder + "/copy.sqlite"
            try store.copy(to: path)
            try await writing
            let copy = try EvidenceCopy(path: path)
            let log = try #require(try copy.readBack().first)
            #expect((601...801).contains(log.leafCount))
            try copy.close()
            #expect(try store.status(of: fixture.origin)?.head.size == 801)
            try store.close()
        }
    }

    @Test(
        arguments: [
            "UPDATE bundle SET leaves = CAST(substr(leaves, 1, 40) || x'FF' || substr(leaves, 42) AS BLOB) WHERE first = 0",
            "UPDATE bundle SET bodies = CAST(substr(bodies, 1, 80) || x'FF' || substr(bodies, 82) AS BLOB) WHERE first = 300",
            "DELETE FROM bundle WHERE first = 600",
            "UPDATE note SET root = zeroblob(32), bytes = CAST(replace(bytes, '600', '599') AS BLOB) WHERE role = 'checkpoint'",
        ]
    )
    func `a copy that is not what was signed is refused`(damage: String) async throws {
        try await StoreFixture.with { fixture in
            let store = try written(fixture)
            let path = fixture.folder + "/copy.sqlite"
            try store.copy(to: path)
            try store.close()
            let queue = try DatabaseQueue(path: path)
            try await queue.write { db in
                for trigger in ["bundle_stays", "bundle_is_proved"] {
                    try db.execute(sql: "DROP TRIGGER \(trigger)")
                }
                try db.execute(sql: damage)
                #expect(db.changesCount >= 1)
            }
            try queue.close()
            let copy = try EvidenceCopy(path: path)
            #expect(throws: RecordsError.self) { try copy.readBack() }
            try copy.close()
        }
    }

    @Test func `a copy with bytes flipped in the file is refused wherever they are`() async throws {
        try await StoreFixture.with { fixture in
            let store = try written(fixture)
            let path = fixture.folder + "/copy.sqlite"
            try store.copy(to: path)
            try store.close()
            let whole = try Data(contentsOf: URL(filePath: path))
            var refused = 0
            for offset in stride(from: 16_000, to: whole.count, by: whole.count / 16) {
                var damaged = whole
                for index in offset..<min(offset + 64, whole.count) { damaged[index] ^= 0xFF }
                let other = fixture.folder + "/damaged-\(offset).sqlite"
                try damaged.write(to: URL(filePath: other))
                // Where the schema itself is hit, the file does not even open.
                guard let copy = try? EvidenceCopy(path: other) else {
                    refused += 1
                    continue
                }
                if (try? copy.readBack()) == nil { refused += 1 }
                try copy.close()
            }
            // What lies in unused room of a page, or in tiles, says nothing about the leaves.
            #expect(refused >= 8)
        }
    }

    @Test func `an erased body is counted and no damage, and a path that is taken is refused`() async throws {
        try await StoreFixture.with { fixture in
            let store = try written(fixture)
            try store.eraseBodies(of: fixture.origin, at: [5, 400])
            let path = fixture.folder + "/copy.sqlite"
            try store.copy(to: path)
            let copy = try EvidenceCopy(path: path)
            #expect(try copy.readBack().first?.bodilessCount == 2)
            try copy.close()
            #expect(throws: RecordsError(.refused, "")) { try store.copy(to: path) }
            try store.close()
        }
    }
}
