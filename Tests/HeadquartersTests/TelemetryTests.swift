import Authority
import Cryptography
import Custody
import Enrolment
import Logging
import Records
import Replication
import Store
import Testing

@testable import CabinetAppliance
@testable import Headquarters

/// What cabinets measure, over a real line and real files on both sides.
@Suite(.timeLimit(.minutes(3))) struct TelemetryTests {
    static func measured(_ value: Int64, sensor: UInt64 = Sensor.memory.rawValue) -> ValuesMeasured {
        ValuesMeasured(
            from: 0,
            to: 1,
            values: [SensorValue(sensor: sensor, value: value)],
            isWhole: false
        )
    }

    func write(_ values: Range<Int64>, to branch: Branch) async throws {
        for value in values { #expect(try await branch.ledger.measure(Self.measured(value))) }
    }

    func epochs(_ office: Office) -> [TelemetryEpoch] {
        office.ledger.view.cabinets["c1"]?.telemetry ?? []
    }

    func desk(_ office: Office) throws -> TelemetryDesk {
        TelemetryDesk(
            ledger: office.ledger,
            history: try SensorHistory(path: office.folder + "/sensors.sqlite"),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// What a greeting does with announced epochs, where it shows no notes.
    func announce(_ epochs: [AnnouncedEpoch], to office: Office) async throws {
        try await office.ledger.open(epochs, of: "c1")
        _ = try await office.ledger.missing([], shownBy: "c1")
    }

    func findings(_ office: Office) -> [FindingKind] {
        office.ledger.view.desks.findings.map(\.opened.kind)
    }

    @Test func `values lie at headquarters whole, cosigned, and are the last that is shown`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"), rotates: true)
        let lines = try Lines(office)
        try await branch.append(.started)
        try await write(0..<5, to: branch)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("whole") { epochs(office).first?.mirroredSize == 5 }
            try await eventually("acts too") { branch.ledger.view.mirroredSize == 1 }
            try await eventually("the cabinet knows") {
                let status = try branch.store.status(of: epochs(office)[0].origin)
                return status?.size(.mirror) == 5 && status?.size(.witness) == 5
            }
        }
        let desk = try desk(office)
        while try await desk.fold() {}
        let values = try await desk.show("c1")
        #expect(values.latest.map(\.value) == [4])
        #expect(values.heard != nil)
        #expect(findings(office).isEmpty && branch.ledger.view.custody.findings.isEmpty)
        // Each head of the acts that was cosigned has a receipt, and none of telemetry; nor is one shown.
        let receipted = try await Set(office.receiptedHeads().map(\.origin.text))
        #expect(receipted == ["example.org/cabinet/c1/acts/e1"])
        let shown = try await branch.shownNotes().map { try Checkpoint(SignedNote(parsing: $0)).origin }
        #expect(shown.contains(branch.ledger.view.acts) && !shown.contains(epochs(office)[0].origin))
        #expect(office.ledger.view.cabinets["c1"]?.custody == branch.ledger.view.custody)
        let again = try await Office.open(office.folder, office.keys, office.root, office.clock)
        #expect(again.view.cabinets["c1"]?.telemetry == epochs(office))
    }

    @Test func `an epoch that begins in order comes behind the one before, while the line stands`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"), rotates: true)
        let lines = try Lines(office)
        try await branch.append(.started)
        try await write(0..<3, to: branch)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("whole") { epochs(office).first?.mirroredSize == 3 }
            try await branch.ledger.renewTelemetry(because: .rotation)
            try await write(3..<5, to: branch)
            try await eventually("both whole") { epochs(office).map(\.mirroredSize) == [4, 3] }
        }
        #expect(epochs(office).map(\.epoch) == [1, 2])
        #expect(epochs(office)[1].opening?.reason == .rotation)
        #expect(findings(office).isEmpty)
        let copy = try #require(office.ledger.view.cabinets["c1"])
        #expect(copy.telemetryEnd(of: 0) == 4 && copy.telemetryEnd(of: 1) == nil)
        let again = try await Office.open(office.folder, office.keys, office.root, office.clock)
        #expect(again.view.cabinets["c1"]?.telemetry == copy.telemetry)
    }

    @Test func `a disk that was put back is a finding and another epoch, and takes nothing from takes`()
        async throws
    {
        let office = try await Office.founded()
        let secrets = try await office.enrol("c1")
        let lines = try Lines(office)
        try await with([{ try await lines.service.run() }]) {
            var branch = try Branch("c1", of: office, secrets: secrets, rotates: true)
            try await branch.append(.started)
            try await write(0..<3, to: branch)
            var line = try branch.line(to: lines.hub, of: office)
            try await with([{ [line] in await line.run() }]) {
                try await eventually("whole") { epochs(office).first?.mirroredSize == 3 }
            }
            try await eventually("gone") { !lines.liveness.line(of: "c1").isConnected }
            try await branch.ledger.rest()
            try branch.close()
            try Branch.copy("c1", to: "c1-old", of: office)
            branch = try Branch("c1", of: office, secrets: secrets, rotates: true)
            try await write(3..<5, to: branch)
            line = try branch.line(to: lines.hub, of: office)
            try await with([{ [line] in await line.run() }]) {
                try await eventually("whole") { epochs(office).first?.mirroredSize == 5 }
            }
            try await eventually("gone") { !lines.liveness.line(of: "c1").isConnected }
            try branch.close()
            let old = try Branch("c1", of: office, secrets: secrets, disk: "c1-old", rotates: true)
            try await write(7..<8, to: old)
            let back = try old.line(to: lines.hub, of: office)
            try await with([{ await back.run() }]) {
                try await eventually("another epoch is whole") {
                    epochs(office).count == 2 && epochs(office)[1].mirroredSize >= 1
                }
                try await eventually("time comes") { old.ledger.present.interval != nil }
            }
            let own = old.ledger.view.custody.findings.map(\.opened.kind)
            #expect(own == [.rolledBack] || own == [.fork])
            #expect(!old.ledger.view.takeDesk.isContradicted)
        }
        #expect(epochs(office)[0].mirroredSize == 5)
        #expect(findings(office).contains(.rolledBack))
        // What was cosigned of the first epoch stays, and nobody goes on with it.
        #expect(office.ledger.view.cabinets["c1"]?.telemetryEnd(of: 0) == 5)
    }

    @Test func `what was given up unseen is witnessed by its citation, and is never said to be whole`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"), rotates: true)
        let lines = try Lines(office)
        try await branch.append(.started)
        try await write(0..<600, to: branch)
        while try await branch.ledger.shedTelemetry(isUrgent: true, endingFrom: 512) {}
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("the next epoch is whole") {
                epochs(office).count == 2 && epochs(office)[1].mirroredSize >= 2
            }
            // Acts do not wait for what never comes.
            try await branch.append(.started)
            try await eventually("acts go on") { branch.ledger.view.mirroredSize == 2 }
        }
        let copy = try #require(office.ledger.view.cabinets["c1"])
        #expect(copy.telemetry[0].mirroredSize == 0)
        #expect(copy.telemetryEnd(of: 0) == 601)
        #expect(copy.missingCount == 0)
        #expect(findings(office).isEmpty)
        let desk = try desk(office)
        while try await desk.fold() {}
        let shed = try await desk.show("c1").shed[copy.telemetry[0].origin.text]
        #expect(shed?.map(\.heldCount) == [0] && shed?.first?.last == 511)
    }
}

