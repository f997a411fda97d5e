import Authority
import Cryptography
import Custody
import Records
import Replication
import Testing

@testable import Headquarters

/// What a restored headquarters does not take back, and how long it signs nothing.
extension RestoredHeadquartersTests {
    @Test func `leaves whose bodies are missing or false are not taken back`() async throws {
        let (past, restored, origin, size, note, bundle) = try await putBack()
        _ = try await restored.ledger.missing([note], shownBy: "c1")
        for damage in [{ _ in [0xA0] }, { $0.dropLast() + [($0.last ?? 0) ^ 1] }] as [([UInt8]) -> [UInt8]] {
            let damaged = try RecordBundle(
                bundle.records.map { Record(leafBytes: $0.leafBytes, bodyBytes: damage($0.bodyBytes)) }
            )
            await #expect(throws: HeadquartersError(.refused, "")) {
                try await restored.ledger.recover(origin, first: size, damaged, from: "c1")
            }
            await #expect(throws: HeadquartersError(.unavailable, "")) {
                try await restored.ledger.record([])
            }
        }
        #expect(try await restored.ledger.recover(origin, first: size, bundle, from: "c2") > size)
        #expect(restored.ledger.view.standing.removedGeneration(of: past.person) == 1)
        _ = try await Office.open(restored.folder, restored.keys, restored.root, restored.clock)
    }

    @Test func `a start does not open a headquarters that a cabinet's note has shut`() async throws {
        let (_, restored, origin, size, note, bundle) = try await putBack()
        _ = try await restored.ledger.missing([note], shownBy: "c1")
        let again = try await Office.open(restored.folder, restored.keys, restored.root, restored.clock)
        await #expect(throws: HeadquartersError(.unavailable, "")) { try await again.record([]) }
        _ = try await again.missing([note], shownBy: "c1")
        _ = try await again.recover(origin, first: size, bundle, from: "c1")
        try await again.record([])
        let last = try await Office.open(restored.folder, restored.keys, restored.root, restored.clock)
        try await last.record([])
    }

    @Test func `no service writes by itself before a cabinet has shown what it holds, or an hour has passed`()
        async throws
    {
        let past = try await Past()
        let restored = try await past.office.restored(from: past.backup)
        #expect(await !restored.ledger.maySignUnasked())
        restored.clock.pass(3_600_000)
        #expect(await restored.ledger.maySignUnasked())
        let again = try await Office.open(restored.folder, restored.keys, restored.root, restored.clock)
        #expect(await !again.maySignUnasked())
        _ = try await again.missing([], shownBy: "c1")
        #expect(await again.maySignUnasked())
    }

    @Test func `no heads are noted by the hour before a cabinet has greeted, however long that takes`()
        async throws
    {
        let (past, restored, origin, size, note, bundle) = try await putBack()
        restored.clock.pass(86_400_000)
        try await restored.ledger.noteHeadsUnasked()
        #expect(restored.ledger.view.standing.size == size)
        // So what the cabinet holds comes back, as it would have at once.
        _ = try await restored.ledger.missing([note], shownBy: "c1")
        _ = try await restored.ledger.recover(origin, first: size, bundle, from: "c1")
        #expect(restored.ledger.view.standing.removedGeneration(of: past.person) == 1)
        let back = restored.ledger.view.standing.size
        try await restored.ledger.noteHeadsUnasked()
        #expect(restored.ledger.view.standing.size > back)
        let alone = try await Office.founded()
        let before = alone.ledger.view.standing.size
        try await alone.ledger.noteHeadsUnasked()
        #expect(alone.ledger.view.standing.size > before)
    }

    @Test func `a stick shows that something is missing, and does not show that nothing else is`()
        async throws
    {
        let (_, restored, origin, size, note, bundle) = try await putBack()
        let old = try #require(try await restored.ledger.offer(origin, from: 0)).offer.note.bytes
        #expect(try await restored.ledger.missing([old], shownBy: "c1", onStick: true).isEmpty)
        #expect(await restored.ledger.recovery.met.isEmpty)
        #expect(await !restored.ledger.maySignUnasked())
        #expect(try await !restored.ledger.missing([note], shownBy: "c1", onStick: true).isEmpty)
        await #expect(throws: HeadquartersError(.unavailable, "")) { try await restored.ledger.record([]) }
        #expect(await restored.ledger.recovery.met.isEmpty)
        _ = try await restored.ledger.missing([note], shownBy: "c1")
        #expect(await restored.ledger.recovery.met == ["c1"])
        _ = try await restored.ledger.recover(origin, first: size, bundle, from: "c1")
    }

    @Test func `a cabinet that holds more than the note it shows gives back what the note proves`()
        async throws
    {
        let (past, restored, origin, size, note, _) = try await putBack()
        let proved = past.office.ledger.view.standing.size
        try await past.office.ledger.noteHeads()
        let longer = try await past.office.ledger.read(origin, from: size, byteCountMax: 1 << 20).bundle
        #expect(size + UInt64(longer.count) > proved)
        _ = try await restored.ledger.missing([note], shownBy: "c1")
        #expect(try await restored.ledger.recover(origin, first: size, longer, from: "c1") == proved)
        #expect(restored.ledger.view.standing.size >= proved)
    }

    @Test func `what one cabinet staged is dropped once another has given more back`() async throws {
        let (past, restored, origin, size, first, bundle) = try await putBack()
        let middle = past.office.ledger.view.standing.size
        _ = try await restored.ledger.missing([first], shownBy: "c1")
        let half = try bundle.slice(0..<1)
        #expect(try await restored.ledger.recover(origin, first: size, half, from: "c1") == size + 1)
        #expect(try await restored.ledger.recover(origin, first: size, bundle, from: "c2") == middle)
        let end = restored.ledger.view.standing.size
        let rest = try bundle.slice(1..<bundle.count)
        #expect(try await restored.ledger.recover(origin, first: size + 1, rest, from: "c1") >= middle)
        #expect(restored.ledger.view.standing.size == end)
    }
}
