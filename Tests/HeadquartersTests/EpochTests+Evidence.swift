import Authority
import Cryptography
import Custody
import Evidence
import Host
import Records
import Testing

@testable import CabinetAppliance
@testable import Headquarters

// Evidence over several epochs, out of the records that cabinets and headquarters themselves write.
extension EpochTests {
    private func exported(_ office: Office) async throws -> EvidenceReport {
        let range = try #require(MomentRange(from: 0, to: 4_000_000_000_000))
        let file = try await StoredEvidence(ledger: office.ledger).export(.site("east", range))
        return try EvidenceVerifier(pinnedRoot: office.root.digest).verify(file)
    }

    private func findings(_ report: EvidenceReport) -> [String] {
        report.acts.compactMap { act in
            guard case .finding(let opened) = act.event else { return nil }
            return opened.note
        }
    }

    @Test func `a file that leaves the house holds both epochs of a rotated key, and what an outsider keeps`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"), rotates: true)
        try await rotate(branch, of: office)
        let outsider = Cosigner(
            name: try NoteKeyName("tlog.example.net/w1"),
            privateKey: try Ed25519PrivateKey()
        )
        let note = try await office.ledger.signedReceipts()
        let seconds = UInt64(office.ledger.clock.wallMilliseconds / 1_000)
        let cosigned = try outsider.cosign(try Checkpoint(note), atSeconds: seconds)
        let answer = try SignedNote(text: note.text, signatures: [cosigned]).bytes.dropFirst(
            note.text.count + 1
        )
        try await office.ledger.keepCosignature(Array(answer), on: note, by: outsider.verifierKey)

        let report = try await exported(office)
        #expect(findings(report) == ["before", "after"])
        #expect(report.acts.map(\.place.epoch) == [1, 2])
        #expect(report.epochs.count == 1 && report.epochWarnings.isEmpty)
        #expect(report.outside.map(\.covers.count) == [2])
        #expect(report.unanchored.isEmpty)
    }

    @Test func `a file tells what was carried on from a disk that was put back`() async throws {
        let office = try await Office.founded()
        let secrets = try await office.enrol("c1")
        let lines = try Lines(office)
        try await with([{ try await lines.service.run() }]) {
            try await shipped(office, lines, secrets)
            try await goOn(office, lines, secrets)
            let old = try Branch("c1", of: office, secrets: secrets, disk: "c1-old", rotates: true)
            try await old.raise(.forced, "written by the old disk")
            let line = try old.line(to: lines.hub, of: office)
            try await with([{ await line.run() }]) {
                try await eventually("a new epoch") { old.ledger.view.epoch == 2 }
                try await eventually("all of it is here") {
                    let copy = office.ledger.view.cabinets["c1"]
                    return copy?.current?.log.epoch == 2 && copy?.current?.standing == .continued
                        && copy?.mirroredSize == old.ledger.view.head.size
                        && copy?.custody == old.ledger.view.custody
                }
            }
            let report = try await exported(office)
            #expect(report.epochs.count == 1 && report.epochWarnings.isEmpty)
            #expect(findings(report).first == "known at headquarters alone")
            let carried = try #require(report.acts.first { $0.carriedFrom != nil })
            #expect(carried.place.epoch == 2 && carried.carriedFrom == ActPlace(index: 3))
            #expect(findings(report).contains("written by the old disk"))
            #expect(report.findings.allSatisfy { !$0.message.english.contains("carried on here") })
        }
    }
}
