import Authority
import CabinetAppliance
import Cryptography
import Custody
import Enrolment
import Records
import Testing
import ZeroMQTransport

@testable import Headquarters

@Suite(.timeLimit(.minutes(3))) struct ReplicationTests {
    @Test func `a cabinet gets what it obeys and headquarters what it did`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        _ = try await office.furnish("c1")
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        try await branch.append(.started)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("the cabinet obeys") {
                branch.ledger.view.obeyed.standing.size == office.ledger.view.standing.size
                    && branch.ledger.view.obeyed.policy.seals.count == 1
            }
            try await branch.append(.stopped)
            try await eventually("headquarters holds the acts") {
                office.ledger.view.cabinets["c1"]?.mirroredSize == branch.ledger.view.head.size
            }
            try await eventually("the cabinet knows it") {
                branch.ledger.view.mirroredSize == branch.ledger.view.head.size
            }
            try await eventually("headquarters has folded them") {
                office.ledger.view.cabinets["c1"]?.custody.size == branch.ledger.view.head.size
            }
            #expect(branch.ledger.view.obeyed.standing.approvers == office.ledger.view.standing.approvers)
            #expect(lines.liveness.line(of: "c1").isConnected)
            let custody = office.ledger.view.cabinets["c1"]?.custody
            #expect(custody == branch.ledger.view.custody)
        }
    }

    @Test func `each cosigned head is a receipt before it leaves`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("the cabinet obeys") {
                branch.ledger.view.obeyed.standing.services != nil
            }
            try await branch.append(.started)
            try await eventually("mirrored") { branch.ledger.view.mirroredSize > 0 }
        }
        let origin = office.ledger.origins.receipts
        let size = try #require(office.ledger.view.heads[origin]).size
        var notes: [SignedNote] = []
        try office.ledger.store.forEachRecord(of: origin, from: 1, to: size) {
            let head: HeadCosigned = try #require(try $1.opened().detail())
            notes.append(try SignedNote(parsing: head.note.bytes))
        }
        let keys = try HeadquartersCosigners(
            services: try #require(office.ledger.view.standing.services),
            organisation: Office.name
        )
        let last = try #require(notes.last)
        #expect(try last.verified(by: [keys.witness, keys.mirror]).count == 2)
    }

    @Test func `a new connection goes on where the last one ended`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let lines = try Lines(office)
        try await with([{ try await lines.service.run() }]) {
            for round in 1...2 {
                let line = try branch.line(to: lines.hub, of: office)
                try await with([{ await line.run() }]) {
                    _ = try await office.furnish("c1", drawer: UInt64(round))
                    try await eventually("round \(round): the cabinet obeys") {
                        branch.ledger.view.obeyed.policy.seals.count == round
                    }
                    try await branch.append(.started)
                    try await eventually("round \(round): mirrored") {
                        office.ledger.view.cabinets["c1"]?.mirroredSize == UInt64(round)
                    }
                }
                try await eventually("round \(round): gone") { !lines.liveness.line(of: "c1").isConnected }
            }
        }
    }

    @Test
    func `what headquarters forges with its own keys is refused at the cabinet and found at headquarters`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let (person, seal) = try await office.furnish("c1")
        let application = try await office.ledger.file(office.form(seal, person), applicant: person)
        // A forged one: approvals by headquarters' keys in the approvers' names.
        var forged = ApprovedGrant(bytes: application.approved.bytes)
        for index in 0..<2 {
            forged.add(
                try Approval(
                    of: forged.bytes,
                    by: office.approverIDs[index],
                    key: office.keys.current.notes
                )
            )
        }
        // A real one with one byte changed.
        var bytes = application.approved.bytes
        let place = try #require(bytes.lastIndex(of: 1))
        bytes[place] = 2
        let changed = ApprovedGrant(
            bytes: bytes,
            approvals: try (0..<2).map { try office.approval(of: application, by: $0) }
        )
        for grant in [forged, changed] where (try? grant.statement()) != nil {
            _ = try await office.ledger.appendPolicy(
                [
                    Draft(
                        .giving,
                        .grant,
                        isCritical: true,
                        actor: Actor(component: "intruder"),
                        detail: grant.canonical
                    )
                ],
                site: "east"
            )
        }
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("the cabinet says so") {
                branch.ledger.view.custody.findings.contains { $0.opened.kind == .forgedStatement }
            }
            try await eventually("headquarters hears it") {
                office.ledger.view.cabinets["c1"]?.custody.findings.contains {
                    $0.opened.kind == .forgedStatement
                } == true
            }
        }
        let desk = branch.ledger.view.takeDesk
        let question = TakeQuestion(
            seal: seal,
            grantDigest: SHA256.hash(forged.bytes),
            taker: IdentifiedPerson(person: person, methods: []),
            companion: nil,
            interval: TimeBounds(low: office.clock.wallMilliseconds, high: office.clock.wallMilliseconds),
            contactAgeSeconds: 1
        )
        guard case .refused(let reasons) = desk.decide(question) else {
            Issue.record("a forged grant must not let a seal go")
            return
        }
        #expect(!reasons.isEmpty)
    }

    @Test func `statements wait until a majority of cabinets has cosigned, then count everywhere`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        try await office.give(
            WitnessPolicyStatement(
                head: office.head,
                version: 1,
                witnesses: [
                    Witness(
                        name: "example.org/cabinet/c1",
                        key: Bytes(branch.secrets.witness.publicKey.bytes)
                    )
                ]
            ),
            by: office.ownerPair
        )
        let given = try await office.give(
            RulesStatement(head: office.head, version: 2, rules: [office.rule]),
            by: office.ownerPair
        )
        #expect(given.isWaiting)
        #expect(office.ledger.view.standing.rules?.version == 1)
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("headquarters counts it") { office.ledger.view.standing.rules?.version == 2 }
            try await eventually("the cabinet counts it") {
                branch.ledger.view.obeyed.standing.rules?.version == 2
            }
        }
        let again = try await Office.open(office.folder, office.keys, office.root, office.clock)
        #expect(again.view.standing.rules?.version == 2)
    }

    @Test func `an answer under a cosigned head closes a count`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let (_, seal) = try await office.furnish("c1")
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            let run = try await office.ledger.askCount(
                sites: ["east"],
                durationMilliseconds: 60_000,
                by: Actor(component: "test")
            )
            try await eventually("the cabinet is asked") {
                branch.ledger.view.obeyed.policy.countRequests.count == 1
            }
            let wrong = CountAnswer(nonce: Bytes([UInt8](repeating: 0, count: 16)), drawers: [])
            try await branch.append(.countAnswered, Subject(run: run.asked.run), detail: wrong.canonical)
            try await eventually("the wrong answer is here") {
                office.ledger.view.cabinets["c1"]?.custody.counts[run.asked.run] != nil
            }
            try await office.ledger.tendCounts()
            #expect(office.ledger.view.desks.runs[run.asked.run]?.answers.isEmpty == true)
            let line = CountedDrawer(
                drawer: 1,
                seal: seal,
                finding: .missing,
                reading: .empty,
                holder: nil
            )
            let answer = CountAnswer(nonce: run.asked.nonce, drawers: [line])
            try await branch.append(.countAnswered, Subject(run: run.asked.run), detail: answer.canonical)
            try await eventually("the run closes") {
                try await office.ledger.tendCounts()
                return office.ledger.view.desks.runs[run.asked.run]?.isClosed == true
            }
            let closed = try #require(office.ledger.view.desks.runs[run.asked.run]?.closed)
            #expect(closed.differingCount == 1)
            #expect(closed.unreachableCount == 0)
        }
    }

    @Test func `a late answer makes the next revision`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let run = try await office.ledger.askCount(
            sites: ["east"],
            durationMilliseconds: 1_000,
            by: Actor(component: "test")
        )
        office.clock.pass(2_000)
        try await office.ledger.tendCounts()
        #expect(office.ledger.view.desks.runs[run.asked.run]?.closed?.unreachableCount == 1)
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("asked") { branch.ledger.view.obeyed.policy.countRequests.count == 1 }
            let answer = CountAnswer(nonce: run.asked.nonce, drawers: [])
            try await branch.append(.countAnswered, Subject(run: run.asked.run), detail: answer.canonical)
            try await eventually("revision 2") {
                try await office.ledger.tendCounts()
                return office.ledger.view.desks.runs[run.asked.run]?.closed?.revision == 2
            }
        }
        let closed = try #require(office.ledger.view.desks.runs[run.asked.run]?.closed)
        #expect(closed.equalCount == 1)
        #expect(closed.unreachableCount == 0)
        let progress = CountProgress(
            try #require(office.ledger.view.desks.runs[run.asked.run]),
            view: office.ledger.view,
            lines: [:]
        )
        #expect(progress.lines.map(\.isLate) == [true])
    }

    @Test(arguments: [1, 5])
    func `a cabinet whose disk was put back stops takes until its own leaves are back`(count: Int)
        async throws
    {
        let office = try await Office.founded()
        let secrets = try await office.enrol("c1")
        let branch = try Branch("c1", of: office, secrets: secrets)
        let old = try Branch("c1", of: office, secrets: secrets, disk: "c1-put-back")
        let lines = try Lines(office)
        try await with([{ try await lines.service.run() }]) {
            for _ in 0..<3 { try await branch.append(.started) }
            let line = try branch.line(to: lines.hub, of: office)
            try await with([{ await line.run() }]) {
                try await eventually("mirrored") { branch.ledger.view.mirroredSize == 3 }
                #expect(!branch.ledger.view.isContradicted)
            }
            try await eventually("gone") { !lines.liveness.line(of: "c1").isConnected }

            for _ in 0..<count { try await old.append(.started) }
            let oldLine = try old.line(to: lines.hub, of: office)
            try await with([{ await oldLine.run() }]) {
                try await eventually("takes stop") { old.ledger.view.isContradicted }
                try await eventually("the finding is written") {
                    old.ledger.view.custody.findings.contains {
                        $0.opened.kind == (count == 1 ? .rolledBack : .fork)
                    }
                }
                try await eventually("it obeys all the same") {
                    old.ledger.view.obeyed.policy.size == office.ledger.view.policies["east"]?.size
                }
                try await eventually("its alarm is shown") {
                    lines.alarms.waiting(beyond: office.ledger.view).contains { $0.grade == .unplaced }
                }
                #expect(old.ledger.present.interval == nil)
                #expect(lines.liveness.line(of: "c1").isConnected)
                #expect(old.ledger.view.takeDesk.isContradicted)
            }
            try await eventually("gone again") { !lines.liveness.line(of: "c1").isConnected }
            #expect(old.ledger.view.isContradicted)
        }
    }

    @Test func `takes go on once headquarters has cosigned this very log again`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        try await branch.ledger.contradict("test")
        #expect(branch.ledger.view.takeDesk.isContradicted)
        try await branch.ledger.reconcile(TreeHead(size: 1, root: SHA256.hash([1])))
        #expect(branch.ledger.view.isContradicted)
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("takes go on") { !branch.ledger.view.isContradicted }
        }
    }

    @Test func `a cabinet that nobody enrolled is not let in`() async throws {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        let stranger = try await Office.founded()
        let secrets = try await stranger.enrol("c1")
        let branch = try Branch("c1", of: office, secrets: secrets)
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("it is refused") { lines.hub.figures.refusedUnknown > 0 }
            #expect(lines.liveness.all.isEmpty)
        }
    }

    @Test func `a take that was let happen before the removal was known is a fact and a finding`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let (person, _) = try await office.furnish("c1")
        let lines = try Lines(office)
        let take = Draft(
            .custody,
            .takeBegun,
            actor: Actor(person: person),
            subject: Subject(visit: Identifier([UInt8](repeating: 1, count: 16)), drawer: 1),
            detail: VisitBegun(persons: []).canonical,
            isSigned: true
        )
        try await with([{ try await lines.service.run() }]) {
            let first = try branch.line(to: lines.hub, of: office)
            try await with([{ await first.run() }]) {
                try await eventually("the cabinet obeys") {
                    branch.ledger.view.obeyed.policy.persons[person] != nil
                }
                try await branch.ledger.append([take])
                // What is folded after a removal is told, whenever it was done.
                try await eventually("the first is here, and folded") {
                    office.ledger.view.cabinets["c1"]?.custody.size == 1
                }
            }
            let removal = Draft(
                .taking,
                .personRemoved,
                isCritical: true,
                actor: Actor(component: "test"),
                detail: PersonInGeneration(person: person, generation: 1).canonical
            )
            _ = try await office.ledger.takeAway(removal, because: "离职")
            try await branch.ledger.append([take])
            let second = try branch.line(to: lines.hub, of: office)
            try await with([{ await second.run() }]) {
                // The finding is written before the fold is published.
                try await eventually("the finding, and then the fold") {
                    !office.ledger.view.desks.findings.isEmpty
                        && office.ledger.view.cabinets["c1"]?.custody.size == 2
                }
            }
        }
        #expect(office.ledger.view.desks.findings.map(\.opened.kind) == [.unknownRemoval])
        #expect(office.ledger.view.cabinets["c1"]?.custody.size == 2)
    }
}
