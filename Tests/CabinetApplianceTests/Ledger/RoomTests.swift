import Cryptography
import FoundationEssentials
import GRDB
import Records
import Replication
import Simulation
import Store
import Testing

@testable import Authority
@testable import CabinetAppliance
@testable import Custody

/// A cabinet whose disk fills, and one that gives up what lies in a backup.
@Suite struct LedgerRoomTests {
    private func draft(_ byteCount: Int) -> Draft {
        Draft(
            .system,
            RecordKind(rawValue: 900),
            actor: Actor(component: "test"),
            detail: .bytes([UInt8](repeating: 7, count: byteCount))
        )
    }

    /// Fills the disk, and a few tiles of the tree behind that: only what full tiles stand for can be given up.
    private func fill(_ ledger: CabinetLedger<EvidenceFile>) async throws {
        while !ledger.view.isDiskFull { try await ledger.append([draft(32 << 10)]) }
        for _ in 0..<6 { try await ledger.append(Array(repeating: draft(1), count: 50)) }
    }

    private func reasons(_ ledger: CabinetLedger<EvidenceFile>) -> [TakeRefusal] {
        let decision = ledger.view.takeDesk.decide(
            TakeQuestion(
                seal: KeptCabinet.seal,
                grantDigest: SHA256.hash([]),
                taker: IdentifiedPerson(person: KeptCabinet.taker, methods: [.card, .pin]),
                companion: nil,
                interval: nil,
                contactAgeSeconds: nil
            )
        )
        guard case .refused(let reasons) = decision else { return [] }
        return reasons
    }

