import Authority
import Cryptography
import Custody
import Enrolment
import Records
import Replication
import Testing
import ZeroMQTransport

@testable import Headquarters

/// Whose acts are folded when, where something always waits.
@Suite(.timeLimit(.minutes(3))) struct FoldingTurnTests {
    private func logs(_ office: Office) async throws -> [ForgedLog] {
        var logs: [ForgedLog] = []
        for name in ["c1", "c2"] {
            logs.append(try ForgedLog(name, of: office, secrets: try await office.enrol(name)))
        }
        return logs
    }

    private func foldedSizes(_ office: Office) -> [UInt64?] {
        ["c1", "c2"].map { office.ledger.view.cabinets[$0]?.custody.size }
    }

    @Test func `one line that always has a frame waiting keeps no cabinet's acts from the fold`() async throws
    {
        let office = try await Office.founded()
        let logs = try await logs(office)
        for log in logs { try log.write(Written.begun(1), by: log.secrets.act) }
        let batches = [
            try await logs[0].batch(at: office.ledger), try await logs[1].batch(at: office.ledger),
        ]
        let lines = try Lines(office)
        let key = try #require(TransportKey(logs[0].secrets.transport.publicKey.bytes))
        let (intake, peer) = (await lines.service.intake, LinkPeer(key: key, connection: 1))
        // The same head over and over: more batches than come before each of the two is due.
        for ingest in batches.joined() { intake.put(ingest, from: peer) }
        for _ in 0..<10 * Intake.batchCountMax { intake.put(batches[0][0], from: peer) }
        try await with([{ try await lines.service.run() }]) {
            try await eventually("folded") {
                office.clock.pass(Int64(FoldPace.waitMillisecondsMax))
                return foldedSizes(office) == [1, 1]
            }
            #expect(!intake.isEmpty, "nobody waited for the line to be silent")
        }
    }

    @Test func `cabinets that wait are folded by turns`() async throws {
        let office = try await Office.founded()
        for log in try await logs(office) {
            for visit in UInt8(1)...4 { try log.write(Written.begun(visit), by: log.secrets.act) }
            try await log.send(to: office.ledger)
        }
        for turn in UInt64(1)...4 {
            for _ in 0..<2 { _ = await office.ledger.project(countMax: 1) }
            #expect(foldedSizes(office) == [turn, turn])
        }
    }

    @Test func `what comes on a stick waits for no backlog of the house`() async throws {
        let office = try await Office.founded()
        let logs = try await logs(office)
        let started = Draft(.system, .started, actor: Actor(component: "test"))
        for _ in 0..<4_700 { try logs[0].write(started, by: nil) }
        while office.ledger.view.cabinets["c1"]?.mirroredSize ?? 0 < logs[0].size {
            try await logs[0].send(to: office.ledger)
        }
        try logs[1].write(Written.begun(1), by: logs[1].secrets.act)
        for entry in try await logs[1].batch(at: office.ledger).prefix(1) {
            _ = try await office.ledger.ingest(entry.ingest, of: "c2")
        }
        #expect(await office.ledger.nextStretch(countMax: 1) != nil)
        #expect(office.ledger.view.cabinets["c1"]?.custody.size ?? 0 < logs[0].size)
    }

    @Test func `a stretch is due after so many batches, or so long after the first`() {
        var pace = FoldPace()
        #expect(!pace.isDue(at: 10_000))
        pace.noteStored(at: 10_000)
        #expect(!pace.isDue(at: 10_000 + FoldPace.waitMillisecondsMax - 1))
        #expect(pace.isDue(at: 10_000 + FoldPace.waitMillisecondsMax))
        for _ in 1..<FoldPace.batchCountMax {
            #expect(!pace.isDue(at: 10_000))
            pace.noteStored(at: 10_000)
        }
        #expect(pace.isDue(at: 10_000))
        pace.noteFolded()
        #expect(!pace.isDue(at: 20_000))
    }
}
