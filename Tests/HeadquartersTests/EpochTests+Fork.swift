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

// Two histories of one log: both ends of the line find them.
extension EpochTests {
    @Test func `two histories of a cabinet's acts are a finding at headquarters and at the cabinet`()
        async throws
    {
        let office = try await Office.founded()
        let secrets = try await office.enrol("c1")
        let lines = try Lines(office)
        try await with([{ try await lines.service.run() }]) {
            try await shipped(office, lines, secrets)
            // Five leaves at headquarters, of which the copy of the disk has the first three and goes on otherwise.
            try await goOn(office, lines, secrets)
            let old = try Branch("c1", of: office, secrets: secrets, disk: "c1-old", rotates: true)
            let first = old.ledger.view.acts
            for number in 0..<2 { try await old.raise(.forced, "written by the old disk \(number)") }
            let line = try old.line(to: lines.hub, of: office)
            try await with([{ await line.run() }]) {
                try await eventually("headquarters finds it") {
                    office.ledger.view.desks.findings.contains { $0.opened.kind == .fork }
                }
                try await eventually("the cabinet finds it") {
                    old.ledger.view.custody.findings.contains {
                        $0.opened.kind == .fork && $0.opened.note.contains(first.text)
                    }
                }
            }
            let found = office.ledger.view.desks.findings.filter { $0.opened.kind == .fork }
            #expect(found.map(\.cabinet) == ["c1"])
            #expect(found.first?.opened.note == "two heads of \(first) contradict each other; both are kept")
            // Both heads, and the leaves that were here.
            let status = try #require(try office.ledger.store.status(of: first))
            #expect(status.contradiction != nil && status.head.size == 5)
        }
    }

    @Test func `two histories of authority are a finding at headquarters and at the cabinet`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let first = try Lines(office)
        var line = try branch.line(to: first.hub, of: office)
        let backup = try await with([{ try await first.service.run() }, { [line] in await line.run() }]) {
            try await branch.append(.started)
            try await RestoredHeadquartersTests.Past.meet(office, branch)
            let backup = try office.backup()
            _ = try await office.ledger.takeAway(
                Draft(
                    .taking,
                    .personRemoved,
                    isCritical: true,
                    actor: Actor(component: "test"),
                    detail: PersonInGeneration(person: Written.person, generation: 1).canonical
                ),
                because: "离职"
            )
            try await eventually("the cabinet obeys the removal") {
                branch.ledger.view.obeyed.standing.size == office.ledger.view.standing.size
            }
            return backup
        }
        // Put back, and a person writes before any cabinet has greeted.
        let restored = try await office.restored(from: backup)
        while restored.ledger.view.standing.size <= office.ledger.view.standing.size {
            try await restored.ledger.noteHeads()
        }
        let second = try Lines(restored)
        line = try branch.line(to: second.hub, of: restored)
        try await with([{ try await second.service.run() }, { [line] in await line.run() }]) {
            try await eventually("headquarters finds it") {
                restored.ledger.view.desks.findings.contains {
                    $0.opened.kind == .fork && $0.cabinet == "c1"
                        && $0.opened.note.contains(restored.ledger.origins.authority.text)
                }
            }
            try await eventually("the cabinet finds it") {
                branch.ledger.view.custody.findings.contains {
                    $0.opened.kind == .fork
                        && $0.opened.note.contains(restored.ledger.origins.authority.text)
                }
            }
        }
        // What it obeyed it goes on obeying.
        #expect(branch.ledger.view.obeyed.standing.removedGeneration(of: Written.person) == 1)
    }
}
