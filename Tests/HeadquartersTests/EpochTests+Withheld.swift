import Custody
import FoundationEssentials
import GRDB
import Records
import Testing

@testable import CabinetAppliance
@testable import Headquarters

/// Own acts that headquarters gives back without what they say.
extension EpochTests {
    /// Puts other bytes in the place of the bodies of headquarters' newest row of a log.
    ///
    /// - Returns: those that lay there.
    private func put(_ bodies: Data?, of origin: Origin, in office: Office) throws -> Data {
        var configuration = Configuration()
        // Headquarters writes beside it.
        configuration.busyMode = .timeout(60)
        let queue = try DatabaseQueue(
            path: office.folder + "/evidence.sqlite",
            configuration: configuration
        )
        defer { try? queue.close() }
        return try queue.write { db in
            let sql = """
                SELECT bundle.id, bundle.bodies FROM bundle JOIN log ON log.id = bundle.log
                WHERE log.origin = ? ORDER BY bundle.first DESC
                """
            let row = try #require(try Row.fetchOne(db, sql: sql, arguments: [origin.text]))
            let present = row["bodies"] as Data
            var other = present
            other[other.count - 1] ^= 1
            try db.execute(
                sql: "UPDATE bundle SET bodies = ? WHERE id = ?",
                arguments: [bodies ?? other, row["id"] as Int64]
            )
            return present
        }
    }

    @Test func `an own act that comes back with another body is missed, and comes on a later line`()
        async throws
    {
        let office = try await Office.founded()
        let secrets = try await office.enrol("c1")
        let lines = try Lines(office)
        let origin = try office.ledger.origins.acts(of: "c1")
        try await with([{ try await lines.service.run() }]) {
            try await shipped(office, lines, secrets)
            try await goOn(office, lines, secrets)
            let whole = try put(nil, of: origin, in: office)
            let old = try Branch("c1", of: office, secrets: secrets, disk: "c1-old", rotates: true)
            let line = try old.line(to: lines.hub, of: office)
            try await with([{ await line.run() }]) {
                try await eventually("it is told") {
                    old.ledger.view.custody.findings.contains {
                        $0.opened.note.contains("a record of \(origin) comes damaged")
                    }
                }
            }
            #expect(old.ledger.view.epoch == 2 && old.ledger.view.isRecovering)
            try await eventually("gone") { !lines.liveness.line(of: "c1").isConnected }
            _ = try put(whole, of: origin, in: office)
            let later = try old.line(to: lines.hub, of: office)
            try await with([{ await later.run() }]) {
                try await eventually("its leaves are back") { !old.ledger.view.isRecovering }
                try await eventually("both say the same") {
                    office.ledger.view.cabinets["c1"]?.custody == old.ledger.view.custody
                }
            }
            let notes = old.ledger.view.custody.findings.map(\.opened.note)
            #expect(notes.first == "known at headquarters alone")
        }
    }
}
