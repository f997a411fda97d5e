import Authority
import Custody
import Records
import Replication
import Store
import Testing

@testable import CabinetAppliance
@testable import Headquarters

/// Receipts that a restored headquarters has forgotten, told by its own lines on cabinets' heads.
extension RestoredHeadquartersTests {
    private static var started: Draft { Draft(.system, .started, actor: Actor(component: "test")) }

    @Test func `a receipt of the mirror alone is missed, although the witness knows the larger head`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await branch.append(.started)
            try await eventually("mirrored") { branch.ledger.view.mirroredSize == 1 }
        }
        let first = try #require(try branch.store.status(of: branch.ledger.view.acts)?.notes[.mirror])
        // A backlog: its head is cosigned, then it comes in two stretches.
        for count in [255, 100] {
            try await branch.ledger.append((0..<count).map { _ in Self.started })
        }
        let head = try #require(try await office.ledger.ingest([try await branch.offer(to: office)])[0].note)
        try await branch.ledger.keep(note: head.bytes, mirroredSize: nil)
        let backup = try office.backup()
        let stretch = try await branch.data(from: 1, to: office)
        let answer = try await office.ledger.ingest([stretch])[0]
        let mirrored = try #require(answer.note)
        #expect(try Checkpoint(mirrored).head.size == 256)
        try await branch.ledger.keep(note: mirrored.bytes, mirroredSize: answer.mirroredSize)

        let restored = try await office.restored(from: backup)
        _ = try await restored.ledger.missing([head.bytes], shownBy: "c1")
        #expect(await !restored.ledger.isShut)
        _ = try await restored.ledger.missing(try await branch.shownNotes(), shownBy: "c1")
        #expect(await restored.ledger.isShut)
        // After new epochs the mirror's line is known, whether or not the leaves are here by then.
        try await restored.give(try await restored.ledger.layOutEpochs(), by: restored.ownerPair)
        // An older one, as on a stick that lay about, does not make it forgotten.
        _ = try await restored.ledger.missing([first.bytes], shownBy: "c1", onStick: true)
        _ = try await restored.ledger.missing(try await branch.shownNotes(), shownBy: "c1")
        #expect(await !restored.ledger.isShut)
        let again = try await Office.open(restored.folder, restored.keys, restored.root, restored.clock)
        _ = try await again.missing(try await branch.shownNotes(), shownBy: "c1")
        #expect(await !again.isShut)
    }

    @Test func `a head that was taken and not cosigned yet when the backup was made hides no receipt`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        try await branch.append(.started)
        let earlier = try await branch.send(from: 0, to: office)
        try await branch.append(.stopped)
        // Between the commit of what came and that of the receipt.
        let between = try await office.restored(from: office.backup())
        _ = try between.ledger.store.ingest([try await branch.offer(to: office).ingest])
        let backup = try between.backup()
        let answers = try await office.ledger.ingest([try await branch.offer(to: office)])
        let later = try #require(answers[0].note)

        let restored = try await office.restored(from: backup)
        #expect(try restored.ledger.store.status(of: branch.ledger.view.acts)?.size(.witness) == 2)
        _ = try await restored.ledger.missing([earlier.bytes], shownBy: "c1")
        #expect(await !restored.ledger.isShut)
        _ = try await restored.ledger.missing([later.bytes], shownBy: "c1")
        #expect(await restored.ledger.isShut)
    }

    @Test func `a note without the log's own line says nothing about receipts`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        try await branch.append(.started)
        let backup = try office.backup()
        let note = try await branch.send(from: 0, to: office)
        let key = try #require(try office.ledger.store.status(of: branch.ledger.view.acts)?.key)
        let bare = try SignedNote(text: note.text, signatures: note.signatures.filter { $0.name != key.name })
        #expect(!bare.signatures.isEmpty)
        let restored = try await office.restored(from: backup)
        _ = try await restored.ledger.missing([bare.bytes], shownBy: "c1")
        #expect(await !restored.ledger.isShut)
        _ = try await restored.ledger.missing([note.bytes], shownBy: "c1")
        #expect(await restored.ledger.isShut)
    }
}
