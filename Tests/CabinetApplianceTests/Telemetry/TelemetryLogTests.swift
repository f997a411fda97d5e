import Authority
import Cryptography
import Custody
import FoundationEssentials
import GRDB
import Records
import Replication
import Simulation
import Store
import Testing

@testable import CabinetAppliance

/// A cabinet's telemetry on a real disk: its epochs, and what it gives up.
@Suite struct TelemetryLogTests: TelemetryWriting {
    private func records(_ store: EvidenceFile, _ origin: Origin) throws -> [OpenedRecord] {
        var records: [OpenedRecord] = []
        let size = try store.status(of: origin)?.head.size ?? 0
        try store.forEachRecord(of: origin, from: try store.firstIndex(of: origin), to: size) {
            records.append(try $1.opened())
        }
        return records
    }

    private func opening(_ store: EvidenceFile, _ epoch: UInt64) throws -> EpochOpening? {
        let first = try records(store, origin(epoch)).first
        return try first?.kind()?.kind == .epochOpened ? try first?.detail() : nil
    }

    /// Says that headquarters holds an epoch whole.
    private func mirror(_ store: EvidenceFile, _ origin: Origin) throws {
        let note = try #require(try store.status(of: origin)?.notes[.checkpoint])
        try store.keep(note, of: origin, as: .witness)
        try store.keep(note, of: origin, as: .mirror)
    }

