import Authority
import Cryptography
import Custody
import Enrolment
import GRDB
import Host
import Logging
import Records
import Replication
import Simulation
import Store
import Testing

@testable import CabinetAppliance

/// How epochs of telemetry end and begin when something fails between two steps, and what of them a greeting shows.
@Suite struct TelemetryEpochTests: TelemetryWriting {
    private func opening(_ store: EvidenceFile, _ epoch: UInt64) throws -> EpochOpening? {
        try store.record(at: 0, of: origin(epoch))?.opened().detail()
    }

    private func greeted(_ ledger: CabinetLedger<EvidenceFile>) async throws -> CabinetGreeting {
        try await ledger.greeting(boot: id(9), startCount: 1, nonce: [UInt8](repeating: 1, count: 32))
    }

    /// Does something to the evidence that no program of ours does.
    private func edit(_ cabinet: KeptCabinet, _ sql: String) throws {
        let queue = try DatabaseQueue(path: cabinet.folder + "/evidence.sqlite")
        try queue.write { db in try db.execute(sql: sql) }
        try queue.close()
    }

    @Test func `a head that a power cut left unsigned is signed before its key goes`() async throws {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open()
            try await write(2, to: running.ledger)
            try await running.ledger.rest()
            try running.close()
            // The closing leaf is on the disk, and the head over it is not.
            let store = try EvidenceFile(path: cabinet.folder + "/evidence.sqlite")
            let key = try cabinet.telemetryKeys.keys.current().privateKey
            var journal = try Journal(
                store: store,
                signer: CheckpointSigner(origin: origin(1), privateKey: key),
                boot: id(9),
                lastTime: store.timeOfLastLeaf(of: origin(1), size: 2),
                actKey: cabinet.keys.act
            )
            let closing = Draft(
                .system,
                .epochClosed,
                actor: Actor(component: "telemetry"),
                detail: EpochClosing(reason: .rotation).canonical,
                isSigned: true
            )
            let reading = ClockReading(wallMilliseconds: 1, monotonicMilliseconds: 1, quality: .unknown)
            _ = try journal.append([closing], at: reading, obeying: nil)
            #expect(try store.status(of: origin(1))?.size(.checkpoint) == 2)
            try store.close()

            let again = try cabinet.open()
            try await write(1, to: again.ledger)
            #expect(again.ledger.view.telemetry == (try origin(2)))
            #expect(try again.store.status(of: origin(1))?.size(.checkpoint) == 3)
            #expect(try opening(again.store, 2)?.lastOwn?.size == 3)
            #expect(try opening(again.store, 2)?.reason == .rotation)
            #expect(try await greeted(again.ledger).own.map(\.size) == [0, 3, 2])
            try again.close()
        }
    }

    @Test func `an epoch that was opened and has no leaf yet begins for the reason of the one before`()
        async throws
    {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open()
            try await write(2, to: running.ledger)
            cabinet.telemetryKeys.failNext(1)
            await #expect(throws: CabinetError.self) {
                try await running.ledger.renewTelemetry(because: .shedding)
            }
            let next = try cabinet.telemetryKeys.keys.rotated().privateKey
            let signer = try CheckpointSigner(origin: origin(2), privateKey: next)
            _ = try running.store.open(signer.origin, key: signer.verifierKey, isOwn: true)
            try await write(1, to: running.ledger)
            #expect(running.ledger.view.telemetry == (try origin(2)))
            #expect(try opening(running.store, 2)?.reason == .shedding)
            try running.close()
        }
    }

    @Test func `what is tried again ends the epoch that it was to end, and no later one`() async throws {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open()
            try await write(1, to: running.ledger)
            for _ in 0..<2 { try await running.ledger.renewTelemetry(because: .shedding, ending: 1) }
            #expect(running.ledger.view.telemetry == (try origin(2)))
            try running.close()
        }
    }

    @Test func `damage is written down before the next key is in use, and once`() async throws {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open()
            try await cabinet.live(running.ledger)
            try await write(3, to: running.ledger)
            try await running.ledger.rest()
            try running.close()
            try edit(
                cabinet,
                """
                DROP TRIGGER bundle_stays;
                UPDATE bundle SET leaves = CAST(substr(leaves, 1, 40) || x'00' || substr(leaves, 42) AS BLOB)
                WHERE log = (SELECT id FROM log WHERE origin LIKE '%/telemetry/e1') AND first = 1
                """
            )
            let again = try cabinet.open()
            cabinet.telemetryKeys.failNext(2)
            for _ in 0..<2 {
                await #expect(throws: CabinetError.self) { try await again.ledger.measure(measured(1)) }
                #expect(again.ledger.view.custody.findings.map(\.opened.kind) == [.damaged])
            }
            try await write(1, to: again.ledger)
            #expect(again.ledger.view.telemetry == (try origin(2)))
            #expect(again.ledger.view.custody.findings.count == 1)
            try again.close()
        }
    }

    @Test func `a log that fails in its midst is opened anew with the next value`() async throws {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open()
            try await write(2, to: running.ledger)
            // Somebody else's tree: what is appended does not follow it.
            try edit(
                cabinet,
                "UPDATE log SET root = zeroblob(32) WHERE origin LIKE '%/telemetry/e1'"
            )
            await #expect(throws: RecordsError.self) { try await running.ledger.measure(measured(1)) }
            try await write(2, to: running.ledger)
            try running.close()
        }
    }

    @Test func `answers that come again are one finding, whatever epoch they are about`() async throws {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open()
            try await cabinet.live(running.ledger)
            try await write(1, to: running.ledger)
            for epoch in 1...3 as ClosedRange<UInt64> {
                #expect(try await running.ledger.renewTelemetry(origin(epoch), because: .fork))
                await running.ledger.forgetRenewal()
            }
            #expect(running.ledger.view.telemetry == (try origin(4)))
            #expect(running.ledger.view.custody.findings.map(\.opened.kind) == [.fork])
            try running.close()
        }
    }

    @Test func `a greeting shows every epoch that can still come, the newest eight of many`() async throws {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open()
            let (ledger, store) = (running.ledger, running.store)
            try await write(2, to: ledger)
            for _ in 0..<2 {
                try await ledger.renewTelemetry(because: .rotation)
                try await write(1, to: ledger)
            }
            let three = try await greeted(ledger)
            #expect(try three.own.map(\.origin) == [ledger.view.acts, origin(1), origin(2), origin(3)])
            #expect(try three.hello.epochs.map(\.origin) == [origin(2).text, origin(3).text])
            for _ in 0..<7 { try await ledger.renewTelemetry(because: .rotation) }
            #expect(
                try await greeted(ledger).own.dropFirst().map(\.origin) == (3...10).map { try origin($0) }
            )
            // Behind one that headquarters holds it opens no other.
            let note = try #require(try store.status(of: origin(8))?.notes[.checkpoint])
            try store.keep(note, of: origin(8), as: .witness)
            #expect(
                try await greeted(ledger).own.dropFirst().map(\.origin) == (8...10).map { try origin($0) }
            )
            _ = try Hello(decoding: try await greeted(ledger).hello.encoded)
            try running.close()
        }
    }
}

