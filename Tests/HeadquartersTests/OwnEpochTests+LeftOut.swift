import Authority
import Custody
import GRDB
import Records
import Testing

@testable import CabinetAppliance
@testable import Headquarters
@testable import Store

/// A cabinet that owners did without when they opened an epoch of `receipts`, and that has not greeted when they open another.
extension OwnEpochTests {
    /// A restored headquarters whose owners did without c2, and the head of it that was cosigned before.
    private func leftOut() async throws -> (office: Office, restored: Office, note: SignedNote) {
        let office = try await Office.founded()
        var branches: [Branch] = []
        for name in ["c1", "c2"] {
            branches.append(try Branch(name, of: office, secrets: try await office.enrol(name)))
            try await branches[branches.count - 1].append(.started)
        }
        let backup = try office.backup()
        let notes = [
            try await branches[0].send(from: 0, to: office), try await branches[1].send(from: 0, to: office),
        ]
        let restored = try await office.restored(from: backup)
        _ = try await restored.ledger.missing([notes[0].bytes], shownBy: "c1")
        try await restored.give(
            try await restored.ledger.layOutEpochs(without: ["c2"]),
            by: restored.ownerPair
        )
        return (office, restored, notes[1])
    }

    @Test func `it is still known to have been left out when they open another`() async throws {
        let (office, restored, note) = try await leftOut()
        // Its folder has the keys.
        defer { withExtendedLifetime(office) {} }
        try await restored.give(
            try await restored.ledger.layOutEpochs(because: .rotation),
            by: restored.ownerPair
        )
        #expect(restored.ledger.origins.receipts.text == "example.org/hq/receipts/e3")
        _ = try await restored.ledger.missing([note.bytes], shownBy: "c2")
        try await restored.ledger.record([])
    }

    @Test func `it is still known where the statement of another could not be written`() async throws {
        let (office, restored, note) = try await leftOut()
        // Its folder has the keys.
        defer { withExtendedLifetime(office) {} }
        let ledger = restored.ledger
        let statement = try await ledger.layOutEpochs(because: .rotation)
        let log = ledger.origins.authority.text
        try await ledger.store.pool.write { db in
            try db.execute(
                sql: """
                    CREATE TRIGGER no_room BEFORE INSERT ON bundle
                    WHEN NEW.log = (SELECT id FROM log WHERE origin = '\(log)')
                    BEGIN SELECT RAISE(ABORT, 'no room'); END
                    """
            )
        }
        await #expect(throws: RecordsError(.refused, "")) {
            try await restored.give(statement, by: restored.ownerPair)
        }
        try await ledger.store.pool.write { try $0.execute(sql: "DROP TRIGGER no_room") }
        _ = try await ledger.missing([note.bytes], shownBy: "c2")
        #expect(await !ledger.isShut)
        let again = try await Office.open(restored.folder, restored.keys, restored.root, restored.clock)
        _ = try await again.missing([note.bytes], shownBy: "c2")
        #expect(await !again.isShut)
    }
}