    @Test func `a span is one record under the log's own key, and a start goes on behind it`() async throws {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open()
            try await cabinet.live(running.ledger)
            let acts = running.ledger.view.head
            try await write(3, to: running.ledger)
            #expect(running.ledger.view.head == acts)
            #expect(running.ledger.view.telemetrySize == 3)
            let last = try #require(try records(running.store, origin(1)).last)
            #expect(last.leaf.header.recordClass == .telemetry)
            #expect(try last.detail() == measured(2))
            #expect(
                try running.store.status(of: origin(1))?.key.publicKey.bytes
                    == cabinet.telemetryKeys.publicKey.bytes
            )
            try await running.ledger.rest()
            try running.close()
            let again = try cabinet.open()
            try await write(1, to: again.ledger)
            #expect(again.ledger.view.telemetrySize == 4)
            #expect(cabinet.telemetryKeys.epoch == 1)
            try again.close()
        }
    }

    @Test func `on a full disk nothing is measured into the room of acts`() async throws {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open(isDiskFull: true)
            #expect(try await !running.ledger.measure(measured(1)))
            #expect(running.ledger.view.telemetry == nil)
            try running.close()
        }
    }

    @Test func `an epoch that is ended names what it was and why, signed by the act key`() async throws {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open()
            try await write(2, to: running.ledger)
            try await running.ledger.renewTelemetry(because: .rotation)
            try await write(1, to: running.ledger)
            #expect(running.ledger.view.telemetry == (try origin(2)))
            let closed = try #require(try records(running.store, origin(1)).last)
            #expect(try closed.kind()?.kind == .epochClosed)
            let opening = try #require(try opening(running.store, 2))
            #expect(opening.reason == .rotation)
            #expect(opening.previousOrigin == (try origin(1).text))
            #expect(opening.lastOwn?.size == 3)
            #expect(opening.lastOwn?.root == (try running.store.root(of: origin(1), size: 3)))
            #expect(opening.key?.bytes == cabinet.telemetryKeys.publicKey.bytes)
            let first = try #require(try records(running.store, origin(2)).first)
            #expect(first.leaf.isSigned(by: cabinet.keys.act.publicKey, origin: try origin(2).text))
            try running.close()
        }
    }

    @Test func `an epoch that ended without a next one goes on at the next value, for the reason it ended`()
        async throws
    {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open()
            try await write(2, to: running.ledger)
            cabinet.telemetryKeys.failNext(1)
            await #expect(throws: CabinetError.self) {
                try await running.ledger.renewTelemetry(because: .shedding)
            }
            try await write(1, to: running.ledger)
            #expect(try opening(running.store, 2)?.reason == .shedding)
            #expect(try running.store.status(of: origin(1))?.head.size == 3)
            try running.close()
        }
    }

    @Test func `a log that is not what was signed is left as it lies, and a finding says so`() async throws {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open()
            try await cabinet.live(running.ledger)
            try await write(3, to: running.ledger)
            try await running.ledger.rest()
            try running.close()
            let queue = try DatabaseQueue(path: cabinet.folder + "/evidence.sqlite")
            try await queue.write { [origin = try origin(1).text] db in
                try db.execute(sql: "DROP TRIGGER bundle_stays")
                try db.execute(
                    sql: """
                        UPDATE bundle SET leaves = CAST(substr(leaves, 1, 40) || x'00' || substr(leaves, 42) AS BLOB)
                        WHERE log = (SELECT id FROM log WHERE origin = ?) AND first = 1
                        """,
                    arguments: [origin]
                )
            }
            try queue.close()
            let again = try cabinet.open()
            try await write(1, to: again.ledger)
            #expect(again.ledger.view.telemetry == (try origin(2)))
            #expect(try opening(again.store, 2)?.reason == .bitError)
            #expect(again.ledger.view.custody.findings.map(\.opened.kind) == [.damaged])
            #expect(!again.ledger.view.takeDesk.isContradicted)
            // The next start has nothing to say about it.
            try again.close()
            let third = try cabinet.open()
            try await write(1, to: third.ledger)
            #expect(third.ledger.view.telemetry == (try origin(2)))
            #expect(third.ledger.view.custody.findings.count == 1)
            try third.close()
        }
    }

    @Test func `keys that are newer than the disk begin an epoch that no disk has begun`() async throws {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open()
            try await write(2, to: running.ledger)
            try await running.ledger.rest()
            try running.close()
            func copy(_ name: String, to other: String) throws {
                for suffix in ["", "-wal"] {
                    let path = "\(cabinet.folder)/\(name)\(suffix)"
                    guard FileManager.default.fileExists(atPath: path) else { continue }
                    try FileManager.default.copyItem(
                        atPath: path,
                        toPath: "\(cabinet.folder)/\(other)\(suffix)"
                    )
                }
            }
            try copy("evidence.sqlite", to: "old")
            let second = try cabinet.open()
            try await second.ledger.renewTelemetry(because: .rotation)
            try second.close()
            // The disk is put back as it was before epoch 2, whose key is in use already.
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: cabinet.folder + "/evidence.sqlite" + suffix)
            }
            try copy("old", to: "evidence.sqlite")
            let back = try cabinet.open()
            try await write(1, to: back.ledger)
            #expect(back.ledger.view.telemetry == (try origin(3)))
            #expect(try opening(back.store, 3)?.reason == .restore)
            try back.close()
            for name in ["evidence.sqlite", "projections.sqlite"] {
                for suffix in ["", "-wal", "-shm"] {
                    try? FileManager.default.removeItem(atPath: "\(cabinet.folder)/\(name)\(suffix)")
                }
            }
            let lost = try cabinet.open()
            try await write(1, to: lost.ledger)
            #expect(lost.ledger.view.telemetry == (try origin(4)))
            #expect(try opening(lost.store, 4)?.reason == .diskLost)
            try lost.close()
        }
    }

    @Test func `other records at headquarters are a finding and another epoch, and no take waits`()
        async throws
    {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open()
            let ledger = running.ledger
            try await cabinet.live(ledger)
            try await write(2, to: ledger)
            #expect(try await ledger.renewTelemetry(origin(1), because: .restore))
            #expect(ledger.view.telemetry == (try origin(2)))
            #expect(try opening(running.store, 2)?.reason == .restore)
            #expect(ledger.view.custody.findings.map(\.opened.kind) == [.rolledBack])
            #expect(!ledger.view.isContradicted && !ledger.view.isRolledBack)
            #expect(!ledger.view.takeDesk.isContradicted)
            // Of another epoch, or within the hour, nothing is begun: who answers nonsense makes no epochs.
            #expect(try await !ledger.renewTelemetry(origin(1), because: .fork))
            #expect(try await !ledger.renewTelemetry(origin(2), because: .fork))
            #expect(ledger.view.telemetry == (try origin(2)))
            try running.close()
        }
    }

    @Test func `a greeting shows acts first, and of telemetry what can still come whole`() async throws {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open()
            let ledger = running.ledger
            try await cabinet.live(ledger)
            func greeted() async throws -> CabinetGreeting {
                try await ledger.greeting(
                    boot: id(9),
                    startCount: 1,
                    nonce: [UInt8](repeating: 1, count: 32)
                )
            }
            #expect(try await greeted().own.map(\.trafficClass) == [.acts])
            try await write(600, to: ledger)
            #expect(try await greeted().own.map(\.origin) == [ledger.view.acts, origin(1)])
            #expect(try await greeted().hello.epochs.isEmpty)
            try await ledger.renewTelemetry(because: .rotation)
            let both = try await greeted()
            #expect(both.own.map(\.origin) == [ledger.view.acts, try origin(1), try origin(2)])
            #expect(both.hello.epochs.map(\.origin) == [try origin(2).text])
            // With a hole in it, it cannot come whole any more: headquarters need not wait for it.
            #expect(try await ledger.shedTelemetry(isUrgent: true, endingFrom: 512))
            #expect(try await greeted().own.map(\.origin) == [ledger.view.acts, origin(2)])
            try running.close()
        }
    }
}

