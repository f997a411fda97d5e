import Authority
import Cryptography
import Custody
import Enrolment
import GRDB
import Records
import Replication
import Testing

@testable import Headquarters
@testable import Store

/// Nothing is written into own logs before it was compared what cabinets hold of them.
extension RestoredHeadquartersTests {
    /// A head of an own log under its own key.
    private func signed(_ origin: Origin, _ log: HeadquartersLog, size: UInt64, _ office: Office) throws
        -> [UInt8]
    {
        let key = try office.keys.current.logKey(log)
        let signer = try CheckpointSigner(origin: origin, privateKey: key.privateKey)
        return try signer.sign(TreeHead(size: size, root: SHA256.hash([9]))).bytes
    }

    @Test func `all notes of a greeting are compared before one of them is a finding`() async throws {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        _ = try await office.furnish("c1")
        let (ledger, origins) = (office.ledger, office.ledger.origins)
        let fork = try signed(origins.policy("east"), .policy(site: "east"), size: 1, office)
        let size = ledger.view.heads[origins.acts]?.size
        let larger = try signed(origins.authority, .authority, size: 1_000, office)
        let missing = try await ledger.missing([fork, larger], shownBy: "c1")
        #expect(missing.map(\.origin) == [origins.authority])
        #expect(ledger.view.heads[origins.acts]?.size == size)
        // Alone it is one, once.
        let other = try await Office.open(office.backup(), office.keys, office.root, office.clock)
        for _ in 0..<2 { #expect(try await other.missing([fork], shownBy: "c1").isEmpty) }
        #expect(other.view.desks.findings.map(\.opened.kind) == [.fork])
        #expect(other.view.desks.findings.map(\.cabinet) == ["c1"])
        #expect(other.view.desks.findings.first?.opened.note.contains("under our signature") == true)
    }

    @Test(arguments: [true, false])
    func `what a start finds is written when a cabinet has shown what it holds, or an hour later`(
        greets: Bool
    ) async throws {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        let started = Draft(.system, .started, actor: Actor(component: "test"))
        try await office.ledger.record((0..<300).map { _ in started })
        let ended = office.ledger.origins.acts
        try await office.give(
            try await office.ledger.layOutEpochs(because: .rotation),
            by: office.ownerPair
        )
        let copy = try office.backup()
        let store = try EvidenceFile(path: "\(copy)/evidence.sqlite")
        try await store.pool.write { db in
            try db.execute(sql: "DROP TRIGGER bundle_stays")
            try db.execute(
                sql: """
                    UPDATE bundle SET leaves = zeroblob(length(leaves)) WHERE id = (
                        SELECT id FROM bundle WHERE log = (SELECT id FROM log WHERE origin = ?)
                        ORDER BY count DESC LIMIT 1)
                    """,
                arguments: [ended.text]
            )
        }
        try store.close()
        let restored = try await office.restored(from: copy)
        let ledger = restored.ledger
        func damaged() -> Int { restored.ledger.view.desks.findings.count { $0.opened.kind == .damaged } }
        #expect(damaged() == 0)
        try await ledger.tellFoundUnasked()
        #expect(damaged() == 0)
        if greets {
            _ = try await ledger.missing([], shownBy: "c1")
        } else {
            office.clock.pass(3_600_001)
            try await ledger.tellFoundUnasked()
        }
        #expect(damaged() == 1)
    }

    @Test func `acts that a start folds are found to be unsigned when a cabinet has greeted`() async throws {
        let office = try await Office.founded()
        let log = try ForgedLog("c1", of: office, secrets: try await office.enrol("c1"))
        try log.write(Written.begun(1, isSigned: false), by: nil)
        // Stored and cosigned, and then the process ends.
        try await log.send(to: office.ledger)
        let ledger = try await Office.open(office.folder, office.keys, office.root, office.clock)
        #expect(ledger.view.cabinets["c1"]?.custody.unattestedCount == 1)
        #expect(ledger.view.desks.findings.isEmpty)
        _ = try await ledger.missing([], shownBy: "c1")
        #expect(ledger.view.desks.findings.map(\.opened.kind) == [.unattested])
    }
}
