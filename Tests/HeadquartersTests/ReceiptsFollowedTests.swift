import Authority
import CabinetAppliance
import Cryptography
import Custody
import Enrolment
import Foundation
import Records
import Replication
import Store
import Synchronization
import Testing

@testable import Headquarters

/// Cabinets compare notes through headquarters: all of them see the heads of `receipts`, and who cosigned them.
@Suite(.timeLimit(.minutes(2))) struct ReceiptsFollowedTests {
    @Test func `a witness's line on a head of receipts reaches another cabinet`() async throws {
        let office = try await Office.founded()
        let first = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let second = try Branch("c2", of: office, secrets: try await office.enrol("c2"))
        try await office.give(
            WitnessPolicyStatement(
                head: office.head,
                version: 1,
                witnesses: [
                    Witness(name: "example.org/cabinet/c1", key: Bytes(first.secrets.witness.publicKey.bytes))
                ]
            ),
            by: office.ownerPair
        )
        let key = NoteVerifierKey(
            name: try NoteKeyName("example.org/cabinet/c1"),
            algorithm: .cosignature,
            publicKey: first.secrets.witness.publicKey
        )
        let receipts = office.ledger.origins.receipts
        let lines = try Lines(office)
        let (one, other) = (
            try first.line(to: lines.hub, of: office), try second.line(to: lines.hub, of: office)
        )
        let looks = Atomic<Int>(0)
        try await with([{ try await lines.service.run() }, { await one.run() }, { await other.run() }]) {
            try await eventually("the witness's line stands on a head of receipts at the other cabinet") {
                // Each change of authority takes the head of receipts along. Not at each look: on a busy machine the cabinets
                // would never come to the end of what they obey.
                if looks.add(1, ordering: .relaxed).newValue % 25 == 1 {
                    try await office.ledger.noteHeads()
                }
                guard let note = try second.store.status(of: receipts)?.notes[.witness] else { return false }
                return try note.verified(by: [key]).count == 1
            }
        }
        let records = try second.store.records(of: receipts, from: 0, byteCountMax: 1)
        #expect(records.bundle.count == 0)
    }

    @Test func `another history of receipts is a finding at the cabinet that saw the first`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let receipts = office.ledger.origins.receipts
        // The same headquarters as it was before it cosigned anything.
        let twin = "\(office.folder)/twin"
        try FileManager.default.createDirectory(atPath: twin, withIntermediateDirectories: false)
        for name in try FileManager.default.contentsOfDirectory(atPath: office.folder)
        where name.hasPrefix("evidence.sqlite") {
            try FileManager.default.copyItem(atPath: "\(office.folder)/\(name)", toPath: "\(twin)/\(name)")
        }
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        let looks = Atomic<Int>(0)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("the cabinet saw a head") {
                // As above: not at each look.
                if looks.add(1, ordering: .relaxed).newValue % 25 == 1 {
                    try await office.ledger.noteHeads()
                }
                return try branch.store.status(of: receipts)?.size(.witness) ?? 0 > 1
            }
        }
        let seen = try branch.store.status(of: receipts)?.size(.witness) ?? 0

        let liar = try await Office.open(twin, office.keys, office.root, office.clock)
        let other = HeadCosigned(note: [1])
        let drafts = (0...seen).map { _ in
            Draft(.receipt, .headCosigned, actor: Actor(component: "liar"), detail: other.canonical)
        }
        try await liar.receipt(drafts)
        let (offer, _) = try #require(try await liar.offer(receipts, from: seen))
        let outcome = try branch.store.ingest([
            Ingest(
                origin: receipts,
                offer: CheckpointOffer(
                    note: try SignedNote(parsing: offer.note.bytes),
                    from: seen,
                    path: offer.path.compactMap { Digest($0.bytes) }
                )
            )
        ])
        guard case .refuse(.fork(let evidence))? = outcome.first?.verdict else {
            Issue.record("another history of receipts was believed")
            return
        }
        #expect(try Checkpoint(evidence.held).head.size == seen)
        #expect(try branch.store.forks(of: receipts).count == 1)
    }
}