extension TelemetryLogTests {
    @Test func `what headquarters holds goes first, and what goes is said before it goes`() async throws {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open()
            let (ledger, store) = (running.ledger, running.store)
            try await cabinet.live(ledger)
            try await write(600, to: ledger)
            // The present epoch is ended for it; what of it is not at headquarters yet is not given up lightly.
            #expect(try await !ledger.shedTelemetry(isUrgent: false, endingFrom: 512))
            #expect(ledger.view.telemetry == (try origin(2)))
            #expect(try opening(store, 2)?.reason == .shedding)
            #expect(try await !ledger.shedTelemetry(isUrgent: false, endingFrom: 512))
            #expect(try store.firstIndex(of: origin(1)) == 0)
            try mirror(store, origin(1))
            #expect(try await ledger.shedTelemetry(isUrgent: false, endingFrom: 512))
            // Full tiles stand for 512 of 601 records.
            #expect(try store.firstIndex(of: origin(1)) == 512)
            let said = try #require(try records(store, origin(2)).last)
            #expect(try said.kind()?.kind == .telemetryShed)
            #expect(
                try said.detail()
                    == TelemetryShed(origin: try origin(1).text, first: 0, last: 511, heldCount: 512)
            )
            #expect(try await !ledger.shedTelemetry(isUrgent: true, endingFrom: 512))
            try running.close()
            let again = try cabinet.open()
            try await write(1, to: again.ledger)
            try again.close()
        }
    }

    @Test func `where nothing else helps, what lies nowhere else goes too, and its count is said`()
        async throws
    {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open()
            let (ledger, store) = (running.ledger, running.store)
            try await cabinet.live(ledger)
            let acts = ledger.view.head
            try await write(600, to: ledger)
            let root = try store.root(of: origin(1), size: 600)
            while try await ledger.shedTelemetry(isUrgent: true, endingFrom: 512) {}
            #expect(try store.firstIndex(of: origin(1)) == 512)
            let said = try #require(try records(store, origin(2)).last)
            #expect(
                try said.detail()
                    == TelemetryShed(origin: try origin(1).text, first: 0, last: 511, heldCount: 0)
            )
            // What was signed over them is proved as before.
            #expect(try store.root(of: origin(1), size: 600) == root)
            _ = try store.consistency(of: origin(1), from: 300, to: 601)
            #expect(ledger.view.head == acts)
            #expect(try store.firstIndex(of: ledger.view.acts) == 0)
            try running.close()
        }
    }

    @Test func `pressure takes telemetry before any act`() async throws {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open(quota: 4 << 20)
            let (ledger, store) = (running.ledger, running.store)
            try await cabinet.live(ledger)
            try await write(600, to: ledger)
            try await cabinet.fillAndBackUp(ledger, store)
            var hadTelemetry = true
            while try await ledger.tendRoom(keeping: 10, endingTelemetryFrom: 512) {
                let isShed = try store.firstIndex(of: origin(1)) > 0
                if try store.firstIndex(of: ledger.view.acts) > 0 { #expect(isShed || !hadTelemetry) }
                hadTelemetry = hadTelemetry && !isShed
            }
            #expect(try store.firstIndex(of: origin(1)) == 512)
            #expect(try store.firstIndex(of: ledger.view.acts) > 0)
            try running.close()
        }
    }
}
