import Authority
import Cryptography
import Custody
import Enrolment
import Records
import Replication
import Store
import Testing

@testable import Headquarters

/// Records that were cosigned and are gone: no budget keeps that from being written.
extension TelemetryTests {
    private func losses(_ office: Office) -> [String] {
        office.ledger.view.desks.findings.filter { $0.opened.kind == .rolledBack }.map(\.opened.note)
    }

    @Test func `nonsense about telemetry hides no loss of it`() async throws {
        let (office, secrets, _) = try await Self.cosigned()
        let (key, stranger) = (try Ed25519PrivateKey(), try Ed25519PrivateKey())
        for epoch in 2...9 as ClosedRange<UInt64> {
            try await announce([try Self.announced(epoch, key: stranger, by: stranger)], to: office)
        }
        #expect(findings(office).count == HeadquartersLedger.telemetryFindingsPerHourMax)
        for _ in 0..<2 {
            try await announce([try Self.announced(2, key: key, by: secrets.act)], to: office)
        }
        #expect(losses(office).count == 1)
    }

    @Test func `several losses in one greeting are one finding, which names each`() async throws {
        let (office, secrets, _) = try await Self.cosigned()
        let key = try Ed25519PrivateKey()
        let second = try Self.announced(2, key: key, by: secrets.act)
        try await office.ledger.open([second], of: "c1")
        let origin = try Origin(second.origin)
        var writer = try LogWriter(
            store: EvidenceFile(path: office.folder + "/second.sqlite"),
            signer: CheckpointSigner(origin: origin, privateKey: key)
        )
        let note = try writer.append([second.record, second.record])
        let offer = CheckpointOffer(note: note, from: 0, path: [])
        _ = try await office.ledger.ingest(Ingest(origin: origin, offer: offer), of: "c1")
        let third = try Self.announced(3, key: try Ed25519PrivateKey(), by: secrets.act)
        for _ in 0..<2 { try await announce([second, third], to: office) }
        let told = losses(office)
        #expect(told.count == 1)
        for text in ["telemetry/e1 without the 5 records", "telemetry/e2 without the 2 records"] {
            #expect(told.first?.contains(text) == true, "\(told)")
        }
        // What comes later is one more, and names what is new alone.
        try await announce([second], to: office)
        #expect(losses(office).count == 1)
    }

    @Test func `nonsense about acts hides no record that was put back`() async throws {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        for number in 0..<40 {
            try await office.ledger.note(.fork, "nonsense \(number)", of: "c1", by: "witness")
        }
        #expect(findings(office).count == HeadquartersLedger.findingsPerHourMax)
        try await office.ledger.note(.rolledBack, "smaller than before", of: "c1", by: "witness")
        #expect(losses(office) == ["smaller than before"])
    }
}
