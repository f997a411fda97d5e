import Authority
import Cryptography
import Custody
import Enrolment
import Records
import Replication
import Testing

@testable import CabinetAppliance
@testable import Headquarters

@Suite(.timeLimit(.minutes(3))) struct AlarmTests {
    private struct Scene {
        let office: Office
        let branch: Branch
        let statement: CabinetStatement
        let origin: Origin

        init() async throws {
            office = try await Office.founded()
            branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
            statement = try #require(office.ledger.view.standing.cabinets["c1"])
            origin = try office.ledger.origins.acts(of: "c1")
        }

        func review(_ frame: AlarmFrame, held: TreeHead = .empty, isHeldFast: Bool = true)
            -> AlarmReview.Outcome
        {
            AlarmReview(
                cabinet: statement,
                origin: origin,
                held: held,
                mirroredSize: 0,
                isHeldFast: isHeldFast,
                keys: office.ledger.view.standing.actKeys(of: "c1"),
                authoritySize: office.ledger.view.standing.size
            )
            .review(frame)
        }

        func frame(at index: UInt64, from: UInt64 = 0) async throws -> AlarmFrame {
            try #require(try await branch.ledger.prove(origin, index: index, from: from))
        }
    }

    @Test func `an alarm ahead of its backlog says where it stands and what is missing`() async throws {
        let scene = try await Scene()
        for _ in 0..<5 { try await scene.branch.append(.started) }
        try await scene.branch.raise(.forced, "drawer 1 opened by itself")
        guard case .shown(let alarm) = scene.review(try await scene.frame(at: 5)) else {
            Issue.record("the alarm should be shown")
            return
        }
        #expect(alarm.grade == .placed(index: 5, size: 6, missing: 5))
        #expect(alarm.opened.kind == .forced)
    }

    @Test func `an alarm whose head starts elsewhere is shown without a place`() async throws {
        let scene = try await Scene()
        try await scene.branch.append(.started)
        let held = scene.branch.ledger.view.head
        try await scene.branch.raise(.forced, "drawer 1 opened by itself")
        guard case .shown(let alarm) = scene.review(try await scene.frame(at: 1), held: held) else {
            Issue.record("the alarm should be shown")
            return
        }
        #expect(alarm.grade == .unplaced)
        guard case .shown(let placed) = scene.review(try await scene.frame(at: 1, from: 1), held: held) else {
            Issue.record("the alarm should be shown")
            return
        }
        #expect(placed.grade == .placed(index: 1, size: 2, missing: 1))
    }

    @Test func `an alarm of a cabinet whose record is contradicted has no place`() async throws {
        let scene = try await Scene()
        try await scene.branch.raise(.forced, "drawer 1 opened by itself")
        guard case .shown(let alarm) = scene.review(try await scene.frame(at: 0), isHeldFast: false) else {
            Issue.record("the alarm should be shown")
            return
        }
        #expect(alarm.grade == .unplaced)
    }

    @Test func `an alarm keeps its place when a newer head was cosigned meanwhile`() async throws {
        let scene = try await Scene()
        let (ledger, office) = (scene.branch.ledger, scene.office.ledger)
        let offer = { () async throws in
            let from = try await office.witnessedHead(of: scene.origin).size
            let (offer, _) = try await ledger.offer(scene.origin, from: from)
            let path = offer.path.compactMap { Digest($0.bytes) }
            let note = try SignedNote(parsing: offer.note.bytes)
            _ = try await office.ingest(
                Ingest(
                    origin: scene.origin,
                    offer: CheckpointOffer(note: note, from: offer.from, path: path)
                ),
                of: "c1"
            )
        }
        try await scene.branch.append(.started)
        try await offer()
        try await scene.branch.raise(.forced, "drawer 1 opened by itself")
        let frame = try await scene.frame(at: 1, from: 1)
        try await scene.branch.append(.started)
        try await offer()
        #expect(try await office.witnessedHead(of: scene.origin).size == 3)
        let held = try await office.witnessedHead(of: scene.origin, at: frame.head.from)
        guard case .shown(let alarm) = scene.review(frame, held: held) else {
            Issue.record("the alarm should be shown")
            return
        }
        #expect(alarm.grade == .placed(index: 1, size: 2, missing: 1))
    }

    @Test func `an alarm under a head that does not continue what is held is a fork`() async throws {
        let scene = try await Scene()
        try await scene.branch.append(.started)
        try await scene.branch.raise(.forced, "drawer 1 opened by itself")
        let other = TreeHead(size: 1, root: SHA256.hash([1]))
        guard case .fork = scene.review(try await scene.frame(at: 1, from: 1), held: other) else {
            Issue.record("contradicting heads should be a fork")
            return
        }
    }

    @Test func `what is no alarm is refused, and one that the act key did not sign is told as such`()
        async throws
    {
        let scene = try await Scene()
        try await scene.branch.append(.started)
        try await scene.branch.raise(.forced, "drawer 1 opened by itself")
        guard case .refused = scene.review(try await scene.frame(at: 0)) else {
            Issue.record("a record that is no alarm should be refused")
            return
        }
        let stranger = try await Scene()
        guard case .shown(let alarm) = stranger.review(try await scene.frame(at: 1)) else {
            Issue.record("an alarm signed by other keys should be shown as what it is")
            return
        }
        #expect(alarm.grade == .unattested)
    }

    @Test func `alarms that nobody signed take no place and little room on the board`() {
        let board = AlarmBoard()
        let alarm = { (index: UInt64, grade: AlarmGrade) in
            EarlyAlarm(
                cabinet: "c1",
                epoch: 1,
                index: index,
                opened: FindingOpened(kind: .forced, note: "\(grade)"),
                subject: Subject(),
                time: Int64(index),
                grade: grade
            )
        }
        board.show(alarm(3, .unplaced))
        for index in 0..<UInt64(AlarmBoard.countPerCabinetMax) { board.show(alarm(index, .unattested)) }
        // In the place of one of the newest, which are shown.
        board.show(alarm(250, .unplaced))
        let view = HeadquartersView(
            organisation: Office.name,
            root: SignedStatement(bytes: [], signatures: []),
            standing: Standing(organisation: Office.name, pinnedRoot: SHA256.hash([]))
        )
        let shown = board.waiting(beyond: view)
        #expect(shown.filter { $0.grade == .unplaced }.map(\.index) == [250, 3])
        #expect(shown.count { $0.grade == .unattested } == AlarmBoard.unattestedCountMax - 1)
    }

    @Test func `an alarm leaves the board when its record has come`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let lines = try Lines(office)
        try await branch.raise(.forced, "drawer 1 opened by itself")
        let statement = try #require(office.ledger.view.standing.cabinets["c1"])
        let origin = try office.ledger.origins.acts(of: "c1")
        let frame = try #require(try await branch.ledger.prove(origin, index: 0, from: 0))
        let review = AlarmReview(
            cabinet: statement,
            origin: origin,
            held: .empty,
            mirroredSize: 0,
            isHeldFast: true,
            keys: office.ledger.view.standing.actKeys(of: "c1"),
            authoritySize: office.ledger.view.standing.size
        )
        guard case .shown(let alarm) = review.review(frame) else {
            Issue.record("the alarm should be shown")
            return
        }
        lines.alarms.show(alarm)
        #expect(lines.alarms.waiting(beyond: office.ledger.view).count == 1)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("its record is here") {
                office.ledger.view.cabinets["c1"]?.custody.findings.count == 1
            }
        }
        #expect(lines.alarms.waiting(beyond: office.ledger.view).isEmpty)
    }
}
