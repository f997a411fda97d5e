import Authority
import CabinetAppliance
import Custody
import Records
import Store
import Testing

@testable import Headquarters

/// How old the backup is from which headquarters comes back.
extension RestoredHeadquartersTests {
    @Test(arguments: [1, 24])
    func
        `a headquarters that is put back by an hour, or a day, has its records again, and signs nothing beside them`(
            hours: Int
        ) async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let (person, _) = try await office.furnish("c1")
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        let backup = try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await branch.append(.started)
            try await Past.meet(office, branch)
            let backup = try office.backup()
            for hour in 0..<hours {
                office.clock.pass(3_600_000)
                try await office.ledger.record([Draft(.system, .started, actor: Actor(component: "test"))])
                try await branch.raise(.forced, "hour \(hour)")
                _ = try await office.furnish("c1", drawer: UInt64(hour + 2))
                try await Past.meet(office, branch)
                try await office.ledger.noteHeads()
            }
            try await Self.remove(person, office)
            try await Past.meet(office, branch)
            return backup
        }
        let old = office.ledger.view
        let restored = try await office.restored(from: backup)
        let own = [restored.ledger.origins.acts, restored.ledger.origins.receipts]
        let before = try own.map { try restored.ledger.store.status(of: $0)?.head }
        try await comeBack(branch, restored, old)
        let new = restored.ledger.view
        #expect(new.standing.removedGeneration(of: person) == 1)
        #expect(new.policies["east"]?.seals == old.policies["east"]?.seals)
        // Its own acts and receipts lie nowhere else: it signs nothing behind them, and says which logs are missing.
        do {
            try await restored.ledger.record([])
            Issue.record("something was signed")
        } catch let error as HeadquartersError {
            #expect(error.code == .unavailable)
            for origin in own { #expect(error.message.contains(origin.text), "\(error.message)") }
        }
        #expect(try own.map { try restored.ledger.store.status(of: $0)?.head } == before)
        // The cabinet goes on: its acts are written, nothing that it obeyed is gone, and nobody is accused.
        try await branch.raise(.forced, "alone")
        #expect(branch.ledger.view.obeyed.standing.removedGeneration(of: person) == 1)
        #expect(!branch.ledger.view.isContradicted)
        #expect(branch.ledger.view.custody.findings.allSatisfy { $0.opened.kind == .forced })
        #expect(branch.ledger.view.head.size == UInt64(hours) + 2)
    }

    @Test
    func
        `our own cosignature on more acts than are here says that receipts are missing, also where nothing noted them`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        try await branch.append(.started)
        let backup = try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("mirrored") { branch.ledger.view.mirroredSize == 1 }
            let backup = try office.backup()
            try await branch.append(.stopped)
            try await eventually("mirrored") { branch.ledger.view.mirroredSize == 2 }
            return backup
        }
        let restored = try await office.restored(from: backup)
        let receipts = restored.ledger.origins.receipts
        let size = try restored.ledger.store.status(of: receipts)?.head.size
        let newLines = try Lines(restored)
        let newLine = try branch.line(to: newLines.hub, of: restored)
        try await with([{ try await newLines.service.run() }, { await newLine.run() }]) {
            try await eventually("it is shut") {
                await restored.ledger.isShut
            }
        }
        #expect(try restored.ledger.store.status(of: receipts)?.head.size == size)
        let again = try await Office.open(restored.folder, restored.keys, restored.root, restored.clock)
        await #expect(throws: HeadquartersError(.unavailable, "")) { try await again.record([]) }
        // Somebody else's line says nothing.
        let stranger = try await Office.founded()
        let other = try Branch("c1", of: stranger, secrets: try await stranger.enrol("c1"))
        try await other.append(.started)
        let note = try #require(try branch.store.status(of: branch.ledger.view.acts)?.notes[.witness])
        #expect(try await stranger.ledger.missing([note.bytes], shownBy: "c1").isEmpty)
        try await stranger.ledger.record([])
    }

    private func comeBack(_ branch: Branch, _ restored: Office, _ old: HeadquartersView) async throws {
        let lines = try Lines(restored)
        let line = try branch.line(to: lines.hub, of: restored)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("the records are back") {
                let view = restored.ledger.view
                return view.standing.size == old.standing.size
                    && view.policies["east"]?.size == old.policies["east"]?.size
            }
        }
    }

    private static func remove(_ person: Identifier<Person>, _ office: Office) async throws {
        let removal = Draft(
            .taking,
            .personRemoved,
            isCritical: true,
            actor: Actor(component: "test"),
            detail: PersonInGeneration(person: person, generation: 1).canonical
        )
        _ = try await office.ledger.takeAway(removal, because: "离职")
    }
}

extension HeadquartersLedger {
    /// Whether nothing is signed.
    var isShut: Bool { (try? recovery.requireNothingMissing()) == nil }
}
