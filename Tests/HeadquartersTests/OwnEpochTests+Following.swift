import Authority
import Cryptography
import Custody
import Enrolment
import Records
import Replication
import Store
import Testing

@testable import CabinetAppliance
@testable import Headquarters

/// Who follows headquarters into a new epoch, and what is said of the one before.
extension OwnEpochTests {
    /// A receipts head of `office` as it is now, proved from a size.
    private func shown(_ office: Office, from size: UInt64 = 0) async throws -> HeadOffer {
        try await office.ledger.receipt([Draft(.system, .started, actor: Actor(component: "test"))])
        return try #require(try await office.ledger.offer(office.ledger.origins.receipts, from: size)).offer
    }

    private func ingest(_ offer: HeadOffer, of origin: Origin) throws -> Ingest {
        Ingest(
            origin: origin,
            offer: CheckpointOffer(
                note: try SignedNote(parsing: offer.note.bytes),
                from: offer.from,
                path: offer.path.compactMap { Digest($0.bytes) }
            )
        )
    }

    @Test func `a head beyond the cut that turns up later is a finding on both sides, and both go on`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let backup = try office.backup()
        let (known, later) = (try await shown(office), try await shown(office))
        let receipts = office.ledger.origins.receipts
        _ = try await branch.ledger.greeting(boot: branch.boot, startCount: 1, nonce: [])
        guard case .cosign? = try branch.store.ingest([ingest(later, of: receipts)]).first?.verdict else {
            Issue.record("the cabinet takes no head of receipts")
            return
        }
        let seen = try SignedNote(parsing: later.note.bytes)
        try branch.store.keep(seen, of: receipts, as: .witness)

        let restored = try await office.restored(from: backup)
        _ = try await restored.ledger.missing([known.note.bytes], shownBy: "c2")
        // The cabinet that holds more has not greeted: nothing is laid out before people call it gone.
        await #expect(throws: HeadquartersError(.unavailable, "")) {
            try await restored.ledger.layOutEpochs()
        }
        let statement = try await restored.ledger.layOutEpochs(without: ["c1"])
        #expect(
            statement.epochs.last?.cut.size
                == (try Checkpoint(SignedNote(parsing: known.note.bytes)).head.size)
        )
        try await restored.give(statement, by: restored.ownerPair)
        let lines = try Lines(restored)
        let line = try branch.line(to: lines.hub, of: restored)
        let ledger = restored.ledger
        let origin = ledger.origins.receipts
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("the cabinet follows the new epoch") {
                try await ledger.noteHeads()
                return try branch.store.status(of: origin)?.size(.witness) ?? 0 > 0
            }
            try await eventually("headquarters says so") {
                ledger.view.desks.findings.contains { $0.opened.kind == .cutBelowCosigned }
            }
        }
        let findings = branch.ledger.view.custody.findings.map(\.opened.kind)
        #expect(findings == [.cutBelowCosigned])
        // The note stays with what it covers: it attests nothing any more and is not forgotten.
        #expect(try branch.store.status(of: receipts)?.notes[.witness]?.text == seen.text)
    }

    @Test func `a cabinet follows no epoch of receipts that owners did not open`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        let ledger = office.ledger
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("the cabinet obeys") {
                branch.ledger.view.obeyed.standing.size == ledger.view.standing.size
            }
        }
        let next = try HeadquartersLog.receipts.origin(Office.name, epoch: 2)
        let key = try office.keys.logKey(making: 2, of: .receipts)
        let note = try CheckpointSigner(origin: next, privateKey: key.privateKey).sign(.empty)
        let greeting = try await branch.ledger.greeting(boot: branch.boot, startCount: 1, nonce: [])
        #expect(greeting.followed.map(\.origin) == [ledger.origins.receipts])
        var (session, _) = CabinetSession.begin(
            greeting.hello,
            own: greeting.own,
            obeyed: greeting.obeyed,
            followed: greeting.followed,
            alarms: [],
            at: 0
        )
        _ = session.receive(.received(Frame.witness([]).encoded), at: 0)
        let offer = HeadOffer(note: Bytes(note.bytes), from: 0, path: [])
        let actions = session.receive(.received(Frame.checkpoint(offer).encoded), at: 0)
        #expect(
            actions.contains {
                if case .leave = $0 { true } else { false }
            }
        )
        #expect(try branch.store.status(of: next) == nil)
    }

    @Test func `a key is changed while nothing is missing, and who is erased then is erased in every epoch`()
        async throws
    {
        let office = try await Office.founded()
        let person = try await ErasureTests.register(office)
        let proposals = office.ledger.view.desks.proposals.count
        let statement = try await office.ledger.layOutEpochs(because: .rotation)
        #expect(statement.epochs.allSatisfy { $0.last == $0.cut })
        try await office.give(statement, by: office.ownerPair)
        // What lay on the desks lies there still.
        #expect(office.ledger.view.desks.proposals.count == proposals)
        try await ErasureTests.erase(person, office)
        let name = Array(ErasureTests.name.utf8)
        #expect(try !ErasureTests.lies(name, in: office.folder, "evidence.sqlite"))
        // After a statement that was overtaken nothing is opened.
        let early = try await office.ledger.layOutEpochs(because: .rotation)
        try await office.ledger.record([
            Draft(.system, .started, actor: Actor(component: "test"))
        ])
        await #expect(throws: HeadquartersError(.refused, "")) {
            try await office.give(early, by: office.ownerPair)
        }
        try await office.ledger.noteHeads()
        let again = try await Office.open(office.folder, office.keys, office.root, office.clock)
        #expect(again.view.desks.erasuresDone.count == 1)
        #expect(again.view.desks.epoch == 2)
    }
}
