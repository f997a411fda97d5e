import Authority
import Cryptography
import Custody
import Records
import Store
import Testing

@testable import CabinetAppliance
@testable import Headquarters
@testable import Replication

/// Sticks that somebody had in his hands, that are old, or that are too small.
extension StickTests {
    private static func frames(of file: StickFile) throws -> [Frame] {
        try file.frames.map { try Frame(decoding: $0) }
    }

    private static func records(on file: StickFile) throws -> [LogStretch] {
        try frames(of: file).compactMap { if case .data(let stretch) = $0 { stretch } else { nil } }
    }

    @Test(arguments: [true, false])
    func `leaves and bodies that somebody puts on a stick keep none of the cabinet's own out`(
        isOtherLeaf: Bool
    ) async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let lines = try Lines(office)
        try await branch.append(.started)
        try await Self.carry(branch, lines, of: office)
        for _ in 0..<3 { try await branch.append(.stopped) }
        let origin = try office.ledger.origins.acts(of: "c1")
        let file = try await branch.stick(of: office).write()
        // Nobody signs a stick: its greeting is copied, and its records are made up or hollowed out.
        let hello = try #require(
            Self.frames(of: file).compactMap { frame -> Hello? in
                if case .hello(let hello) = frame { hello } else { nil }
            }.first
        )
        let records = try branch.store.records(of: origin, from: 1, byteCountMax: 65_536).bundle.records
        let forged = records.map {
            Records.Record(leafBytes: isOtherLeaf ? [1, 2, 3] : $0.leafBytes, bodyBytes: [])
        }
        let data = LogStretch(
            origin: origin.text,
            first: 1,
            bundle: try RecordBundle(isOtherLeaf ? Array(forged.prefix(1)) : forged)
        )
        var forgery = StickFile()
        let greeting = Hello(
            organisation: hello.organisation,
            cabinet: hello.cabinet,
            boot: hello.boot,
            startCount: hello.startCount,
            nonce: hello.nonce,
            heads: [],
            held: hello.held,
            cosigned: []
        )
        for frame in [Frame.hello(greeting)] + data.frames { _ = forgery.append(frame.encoded) }
        _ = try await lines.service.take(stick: forgery)
        for _ in 0..<2 {
            let (answer, report) = try await Self.carry(branch, lines, of: office)
            #expect(answer.refusal == nil && report.refusal == nil)
        }
        #expect(office.ledger.view.cabinets["c1"]?.mirroredSize == 4)
        #expect(branch.ledger.view.mirroredSize == 4)
        _ = try await lines.service.take(stick: forgery)
        _ = try await lines.service.take(stick: forgery)
        let findings = office.ledger.view.desks.findings.map(\.opened.kind)
        #expect(findings == (isOtherLeaf ? [.fork] : []))
    }

    @Test(arguments: [true, false])
    func `a body that was damaged on the way back is refused, and the whole one is taken later`(
        isEmptied: Bool
    ) async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let lines = try Lines(office)
        try await branch.append(.started)
        let stick = try branch.stick(of: office)
        let answer = try await lines.service.take(stick: try await stick.write())
        var damaged = StickFile()
        var isFirst = true
        for bytes in answer.file.frames {
            guard isFirst, case .data(let stretch) = try Frame(decoding: bytes) else {
                _ = damaged.append(bytes)
                continue
            }
            isFirst = false
            var records = try stretch.records().records
            let last = try #require(records.last)
            var body = last.bodyBytes
            body[body.count / 2] ^= 1
            records[records.count - 1] = Records.Record(
                leafBytes: last.leafBytes,
                bodyBytes: isEmptied ? [] : body
            )
            let changed = LogStretch(
                origin: stretch.origin,
                first: stretch.first,
                bundle: try RecordBundle(records)
            )
            for frame in changed.frames { _ = damaged.append(frame.encoded) }
        }
        #expect(!isFirst)
        let report = try await stick.read(damaged)
        #expect(report.refusal?.contains("damaged") == true)
        #expect(!branch.ledger.view.obeyed.missesCriticalRecord)
        for _ in 0..<2 {
            let (again, back) = try await Self.carry(branch, lines, of: office)
            #expect(again.refusal == nil && back.refusal == nil)
        }
        #expect(branch.ledger.view.obeyed.standing.size == office.ledger.view.standing.size)
        #expect(!branch.ledger.view.obeyed.missesCriticalRecord)
    }

    @Test func `a damaged body that lies at the cabinet already is mended, and takes go on`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let lines = try Lines(office)
        let origin = office.ledger.origins.authority
        let records = try office.ledger.store.records(of: origin, from: 0, byteCountMax: 1 << 20).bundle
            .records
        var damaged = records
        damaged[3] = Records.Record(leafBytes: records[3].leafBytes, bodyBytes: [0xA0])
        _ = try await branch.ledger.store(
            Ingest(origin: origin, first: 0, bundle: try RecordBundle(damaged))
        )
        try await Self.carry(branch, lines, of: office)
        #expect(branch.ledger.view.obeyed.missesCriticalRecord)
        try await Self.carry(branch, lines, of: office)
        #expect(!branch.ledger.view.obeyed.missesCriticalRecord)
        #expect(
            branch.ledger.view.obeyed.standing.officers == office.ledger.view.standing.officers
        )
        #expect(branch.ledger.view.obeyed.standing.size == office.ledger.view.standing.size)
    }

    @Test func `a backlog that is larger than a stick goes on with the next one`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let lines = try Lines(office)
        try await Self.carry(branch, lines, of: office)
        for _ in 0..<600 { try await branch.append(.started) }
        let stick = try branch.stick(of: office)
        var starts: [UInt64] = []
        while branch.ledger.view.mirroredSize < branch.ledger.view.head.size, starts.count < 20 {
            let file = try await stick.write(recordByteCountMax: 200 << 10)
            starts.append(try #require(Self.records(on: file).first).first)
            let answer = try await lines.service.take(stick: file)
            #expect(try await stick.read(answer.file).refusal == nil)
        }
        #expect(starts.count > 1 && starts.count < 20)
        #expect(starts == Array(Set(starts)).sorted())
        #expect(branch.ledger.view.mirroredSize == branch.ledger.view.head.size)
    }

    @Test func `an old stick accuses nobody while headquarters has a newer head and not its records`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let lines = try Lines(office)
        try await branch.append(.started)
        try await Self.carry(branch, lines, of: office)
        let stick = try branch.stick(of: office)
        try await branch.append(.started)
        let old = try await stick.write()
        try await branch.append(.started)
        // The line breaks behind HELLO: its head is cosigned, and no record has come.
        var cut = StickFile()
        for bytes in try await stick.write().frames {
            if case .hello = try Frame(decoding: bytes) { _ = cut.append(bytes) }
        }
        _ = try await lines.service.take(stick: cut)
        #expect(office.ledger.view.cabinets["c1"]?.witnessedSize == 3)
        #expect(office.ledger.view.cabinets["c1"]?.mirroredSize == 1)
        let answer = try await lines.service.take(stick: old)
        #expect(answer.refusal == nil)
        #expect(try await stick.read(answer.file).refusal == nil)
        #expect(office.ledger.view.desks.findings.isEmpty && !branch.ledger.view.isContradicted)
        try await Self.carry(branch, lines, of: office)
        #expect(office.ledger.view.cabinets["c1"]?.mirroredSize == 3)
    }

    @Test func `a disk that was put back sends none of its records by stick`() async throws {
        let office = try await Office.founded()
        let secrets = try await office.enrol("c1")
        let lines = try Lines(office)
        let first = try Branch("c1", of: office, secrets: secrets, mark: "mark")
        try await first.append(.started)
        try await Self.carry(first, lines, of: office)
        try first.close()
        try Branch.copy("c1", to: "old", of: office)
        let lived = try Branch("c1", of: office, secrets: secrets, mark: "mark")
        for _ in 0..<3 { try await lived.append(.started) }
        try await Self.carry(lived, lines, of: office)
        try lived.close()
        let restored = try Branch("c1", of: office, secrets: secrets, disk: "old", mark: "mark")
        #expect(restored.ledger.view.isRolledBack)
        for _ in 0..<3 { try await restored.append(.stopped) }
        let file = try await restored.stick(of: office).write()
        #expect(try Self.records(on: file).isEmpty)
        let answer = try await lines.service.take(stick: file)
        #expect(answer.refusal == nil)
        #expect(!office.ledger.view.desks.findings.contains { $0.opened.kind == .fork })
    }
}