extension TelemetryTests {
    /// The first record of an epoch, as a key signs it.
    static func announced(
        _ epoch: UInt64,
        key: Ed25519PrivateKey,
        by act: Ed25519PrivateKey,
        reason: EpochReason = .rotation,
        lastOwn: CitedHead? = nil
    ) throws -> AnnouncedEpoch {
        try .first(
            of: LogNames.telemetry(Office.name, cabinet: "c1", epoch: epoch),
            after: LogNames.telemetry(Office.name, cabinet: "c1", epoch: epoch - 1),
            key: key,
            by: act,
            reason: reason,
            lastOwn: lastOwn
        )
    }

    /// A headquarters that has cosigned five records of epoch 1.
    static func cosigned() async throws -> (Office, CabinetSecrets, LogWriter<EvidenceFile>) {
        let office = try await Office.founded()
        let secrets = try await office.enrol("c1")
        return (office, secrets, try await cosign(secrets, at: office))
    }

    /// Has five records of epoch 1 cosigned.
    static func cosign(_ secrets: CabinetSecrets, at office: Office) async throws -> LogWriter<EvidenceFile> {
        let origin = try LogNames.telemetry(Office.name, cabinet: "c1", epoch: 1)
        let signer = try CheckpointSigner(
            origin: origin,
            privateKey: secrets.logKey(.telemetry).privateKey
        )
        let store = try EvidenceFile(path: office.folder + "/written.sqlite")
        var writer = try LogWriter(store: store, signer: signer)
        let records = (0..<5).map { Record(leafBytes: [1, UInt8($0)], bodyBytes: []) }
        let note = try writer.append(records)
        _ = try await office.ledger.ingest(
            Ingest(origin: origin, offer: CheckpointOffer(note: note, from: 0, path: [])),
            of: "c1"
        )
        _ = try await office.ledger.ingest(
            Ingest(origin: origin, first: 0, bundle: try RecordBundle(records)),
            of: "c1"
        )
        return writer
    }

    private func head(_ writer: LogWriter<EvidenceFile>) throws -> CitedHead? {
        try CitedHead(Checkpoint(origin: writer.origin, head: writer.head))
    }

