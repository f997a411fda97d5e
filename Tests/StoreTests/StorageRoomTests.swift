import Cryptography
import FoundationEssentials
import Glibc
import Records
import Synchronization
import Testing

@testable import Store

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

    /// Lets a log stand on a stored state, and lie in a backup, up to its end: all but its last leaves may be given up then.
    private func stand(_ writer: LogWriter<EvidenceFile>, on store: EvidenceFile, _ fixture: StoreFixture)
        throws
    {
        let part = StatePart(name: "a", bytes: [1])
        let pieces = [StateManifest.Piece(name: "a", digest: part.digest)]
        try EvidenceBase(store).keep(
            KeptState(index: writer.head.size - 1, manifest: StateManifest(version: 1, pieces: pieces)),
            of: fixture.origin,
            parts: [part]
        )
        try store.keep(writer.checkpoint, of: fixture.origin, as: .safe)
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
            try stand(writer, on: store, fixture)
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

    @Test func `without a quota, what is given up inside the file is room`() async throws {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            let disk = Mutex<Int64>(64 << 20)
            let room = StorageRoom(
                of: store,
                reserve: fixture.folder + "/reserve",
                reserveByteCount: Self.reserve
            ) { disk.withLock { $0 } }
            #expect(try room.hold())
            var writer = try LogWriter(store: store, signer: fixture.signer)
            for _ in 0..<4 { try fill(&writer, count: 256, byteCount: 4 << 10) }
            // The disk fills to its end, and what was kept back becomes its last room.
            #expect(room.giveUp())
            disk.withLock { $0 = Self.reserve }
            #expect(try room.isPressed() && room.isNearlyFull() && !room.hold())
            try writer.storeCheckpoint()
            try stand(writer, on: store, fixture)
            while try room.isPressed(), try store.prune(fixture.origin, below: writer.head.size) {}
            #expect(try !room.isPressed() && !room.isNearlyFull())
            #expect(try store.firstIndex(of: fixture.origin) < writer.head.size / 2 + 1)
            #expect(try room.hold())
            #expect(Self.blockByteCount(fixture.folder + "/reserve") >= Self.reserve / 4)
            try store.close()
        }
    }

    @Test func `a reserve that a power cut left empty, or small, becomes what it should be`() async throws {
        try await StoreFixture.with { fixture in
            let store = try fixture.open()
            let path = fixture.folder + "/reserve"
            let room = room(store, fixture, quota: 8 << 20)
            for byteCount in [0, 8_192] {
                try Data(repeating: 1, count: byteCount).write(to: URL(filePath: path))
                #expect(try room.hold())
                #expect(Self.blockByteCount(path) >= Self.reserve)
            }
            try store.close()
        }
    }

    @Test func `a start on a full disk gives the reserve up, and no other one does`() async throws {
        try await StoreFixture.with { fixture in
            let path = fixture.folder + "/reserve"
            #expect(!StorageRoom.giveUpAtStart(reserve: path) { () throws(RecordsError) in 0 })
            #expect(FileManager.default.createFile(atPath: path, contents: nil))
            #expect(!StorageRoom.giveUpAtStart(reserve: path) { () throws(RecordsError) in 2 << 20 })
            #expect(!StorageRoom.giveUpAtStart(reserve: path))
            #expect(StorageRoom.giveUpAtStart(reserve: path) { () throws(RecordsError) in 4_096 })
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    private static func blockByteCount(_ path: String) -> Int64 {
        var about = stat()
        return unsafe stat(path, &about) == 0 ? Int64(about.st_blocks) * 512 : 0
    }

    private func fill(_ writer: inout LogWriter<EvidenceFile>, count: Int, byteCount: Int) throws {
        for index in 0..<count {
            let leaf = [UInt8](repeating: UInt8(index & 0xFF), count: 8)
            _ = try writer.append([
                Record(leafBytes: leaf, bodyBytes: [UInt8](repeating: 7, count: byteCount))
            ])
        }
    }
}
