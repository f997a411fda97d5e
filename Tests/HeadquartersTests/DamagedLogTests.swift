import Authority
import Custody
import Enrolment
import FoundationEssentials
import GRDB
import Records
import Testing

@testable import Headquarters
@testable import Store

/// Headquarters' own logs that are gone, or cannot be opened: real files.
@Suite(.timeLimit(.minutes(2))) struct DamagedLogTests {
    @Test func `a start founds nothing where the records are gone`() async throws {
        let office = try await Office.founded()
        let empty = "\(office.folder)/empty"
        try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
        await #expect(throws: HeadquartersError(.notFound, "")) {
            try await Office.open(empty, office.keys, office.root, office.clock)
        }
        let store = try EvidenceFile(path: "\(empty)/evidence.sqlite")
        #expect(try store.logs().isEmpty)
    }

    enum Damage: String, CaseIterable { case tree, leaves, bodies }

    @Test(arguments: Damage.allCases)
    func `damage in an ended epoch of acts stops no start, and is found`(_ damage: Damage) async throws {
        let office = try await Office.founded()
        let started = Draft(.system, .started, actor: Actor(component: "test"))
        // A whole tile of the tree.
        try await office.ledger.record((0..<300).map { _ in started })
        let ended = office.ledger.origins.acts
        try await office.give(
            try await office.ledger.layOutEpochs(because: .rotation),
            by: office.ownerPair
        )
        try await office.ledger.record([started])
        let copy = try office.backup()
        let store = try EvidenceFile(path: "\(copy)/evidence.sqlite")
        try await store.pool.write { db in
            try db.execute(sql: "DROP TRIGGER IF EXISTS tile_kept")
            try db.execute(sql: "DROP TRIGGER bundle_stays")
            let log = "(SELECT id FROM log WHERE origin = '\(ended.text)')"
            // Most of the three hundred.
            let row = "(SELECT id FROM bundle WHERE log = \(log) ORDER BY count DESC LIMIT 1)"
            try db.execute(
                sql: damage == .tree
                    ? "UPDATE tile SET hashes = zeroblob(length(hashes)) WHERE log = \(log)"
                    : "UPDATE bundle SET \(damage.rawValue) = zeroblob(length(\(damage.rawValue))) WHERE id = \(row)"
            )
        }
        try store.close()
        let restored = try await office.restored(from: copy)
        #expect(restored.ledger.origins.acts.text == "example.org/hq/acts/e2")
        try await restored.ledger.record([started])
        let found = restored.ledger.view.desks.findings.filter { $0.opened.kind == .damaged }
        #expect(found.map(\.epoch) == (damage == .tree ? [] : [2]))
        #expect(found.allSatisfy { $0.opened.note.contains("\(ended), which is over: ") })
        let count = office.ledger.view.desks.foldedCount + 1 + UInt64(found.count)
        #expect(restored.ledger.view.desks.foldedCount == count)
        // Once, as long as it is among the findings; and what was signed before is shown as before.
        let again = try await Office.open(restored.folder, restored.keys, restored.root, restored.clock)
        #expect(again.view.desks.foldedCount == count)
        #expect(again.view.desks.findings == restored.ledger.view.desks.findings)
    }
}
