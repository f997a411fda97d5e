import Authority
import CabinetAppliance
import Custody
import Evidence
import Records
import Replication
import Store
import Testing

@testable import Headquarters

/// Records of a program that is newer than this one.
@Suite(.timeLimit(.minutes(2))) struct UnknownKindTests {
    private static let kind = RecordKind(rawValue: 63_999)

    @Test func `a kind that nobody here knows is stored, proved, replicated and exported, and moves nothing`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        _ = try await office.furnish("c1")
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        try await branch.raise(.forced, "before")
        try await branch.append(Self.kind, Subject(drawer: 1), detail: .text("what a later program means"))
        try await branch.raise(.forced, "behind")
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("folded") {
                office.ledger.view.cabinets["c1"]?.custody.size == branch.ledger.view.head.size
            }
        }
        let copy = try #require(office.ledger.view.cabinets["c1"])
        #expect(copy.problem == nil && copy.mirroredSize == 3)
        #expect(copy.custody == branch.ledger.view.custody)
        #expect(copy.custody.findings.map(\.opened.note) == ["before", "behind"])

        let origin = branch.ledger.view.acts
        let here = try office.ledger.store.records(of: origin, from: 1, byteCountMax: 1).bundle.records
        #expect(here == (try branch.store.records(of: origin, from: 1, byteCountMax: 1).bundle.records))
        #expect(try here.first?.opened().kind()?.kind == Self.kind)

        let file = try await StoredEvidence(ledger: office.ledger).export(
            .act(cabinet: "c1", ActPlace(index: 1))
        )
        let report = try EvidenceVerifier(pinnedRoot: office.root.digest).verify(file)
        #expect(report.acts.contains { $0.event == .other(Self.kind) })

        // The same after a start on both sides.
        let again = try await Office.open(office.folder, office.keys, office.root, office.clock)
        #expect(again.view.cabinets["c1"]?.custody == copy.custody)
    }
}
