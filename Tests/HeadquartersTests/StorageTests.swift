import Authority
import Cryptography
import Custody
import Enrolment
import Records
import Store
import Testing

@testable import Headquarters

/// A headquarters whose disk fills: it gives nothing up, so it takes nothing more in.
@Suite struct StorageTests {
    private static let reserve: Int64 = 512 << 10

    /// The office's ledger again, with `byteCount` left of its quota.
    private func open(_ office: Office, left byteCount: Int64) async throws -> HeadquartersLedger {
        let store = try EvidenceFile(path: office.folder + "/evidence.sqlite")
        let used = try StorageRoom(of: store, reserve: office.folder + "/reserve").usedByteCount()
        let room = StorageRoom(
            of: store,
            reserve: office.folder + "/reserve",
            quotaByteCount: used + byteCount,
            reserveByteCount: Self.reserve
        )
        _ = try room.hold()
        var generator = SystemRandomNumberGenerator()
        return try await HeadquartersLedger.open(
            store: store,
            room: room,
            keys: office.keys,
            root: office.root,
            boot: Identifier(using: &generator),
            clock: office.clock
        )
    }

    private func ingest(_ ledger: HeadquartersLedger, first: UInt64, byteCount: Int) throws -> Ingest {
        let record = Record(
            leafBytes: [1, 2, 3],
            bodyBytes: [UInt8](repeating: 7, count: byteCount)
        )
        return Ingest(
            origin: try ledger.origins.acts(of: "c1"),
            first: first,
            bundle: try RecordBundle([record])
        )
    }

    @Test func `the door closes with a finding before the room for own records is gone`() async throws {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        let ledger = try await open(office, left: 3 * Self.reserve + (64 << 10))
        try await ledger.tendRoom()
        #expect(!ledger.view.isDiskFull)
        var first: UInt64 = 0
        while !ledger.view.isDiskFull, first < 100 {
            _ = try await ledger.takeIn([try ingest(ledger, first: first, byteCount: 32 << 10)])
            first += 1
            try await ledger.tendRoom()
        }
        #expect(ledger.view.isDiskFull)
        #expect(ledger.view.desks.findings.map(\.opened.kind) == [.diskFull])
        let held = try ledger.store.status(of: ledger.origins.acts(of: "c1"))?.head.size
        #expect(held == first)
        await #expect(throws: HeadquartersError(.full, "")) {
            _ = try await ledger.takeIn([try ingest(ledger, first: first, byteCount: 1)])
        }
        // Taking away must always find room, and so must what people sign.
        let removal = Draft(
            .taking,
            .cabinetSuspended,
            isCritical: true,
            actor: Actor(component: "test"),
            subject: Subject(cabinet: "c1")
        )
        _ = try await ledger.takeAway(removal, because: "test")
        #expect(ledger.view.standing.suspendedCabinets["c1"] != nil)
        for _ in 0..<4 {
            try await ledger.tendRoom()
            #expect(ledger.view.isDiskFull)
        }
        #expect(ledger.view.desks.findings.count == 1)
        let shelf = FileShelf(
            try BlobFile(path: office.folder + "/files.sqlite", byteCountMax: 1 << 20),
            hasRoom: { ledger.hasRoomForFiles }
        )
        await #expect(throws: HeadquartersError(.full, "")) {
            _ = try await shelf.put([1, 2, 3], mediaType: "text/plain")
        }
    }

    @Test func `telemetry stays outside long before acts do`() async throws {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        let ledger = try await open(office, left: 8 * Self.reserve)
        try await ledger.tendRoom()
        #expect(!ledger.view.isTelemetryHeldBack)
        var (first, held): (UInt64, UInt64?) = (0, nil)
        while !ledger.view.isDiskFull, first < 200 {
            _ = try await ledger.takeIn([try ingest(ledger, first: first, byteCount: 32 << 10)])
            first += 1
            try await ledger.tendRoom()
            if ledger.view.isTelemetryHeldBack, held == nil { held = first }
        }
        #expect(ledger.view.isDiskFull)
        // As much room as is kept back three times over is left for acts alone.
        let room = (first - (held ?? first)) * (32 << 10)
        #expect(room > 2 * UInt64(Self.reserve) && held ?? 0 > 20)
    }

    @Test func `a disk that ends in the middle of taking in loses nothing and is a finding`() async throws {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        let ledger = try await open(office, left: 2 * Self.reserve + (64 << 10))
        var first: UInt64 = 0
        await #expect(throws: HeadquartersError(.full, "")) {
            while first < 1_000 {
                _ = try await ledger.takeIn([try ingest(ledger, first: first, byteCount: 60_000)])
                first += 1
            }
        }
        #expect(first > 0)
        #expect(try ledger.store.status(of: ledger.origins.acts(of: "c1"))?.head.size == first)
        #expect(ledger.view.desks.findings.map(\.opened.kind) == [.diskFull])
    }
}
