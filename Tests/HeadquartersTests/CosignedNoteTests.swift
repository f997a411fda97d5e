import Custody
import GRDB
import Records
import Testing

@testable import CabinetAppliance
@testable import Headquarters
@testable import Store

@Suite(.timeLimit(.minutes(3))) struct CosignedNoteTests {
    @Test func `a note that witness and mirror cosigned is kept for both in one step, or for neither`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await branch.append(.started)
            try await eventually("mirrored") { branch.ledger.view.mirroredSize == 1 }
        }
        try await branch.append(.stopped)
        let note = try await branch.send(from: 1, to: office)
        let (store, acts) = (branch.store, branch.ledger.view.acts)
        try await store.pool.write { db in
            try db.execute(
                sql: """
                    CREATE TRIGGER no_mirror BEFORE INSERT ON note WHEN NEW.role = 'mirror'
                    BEGIN SELECT RAISE(ABORT, 'no room'); END
                    """
            )
        }
        await #expect(throws: RecordsError.self) {
            try await branch.ledger.keep(note: note.bytes, mirroredSize: 2)
        }
        #expect(try store.status(of: acts)?.size(.witness) == 1)
        #expect(branch.ledger.view.witnessedSize == 1)
        try await store.pool.write { try $0.execute(sql: "DROP TRIGGER no_mirror") }
        try await branch.ledger.keep(note: note.bytes, mirroredSize: 2)
        #expect(try store.status(of: acts)?.notes[.witness] == note)
        #expect(try store.status(of: acts)?.notes[.mirror] == note)
        #expect(branch.ledger.view.mirroredSize == 2)
    }
}
