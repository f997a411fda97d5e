import Authority
import Cryptography
import Custody
import Enrolment
import Records
import Replication
import Store
import Testing

@testable import Headquarters

/// A greeting that announces epochs of telemetry, and shows in the same breath that headquarters was put back.
extension RestoredHeadquartersTests {
    @Test func `what announced epochs give reason to find is written after notes were compared`() async throws
    {
        let (office, secrets, _) = try await TelemetryTests.cosigned()
        let branch = try Branch("c1", of: office, secrets: secrets)
        try await branch.append(.started)
        let backup = try office.backup()
        let shown = try await branch.send(from: 0, to: office).bytes
        let begun = try TelemetryTests.announced(2, key: try Ed25519PrivateKey(), by: secrets.act)

        let restored = try await office.restored(from: backup)
        let ledger = restored.ledger
        let size = ledger.view.heads[ledger.origins.acts]?.size
        try await ledger.open([begun], of: "c1")
        #expect(ledger.view.heads[ledger.origins.acts]?.size == size)
        _ = try await ledger.missing([shown], shownBy: "c1")
        #expect(await ledger.isShut)
        #expect(ledger.view.heads[ledger.origins.acts]?.size == size)
        // Owners open the next epoch: what was found is not forgotten.
        try await restored.give(try await ledger.layOutEpochs(), by: restored.ownerPair)
        let found = ledger.view.desks.findings.filter { $0.opened.kind == .rolledBack }
        #expect(found.count == 1 && found.first?.epoch == 2)
        // Nor by a start before anything could be written, for the next greeting says it again.
        let other = try await office.restored(from: office.backup())
        try await other.ledger.open([begun], of: "c1")
        let again = try await Office.open(other.folder, other.keys, other.root, other.clock)
        try await again.open([begun], of: "c1")
        _ = try await again.missing([], shownBy: "c1")
        #expect(again.view.desks.findings.map(\.opened.kind) == [.rolledBack])
    }

    @Test func `an own line on a head of telemetry shuts no headquarters that has forgotten it`() async throws
    {
        let office = try await Office.founded()
        let secrets = try await office.enrol("c1")
        let backup = try office.backup()
        let origin = try await TelemetryTests.cosign(secrets, at: office).origin
        let note = try #require(try office.ledger.store.status(of: origin)?.notes[.witness])
        #expect(try await office.receiptedHeads().isEmpty)
        let restored = try await office.restored(from: backup)
        _ = try await restored.ledger.missing([note.bytes], shownBy: "c1")
        try await restored.ledger.record([])
    }
}
