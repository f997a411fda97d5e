import Cryptography
import FoundationEssentials
import Records
import Store
import Testing

/// The end of a disk, and what was kept back for it.
@Suite struct StorageRoomTests {
    private static let reserve: Int64 = 256 << 10

    private func room(_ store: EvidenceFile, _ fixture: StoreFixture, quota: Int64) -> StorageRoom {
        StorageRoom(
            of: store,
            reserve: fixture.folder + "/reserve",
            quotaByteCount: quota,
            reserveByteCount: Self.reserve
        )
    }

    /// Appends records of 16 KiB until the store says that it is full.
    private func fill(_ writer: inout LogWriter<EvidenceFile>) throws {
        let body = [UInt8](repeating: 7, count: 16 << 10)
        for index in 0..<1_000 {
            let leaf = [UInt8](repeating: UInt8(index & 0xFF), count: 8)
            _ = try writer.append([Record(leafBytes: leaf, bodyBytes: body)])
        }
    }

    @Test func `a full quota is told, and what was kept back takes the last words`() async throws {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            let room = room(store, fixture, quota: 2 << 20)
            #expect(try room.hold())
            let size = try FileManager.default.attributesOfItem(atPath: fixture.folder + "/reserve")[.size]
            #expect(size as? Int == Int(Self.reserve))
            var writer = try LogWriter(store: store, signer: fixture.signer)
            #expect(throws: RecordsError(.exhausted, "")) { try fill(&writer) }
            #expect(try room.isPressed())
            #expect(try room.isNearlyFull())
            let head = writer.head
            #expect(room.giveUp())
            #expect(!FileManager.default.fileExists(atPath: fixture.folder + "/reserve"))
            _ = try writer.append(StoreFixture.records(0..<4))
            #expect(writer.head.size == head.size + 4)
            // There is nothing more to give, and nothing to keep back.
            #expect(!room.giveUp())
            #expect(try !room.hold())
            #expect(throws: RecordsError(.exhausted, "")) { try fill(&writer) }
            try store.close()
            let again = try fixture.open()
            #expect(try LogWriter(store: again, signer: fixture.signer).head.size > head.size)
            try again.close()
        }
    }

    @Test func `room is kept back again when enough was given up`() async throws {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            let room = room(store, fixture, quota: 8 << 20)
            #expect(try room.hold())
            var writer = try LogWriter(store: store, signer: fixture.signer)
            #expect(throws: RecordsError(.exhausted, "")) { try fill(&writer) }
            #expect(room.giveUp())
            try writer.recover()
            try writer.storeCheckpoint()
            #expect(try !room.hold())
            let part = StatePart(name: "a", bytes: [1])
            let pieces = [StateManifest.Piece(name: "a", digest: part.digest)]
            try EvidenceBase(store).keep(
                KeptState(index: writer.head.size - 1, manifest: StateManifest(version: 1, pieces: pieces)),
                of: fixture.origin,
                parts: [part]
            )
            try store.keep(writer.checkpoint, of: fixture.origin, as: .safe)
            let before = try room.usedByteCount()
            while try store.prune(fixture.origin, below: writer.head.size) {}
            #expect(try room.usedByteCount() < before * 3 / 5)
            #expect(try room.hold())
            #expect(try !room.isPressed())
            #expect(try !room.isNearlyFull())
            try fill(&writer, count: 100)
            try store.close()
        }
    }

    private func fill(_ writer: inout LogWriter<EvidenceFile>, count: Int) throws {
        for index in 0..<count { _ = try writer.append(StoreFixture.records(index..<index + 1, salt: 3)) }
    }

    @Test func `without a quota the disk's own end counts`() async throws {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            let room = StorageRoom(
                of: store,
                reserve: fixture.folder + "/reserve",
                reserveByteCount: Self.reserve
            )
            #expect(try room.hold())
            #expect(try !room.isPressed())
            #expect(room.giveUp())
            #expect(try room.hold())
            try store.close()
        }
    }
}
