import Authority
import CabinetAppliance
import Custody
import Enrolment
import Records
import ScreensProbe
import Testing

@testable import CabinetAppliance
@testable import Headquarters

/// A cabinet that waits for records which nobody has any more.
extension ReplacementTests {
    /// A cabinet of one act that lies at headquarters, put back behind another one, of which headquarters saw the head alone.
    private func putBack(_ office: Office, _ lines: Lines) async throws -> Branch {
        let secrets = try await office.enrol("c1")
        let branch = try Branch("c1", of: office, secrets: secrets, rotates: true)
        try await branch.raise(.forced, "before")
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ await line.run() }]) {
            try await eventually("mirrored") { branch.ledger.view.mirroredSize == 1 }
            try await eventually("the cabinet obeys") { branch.ledger.view.obeyed.standing.services != nil }
        }
        try await eventually("gone") { !lines.liveness.line(of: "c1").isConnected }
        try branch.close()
        try Branch.copy("c1", to: "c1-old", of: office)
        let lost = try Branch("c1", of: office, secrets: secrets, rotates: true)
        try await lost.raise(.forced, "cosigned, and never sent")
        _ = try await office.ledger.ingest([try await lost.offer(to: office)])
        try lost.close()
        return try Branch("c1", of: office, secrets: secrets, disk: "c1-old", rotates: true)
    }

    @Test
    func
        `records that were cosigned and never came are waited for, until another machine takes the cabinet's place`()
        async throws
    {
        let office = try await Office.founded()
        let bench = try await ConsoleBench(office)
        let before = bench.lines
        try await with([{ try await before.service.run() }]) {
            let old = try await putBack(office, before)
            let line = try old.line(to: before.hub, of: office)
            try await with([{ await line.run() }]) {
                try await eventually("a new epoch") { old.ledger.view.epoch == 2 }
                try await old.raise(.forced, "in the second epoch")
                try await eventually("its acts are here") {
                    let current = office.ledger.view.cabinets["c1"]?.current
                    return current?.log.epoch == 2 && current?.standing == .continued
                        && current?.mirroredSize == old.ledger.view.head.size
                }
            }
            #expect(old.ledger.view.isRecovering && old.ledger.view.takeDesk.isContradicted)
        }
        #expect(office.ledger.view.cabinets["c1"]?.unfinished?.log.epoch == 1)
        var browser = try await bench.browser(as: "securityAdministrator")
        let page = try await browser.get("/cabinets?language=en").text
        #expect(page.contains("Cosigned records of epoch 1 that are not here: 1."))

        let (lines, enrolment) = (try Lines(office), bench.enrolment)
        try await with([{ try await lines.service.run() }, { try await enrolment.run() }]) {
            var successor = try await Successor(of: "c1", at: enrolment, office)
            let new = try successor.branch(
                try await Self.answer(successor, enrolment, office),
                of: office
            )
            let newLine = try new.line(to: lines.hub, of: office)
            try await with([{ await newLine.run() }]) {
                try await eventually("the record is back") { !new.ledger.view.isInheriting }
                try await new.ledger.append([try Self.fullCount()])
                try await eventually("both say the same") {
                    let copy = office.ledger.view.cabinets["c1"]
                    return copy?.custody == new.ledger.view.custody && copy?.custody.epoch == 3
                }
                try await eventually("time comes") { new.ledger.present.interval != nil }
            }
            #expect(new.ledger.view.custody.findings.map(\.opened.note) == ["before"])
            #expect(office.ledger.view.cabinets["c1"]?.unfinished == nil)
            #expect(office.ledger.view.desks.findings.contains { $0.opened.kind == .cutBelowCosigned })
        }
    }
}
