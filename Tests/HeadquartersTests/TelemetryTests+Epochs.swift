import Authority
import Cryptography
import Custody
import Enrolment
import GRDB
import Host
import Records
import Replication
import Testing

@testable import CabinetAppliance
@testable import Headquarters
@testable import Store

// Epochs that end while there is no line, what their frames may cause, and logs that cannot be read.
extension TelemetryTests {
    @Test func `epochs that ended without a line all come, each to its end`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"), rotates: true)
        let lines = try Lines(office)
        try await branch.append(.started)
        for _ in 0..<3 {
            try await write(0..<3, to: branch)
            try await branch.ledger.renewTelemetry(because: .rotation)
        }
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("all whole") { epochs(office).map(\.mirroredSize) == [4, 5, 5, 1] }
        }
        #expect(findings(office).isEmpty && branch.ledger.view.custody.findings.isEmpty)
        #expect(office.ledger.view.cabinets["c1"]?.telemetryGaps == [])
    }

    @Test func `an epoch that was given up before headquarters knew of it is a gap`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"), rotates: true)
        let lines = try Lines(office)
        try await branch.append(.started)
        for _ in 0..<2 {
            try await write(0..<600, to: branch)
            while try await branch.ledger.shedTelemetry(isUrgent: true, endingFrom: 512) {}
        }
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("the third is whole") { epochs(office).last?.mirroredSize ?? 0 >= 2 }
        }
        #expect(epochs(office).map(\.epoch) == [1, 3])
        let gaps = office.ledger.view.cabinets["c1"]?.telemetryGaps ?? []
        #expect(gaps.map(\.epochs) == [2...2] && gaps.first?.lastCount ?? 0 > 600)
        let desk = try desk(office)
        while try await desk.fold() {}
        let second = try LogNames.telemetry(Office.name, cabinet: "c1", epoch: 2)
        #expect(try await desk.show("c1").shed[second.text]?.first?.heldCount == 0)
    }

    @Test func `a row of telemetry that is gone stops no act on the line, and telemetry goes on`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"), rotates: true)
        let lines = try Lines(office)
        // A full tile stands for the row that goes: the head can be shown, and the records cannot be read.
        try await write(0..<300, to: branch)
        try await loseFirstTelemetry(of: branch)
        try await branch.append(.started)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("the next epoch is here") { epochs(office).last?.epoch == 2 }
            try await branch.append(.started)
            try await eventually("acts go on") { branch.ledger.view.mirroredSize >= 3 }
        }
        #expect(branch.ledger.view.custody.findings.map(\.opened.kind) == [.damaged])
    }

    @Test func `a stick carries acts where telemetry cannot be read`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"), rotates: true)
        try await branch.append(.started)
        try await write(0..<3, to: branch)
        try await loseFirstTelemetry(of: branch)
        let file = try await branch.stick(of: office).write()
        let origins = file.frames.compactMap { bytes -> String? in
            guard case .data(let stretch)? = try? Frame(decoding: bytes) else { return nil }
            return stretch.origin
        }
        #expect(origins == [branch.ledger.view.acts.text])
    }

    @Test func `an answer without a head begins no epoch, and one with a head does`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"), rotates: true)
        let lines = try Lines(office)
        try await write(0..<3, to: branch)
        let line = try branch.line(to: lines.hub, of: office)
        let first = try #require(branch.ledger.view.telemetry)
        try await line.contradictTelemetry(first, .untrusted, isHeld: false)
        #expect(branch.ledger.view.telemetry == first)
        try await line.contradictTelemetry(first, .untrusted, isHeld: true)
        #expect(branch.ledger.view.telemetry?.epoch == 2)
    }

    @Test func `no more epochs are opened within a day than an honest cabinet begins`() async throws {
        let (office, secrets, _) = try await Self.cosigned()
        let key = try Ed25519PrivateKey()
        for epoch in 2...60 as ClosedRange<UInt64> {
            try await announce([try Self.announced(epoch, key: key, by: secrets.act)], to: office)
        }
        #expect(epochs(office).count == 1 + HeadquartersLedger.telemetryOpeningsPerDayMax)
    }

    @Test(arguments: [(1 << 32) + 2, 1 << 63, UInt64.max] as [UInt64])
    func `a number that no cabinet comes to is no epoch, and leaves room for the next one`(_ number: UInt64)
        async throws
    {
        let (office, secrets, _) = try await Self.cosigned()
        let key = try Ed25519PrivateKey()
        try await announce([try Self.announced(number, key: key, by: secrets.act)], to: office)
        #expect(epochs(office).count == 1)
        #expect(findings(office).count == 1)
        try await announce([try Self.announced(3, key: key, by: secrets.act)], to: office)
        #expect(epochs(office).map(\.epoch) == [1, 3])
    }

    @Test func `of a gap the newest numbers are looked at, however many it has`() {
        func newest(_ epochs: ClosedRange<UInt64>) -> ClosedRange<UInt64> {
            TelemetryGap(epochs: epochs, lastCount: nil).newest(16)
        }
        #expect(newest(2...2) == 2...2)
        #expect(newest(2...17) == 2...17)
        #expect(newest(2...18) == 3...18)
        #expect(newest(2...UInt64.max) == UInt64.max - 15...UInt64.max)
    }

    @Test func `nonsense about telemetry uses up no room for findings about acts`() async throws {
        let (office, secrets, _) = try await Self.cosigned()
        let stranger = try Ed25519PrivateKey()
        for epoch in 2...30 as ClosedRange<UInt64> {
            try await announce([try Self.announced(epoch, key: stranger, by: stranger)], to: office)
        }
        #expect(findings(office).count == HeadquartersLedger.telemetryFindingsPerHourMax)
        let acts = AnnouncedEpoch(
            origin: try LogNames.acts(Office.name, cabinet: "c1", epoch: 9).text,
            record: try Self.announced(9, key: stranger, by: secrets.act).record
        )
        try await announce([acts], to: office)
        #expect(findings(office).count == HeadquartersLedger.telemetryFindingsPerHourMax + 1)
    }

    @Test func `a record without its body is asked for again`() async throws {
        let office = try await Office.founded()
        let secrets = try await office.enrol("c1")
        let origin = try LogNames.telemetry(Office.name, cabinet: "c1", epoch: 1)
        let signer = try CheckpointSigner(origin: origin, privateKey: secrets.logKey(.telemetry).privateKey)
        var writer = try LogWriter(
            store: try EvidenceFile(path: office.folder + "/written.sqlite"),
            signer: signer
        )
        let record = try Self.announced(2, key: try Ed25519PrivateKey(), by: secrets.act).record
        let note = try writer.append([record])
        _ = try await office.ledger.ingest(
            Ingest(origin: origin, offer: CheckpointOffer(note: note, from: 0, path: [])),
            of: "c1"
        )
        let bare = Record(leafBytes: record.leafBytes, bodyBytes: [])
        _ = try await office.ledger.ingest(
            Ingest(origin: origin, first: 0, bundle: try RecordBundle([bare])),
            of: "c1"
        )
        #expect(epochs(office).first?.provedSize == 1)
        #expect(try office.ledger.held(of: "c1").first { $0.origin == origin.text }?.size == 0)
    }

    @Test func `a log that cannot be read keeps no other from being folded, and heard is when it was heard`()
        async throws
    {
        let (office, secrets, _) = try await Self.cosigned()
        let desk = try desk(office)
        try await office.ledger.open(
            [try Self.announced(2, key: try Ed25519PrivateKey(), by: secrets.act)],
            of: "c1"
        )
        // None of its five records can be understood.
        #expect(try await desk.fold() == false)
        let heard = try #require(try await desk.show("c1").heard)
        #expect(abs(heard - office.clock.wallMilliseconds) < 60_000)

        let (broken, _, _) = try await Self.cosigned()
        try await broken.ledger.store.pool.write { db in
            try db.execute(sql: "DROP TRIGGER bundle_stays")
            try db.execute(
                sql: """
                    UPDATE bundle SET leaves = zeroblob(length(leaves))
                    WHERE log = (SELECT id FROM log WHERE origin LIKE '%/telemetry/e1')
                    """
            )
        }
        let other = try self.desk(broken)
        #expect(try await other.fold() == false)
    }

    /// Takes the first row of a cabinet's telemetry from its disk.
    private func loseFirstTelemetry(of branch: Branch) async throws {
        try await branch.store.pool.write { db in
            try db.execute(sql: "DROP TRIGGER bundle_is_proved")
            try db.execute(
                sql: """
                    DELETE FROM bundle
                    WHERE first = 0 AND log = (SELECT id FROM log WHERE origin LIKE '%/telemetry/e1')
                    """
            )
        }
    }
}