extension TelemetryEpochTests {
    @Test func `a disk that is full at the start is rid of telemetry that headquarters holds`() async throws {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open()
            try await write(600, to: running.ledger)
            try await running.ledger.renewTelemetry(because: .rotation)
            try await running.ledger.rest()
            try running.close()
            let full = try cabinet.open(isDiskFull: true)
            #expect(try await full.ledger.shedTelemetry(isUrgent: true))
            #expect(try full.store.firstIndex(of: origin(1)) == 512)
            try full.close()
        }
    }

    @Test(arguments: [0, 1, 2])
    func `where a record of the last tile is gone, telemetry goes on in the next epoch by itself`(place: Int)
        async throws
    {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open()
            try await cabinet.live(running.ledger)
            try await write(3, to: running.ledger)
            try await running.ledger.rest()
            try running.close()
            try edit(
                cabinet,
                """
                DROP TRIGGER bundle_is_proved;
                DELETE FROM bundle WHERE first = \(place)
                    AND log = (SELECT id FROM log WHERE origin = '\(try origin(1).text)')
                """
            )
            let again = try cabinet.open()
            try await write(2, to: again.ledger)
            #expect(again.ledger.view.telemetry == (try origin(2)))
            #expect(try opening(again.store, 2)?.reason == .bitError)
            #expect(again.ledger.view.custody.findings.map(\.opened.kind) == [.damaged])
            #expect(try await greeted(again.ledger).own.last?.origin == origin(2))
            try again.close()
        }
    }

    @Test func `an audit takes no telemetry for sound whose first records are gone and nobody said so`()
        async throws
    {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open()
            let (ledger, store) = (running.ledger, running.store)
            let auditor = LogAuditor(store)
            func damaged() async throws -> [Origin] {
                let damages = try await auditor.audit(pausing: .zero)
                #expect(damages.allSatisfy { $0.part == .missing && $0.indices.lowerBound == 0 })
                return damages.map(\.origin)
            }
            for _ in 0..<3 {
                try await write(300, to: ledger)
                try await ledger.renewTelemetry(because: .rotation)
            }
            try await write(300, to: ledger)
            try await ledger.storeCheckpoint()
            // In order: said in the present epoch before it went.
            #expect(try await ledger.shedTelemetry(isUrgent: true))
            #expect(try store.firstIndex(of: origin(1)) == 256)
            #expect(try await damaged().isEmpty)
            // By hand: of the epoch that goes on, and of one that is over. The rules of the file allow it.
            try store.shed(0..<256, of: origin(4))
            #expect(try await damaged() == [origin(4)])
            try store.shed(0..<256, of: origin(3))
            #expect(
                try await damaged() == [origin(4)],
                "what was said of it would stand behind what is gone of epoch 4"
            )
            try running.close()
        }
    }

    @Test func `an epoch that is over is not sound where a part of what is gone was not said`() async throws {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open()
            let (ledger, store) = (running.ledger, running.store)
            try await write(600, to: ledger)
            try await ledger.renewTelemetry(because: .rotation)
            try await write(1, to: ledger)
            try await ledger.storeCheckpoint()
            try store.shed(0..<256, of: origin(1))
            let auditor = LogAuditor(store)
            #expect(try await auditor.audit(pausing: .zero).map(\.origin) == [origin(1)])
            // What goes behind it is said, and what went before it still is not.
            #expect(try await ledger.shedTelemetry(isUrgent: true))
            #expect(try store.firstIndex(of: origin(1)) == 512)
            #expect(try await auditor.audit(pausing: .zero).map(\.origin) == [origin(1)])
            try running.close()
        }
    }

    @Test func `a disk that is full of something else ends no epoch, and one that waits to go is enough`()
        async throws
    {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open()
            let ledger = running.ledger
            try await write(600, to: ledger)
            #expect(try await !ledger.shedTelemetry(isUrgent: true))
            #expect(ledger.view.telemetry == (try origin(1)))
            for _ in 0..<2 {
                // Nothing of it lies at headquarters: it waits.
                #expect(try await !ledger.shedTelemetry(isUrgent: false, endingFrom: 512))
                #expect(ledger.view.telemetry == (try origin(2)))
                try await write(600, to: ledger)
            }
            try running.close()
        }
    }

    @Test func `acts make room where telemetry cannot`() async throws {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open(quota: 4 << 20)
            let (ledger, store) = (running.ledger, running.store)
            try await cabinet.live(ledger)
            try await write(600, to: ledger)
            try await cabinet.fillAndBackUp(ledger, store)
            cabinet.telemetryKeys.failNext(.max)
            while try await ledger.tendRoom(keeping: 10, endingTelemetryFrom: 512) {}
            #expect(try store.firstIndex(of: origin(1)) == 0)
            #expect(try store.firstIndex(of: ledger.view.acts) > 0)
            try running.close()
        }
    }

    @Test func `what could not be written is measured still, over the whole span`() async throws {
        try await KeptCabinet.with { cabinet in
            let full = try cabinet.open(isDiskFull: true)
            let service = TelemetryService(
                ledger: full.ledger,
                gauges: Gauges(),
                room: StorageRoom(of: full.store, reserve: cabinet.folder + "/reserve", quotaByteCount: nil),
                tally: { LineTally() },
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            var pacing = TelemetryPacing(at: 0)
            for minute in 1...2 as ClosedRange<UInt64> {
                service.gauges.note(.drawerOpened, at: 2, 3)
                service.gauges.note(.readerTime, at: 2, 100 - Int64(minute))
                try await service.tell(&pacing, at: minute * 60_000)
            }
            let due = try #require(pacing.due(service.gauges.take(), at: 180_000))
            #expect(due.from == 0)
            #expect(due.values.map(\.value) == [99, 6])
            try full.close()
        }
    }
}

extension CabinetLedger {
    /// As though the pause were over.
    fileprivate func forgetRenewal() { telemetryRenewedAt = nil }
}