    @Test func `a full disk is a finding in the room kept back: no takes, and returns go on`() async throws {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open(quota: 3 << 20)
            let ledger = running.ledger
            try await cabinet.live(ledger)
            let before = ledger.view.head.size
            var written: UInt64 = 0
            while !ledger.view.isDiskFull, written < 1_000 {
                try await ledger.append([draft(32 << 10)])
                written += 1
            }
            #expect(ledger.view.isDiskFull)
            // The record that met the end is there too, behind the finding.
            #expect(ledger.view.head.size == before + written + 1)
            #expect(ledger.view.custody.findings.map(\.opened.kind) == [.diskFull])
            #expect(reasons(ledger).contains(.diskFull))
            for _ in 0..<20 { try await cabinet.visit(.giveBack, on: ledger) }
            #expect(ledger.view.custody.seals[KeptCabinet.seal] != nil)
            #expect(ledger.view.custody.findings.count == 1)
            try running.close()
            let again = try cabinet.open()
            #expect(again.ledger.view.custody.size == ledger.view.custody.size)
            try again.close()
        }
    }

    @Test func `what people decided at headquarters comes in on a full disk too`() async throws {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open(quota: 3 << 20)
            let ledger = running.ledger
            let origin = try CabinetOrigins(ledger.view.identity).authority(epoch: 1)
            let size = try #require(try running.store.status(of: origin)).head.size
            var composer = Composer(
                origin: origin.text,
                boot: try #require(Identifier([UInt8](repeating: 9, count: 16))),
                nextSequence: size,
                lastTime: HybridTime(milliseconds: 0, counter: 0),
                actKey: nil
            )
            var next = size
            while !ledger.view.isDiskFull, next < size + 200 {
                let reading = ClockReading(wallMilliseconds: 1, monotonicMilliseconds: 1, quality: .unknown)
                let record = try composer.compose(draft(32 << 10), at: reading, obeying: nil)
                let outcome = try await ledger.store(
                    Ingest(origin: origin, first: next, bundle: try RecordBundle([record]))
                )
                #expect(outcome.leaves == .stored(count: 1))
                next += 1
            }
            #expect(ledger.view.isDiskFull)
            try await ledger.append([])
            #expect(ledger.view.custody.findings.map(\.opened.kind) == [.diskFull])
            try running.close()
        }
    }

    @Test func `what lies in a backup is given up under pressure, and takes go on`() async throws {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open(quota: 3 << 20)
            let ledger = running.ledger
            try await cabinet.live(ledger)
            try await fill(ledger)
            #expect(try await !ledger.tendRoom(keeping: 10))
            #expect(ledger.view.isDiskFull)

            try await safe(ledger, running.store)
            while try await ledger.tendRoom(keeping: 10) {}
            _ = try await ledger.tendRoom(keeping: 10)
            #expect(!ledger.view.isDiskFull)
            #expect(!reasons(ledger).contains(.diskFull))
            let first = try running.store.firstIndex(of: CabinetOrigins(ledger.view.identity).acts)
            #expect(first > 0 && first <= ledger.view.head.size - 10)
            let before = ledger.view
            try await ledger.rest()
            try running.close()

            let second = try cabinet.open()
            #expect(second.ledger.view.custody.uses == before.custody.uses)
            try second.close()
            // Without the projection the cabinet stands on the state in the evidence itself.
            try FileManager.default.removeItem(atPath: cabinet.projections)
            let third = try cabinet.open()
            #expect(!third.ledger.view.isRebuilding)
            #expect(third.ledger.view.custody.uses == before.custody.uses)
            #expect(third.ledger.view.custody.seals == before.custody.seals)
            try await third.ledger.rest()
            try third.close()
            try cabinet.edit("custody", LedgerStateTests.edits[0].change)
            let fourth = try cabinet.open()
            #expect(fourth.ledger.view.isRebuilding)
            try await fourth.ledger.append([])
            try await fourth.ledger.rebuild()
            #expect(fourth.ledger.view.custody.uses == before.custody.uses)
            try fourth.close()
        }
    }

    @Test func `a cabinet that gave leaves up goes on from what an earlier program folded`() async throws {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open(quota: 3 << 20)
            let ledger = running.ledger
            try await cabinet.live(ledger)
            try await fill(ledger)
            try await safe(ledger, running.store)
            while try await ledger.tendRoom(keeping: 10) {}
            let before = ledger.view
            #expect(try running.store.firstIndex(of: before.acts) > 0)
            let parts = LedgerStart<EvidenceFile>.parts(obeyed: before.obeyed, custody: before.custody)
            let manifest = StateManifest(
                version: LedgerStart<EvidenceFile>.version - 1,
                pieces: parts.map { StateManifest.Piece(name: $0.name, digest: $0.digest) }
            )
            try await ledger.append([
                Draft(
                    .system,
                    .stateNamed,
                    actor: Actor(component: "ledger"),
                    detail: StateNamed(manifest).canonical
                )
            ])
            try running.close()
            try FileManager.default.removeItem(atPath: cabinet.projections)
            let queue = try DatabaseQueue(path: cabinet.folder + "/evidence.sqlite")
            try await queue.write { db in try db.execute(sql: "DELETE FROM state") }
            try queue.close()
            let store = try EvidenceFile(path: cabinet.folder + "/evidence.sqlite")
            try EvidenceBase(store).keep(
                KeptState(index: before.custody.size, manifest: manifest),
                of: before.acts,
                parts: parts
            )
            try store.close()

            let later = try cabinet.open()
            #expect(!later.ledger.view.isRebuilding)
            #expect(later.ledger.view.custody.uses == before.custody.uses)
            #expect(later.ledger.view.custody.seals == before.custody.seals)
            try later.close()
        }
    }

    @Test func `a start that found the disk full says so, takes nothing out, and takes returns`() async throws
    {
        try await KeptCabinet.with { cabinet in
            let first = try cabinet.open()
            try await cabinet.live(first.ledger)
            try first.close()
            let running = try cabinet.open(isDiskFull: true)
            #expect(reasons(running.ledger).contains(.diskFull))
            try await cabinet.visit(.giveBack, on: running.ledger)
            #expect(running.ledger.view.custody.findings.map(\.opened.kind) == [.diskFull])
            try running.close()
        }
    }

    /// Says that headquarters has the acts in a backup.
    private func safe(_ ledger: CabinetLedger<EvidenceFile>, _ store: EvidenceFile) async throws {
        let origin = try CabinetOrigins(ledger.view.identity).acts
        let note = try SignedNote(parsing: try await ledger.offer(origin, from: 0).offer.note.bytes)
        try store.keep(note, of: origin, as: .safe)
        let size = try Checkpoint(note).head.size
        await ledger.change { $0.safeSize = size }
    }
}