    @Test func `only the cabinet's act key begins an epoch`() async throws {
        let (office, secrets, writer) = try await Self.cosigned()
        let (key, stranger) = (try Ed25519PrivateKey(), try Ed25519PrivateKey())
        try await announce([try Self.announced(2, key: key, by: stranger)], to: office)
        #expect(epochs(office).count == 1)
        #expect(findings(office) == [.fork])
        try await announce(
            [try Self.announced(2, key: key, by: secrets.act, lastOwn: try head(writer))],
            to: office
        )
        #expect(
            epochs(office).map(\.key.bytes) == [
                try secrets.logKey(.telemetry).privateKey.publicKey.bytes, key.publicKey.bytes,
            ]
        )
        #expect(findings(office) == [.fork])
        // The same again is nothing, another key for it is a finding.
        try await announce([try Self.announced(2, key: key, by: secrets.act)], to: office)
        #expect(findings(office).count == 1)
        try await announce([try Self.announced(2, key: stranger, by: secrets.act)], to: office)
        #expect(findings(office).count == 2)
        #expect(epochs(office)[1].key.bytes == key.publicKey.bytes)
        // One before the newest follows nothing; any beyond it does, and a start finds it again.
        try await announce([try Self.announced(4, key: stranger, by: secrets.act)], to: office)
        #expect(epochs(office).map(\.epoch) == [1, 2, 4])
        for epoch in [3, 13_000] as [UInt64] {
            try await announce([try Self.announced(epoch, key: key, by: secrets.act)], to: office)
        }
        #expect(epochs(office).map(\.epoch) == [1, 2, 4, 13_000])
        let again = try await Office.open(office.folder, office.keys, office.root, office.clock)
        #expect(again.view.cabinets["c1"]?.telemetry.map(\.epoch) == [1, 2, 4, 13_000])
    }

    @Test func `whoever begins anew without what was cosigned is found out`() async throws {
        for (size, isLoss) in [(0, true), (4, true), (5, false), (6, false)] as [(UInt64, Bool)] {
            let (office, secrets, writer) = try await Self.cosigned()
            let cited =
                size == 5
                ? try head(writer)
                : try CitedHead(
                    Checkpoint(
                        origin: writer.origin,
                        head: TreeHead(size: size, root: SHA256.hash([UInt8(size)]))
                    )
                )
            try await announce(
                [try Self.announced(2, key: try Ed25519PrivateKey(), by: secrets.act, lastOwn: cited)],
                to: office
            )
            #expect(epochs(office).count == 2)
            #expect(findings(office) == (isLoss ? [.rolledBack] : []), "\(size)")
        }
        // One that goes on from an epoch which is not here says nothing of the one before that: a gap.
        for (cited, isLoss) in [(2, false), (1, true)] as [(UInt64, Bool)] {
            let (office, secrets, _) = try await Self.cosigned()
            let end = try CitedHead(
                Checkpoint(
                    origin: LogNames.telemetry(Office.name, cabinet: "c1", epoch: cited),
                    head: TreeHead(size: 3, root: SHA256.hash([3]))
                )
            )
            try await announce(
                [try Self.announced(3, key: try Ed25519PrivateKey(), by: secrets.act, lastOwn: end)],
                to: office
            )
            #expect(findings(office) == (isLoss ? [.rolledBack] : []), "\(cited)")
        }
        // The same size, other records.
        let (office, secrets, writer) = try await Self.cosigned()
        let other = try CitedHead(
            Checkpoint(origin: writer.origin, head: TreeHead(size: 5, root: SHA256.hash([9])))
        )
        try await announce(
            [try Self.announced(2, key: try Ed25519PrivateKey(), by: secrets.act, lastOwn: other)],
            to: office
        )
        #expect(findings(office) == [.rolledBack])
    }

    @Test func `behind its end an epoch takes nothing, whoever holds its key`() async throws {
        let (office, secrets, writer) = try await Self.cosigned()
        try await announce(
            [try Self.announced(2, key: try Ed25519PrivateKey(), by: secrets.act, lastOwn: try head(writer))],
            to: office
        )
        var forged = writer
        let record = Record(leafBytes: [1, 9], bodyBytes: [])
        let note = try forged.append([record])
        let store = try EvidenceFile(path: office.folder + "/written.sqlite")
        let path = try store.consistency(of: forged.origin, from: 5, to: 6).path
        let answer = try await office.ledger.ingest(
            Ingest(origin: forged.origin, offer: CheckpointOffer(note: note, from: 5, path: path)),
            of: "c1"
        )
        guard case .refuse(.untrusted)? = answer.outcome.verdict else {
            Issue.record("\(String(describing: answer.outcome.verdict))")
            return
        }
        let data = try await office.ledger.ingest(
            Ingest(origin: forged.origin, first: 5, bundle: try RecordBundle([record])),
            of: "c1"
        )
        #expect(data.outcome.leaves == .disputed(.quarantined))
        #expect(epochs(office)[0].witnessedSize == 5)
    }
}
