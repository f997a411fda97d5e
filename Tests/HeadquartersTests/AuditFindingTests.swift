import CabinetAppliance
import Custody
import Enrolment
import FoundationEssentials
import GRDB
import Logging
import Records
import Testing

@testable import Headquarters
@testable import Store

/// What the audit of a disk finds becomes a finding, on either side: real files, a hand that changes them, the daemons' own service.
@Suite(.timeLimit(.minutes(2))) struct AuditFindingTests {
    private static let logger = Logger(label: "audit") { _ in SwiftLogNoOpLogHandler() }

    /// Changes the last byte of a record's body, the last one of its row, with a hand that knows the schema and leaves the triggers alone.
    private static func damage(_ index: UInt64, of origin: Origin, in store: EvidenceFile) throws {
        try store.pool.write { db in
            try db.execute(
                sql: """
                    UPDATE bundle SET bodies = CAST(substr(bodies, 1, length(bodies) - 1) || x'FF' AS BLOB)
                    WHERE log = (SELECT id FROM log WHERE origin = ?) AND first <= ? AND first + count > ?
                    """,
                arguments: [origin.text, Int64(index), Int64(index)]
            )
        }
    }

    @Test func `a body that was changed on a cabinet's disk is a finding of its own, once`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        for _ in 0..<4 { try await branch.append(.started) }
        let acts = branch.ledger.view.acts
        // Not the newest: its head is stored with the next act.
        try Self.damage(2, of: acts, in: branch.store)
        @Sendable func found() -> [String] {
            branch.ledger.view.custody.findings.filter { $0.opened.kind == .damaged }.map(\.opened.note)
        }
        for _ in 0..<2 {
            try await with([{ await branch.ledger.runAudit(logger: Self.logger) }]) {
                try await eventually("the damage is written down") { !found().isEmpty }
                // The audit of the second start has come by as well.
                try await Task.sleep(for: .milliseconds(300))
            }
            #expect(found() == ["the body of leaf 2 of \(acts) is not the one that was committed to"])
        }
        // It goes on: what was damaged is behind it.
        try await branch.append(.started)
    }

    @Test func `a body that was changed in headquarters' copy is a finding there, once`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        for _ in 0..<4 { try await branch.append(.started) }
        let (lines, acts) = (try Lines(office), branch.ledger.view.acts)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("mirrored") { office.ledger.view.cabinets["c1"]?.mirroredSize == 4 }
        }
        try Self.damage(3, of: acts, in: office.ledger.store)
        @Sendable func found() -> [String] {
            office.ledger.view.desks.findings.filter { $0.opened.kind == .damaged }.map(\.opened.note)
        }
        let service = AuditService(ledger: office.ledger, logger: Self.logger)
        for _ in 0..<2 {
            try await with([{ try await service.run() }]) {
                try await eventually("the damage is written down") { !found().isEmpty }
                try await Task.sleep(for: .milliseconds(300))
            }
            #expect(found().count == 1)
            #expect(found().first?.contains("the body of leaf 3 of \(acts)") == true, "\(found())")
        }
    }
}
