import Authority
import CabinetAppliance
import Cryptography
import Custody
import Enrolment
import Records
import Replication
import Store
import Testing

@testable import CabinetAppliance
@testable import Headquarters

/// Another machine under the name of a cabinet, over real lines and real files on all sides.
@Suite(.timeLimit(.minutes(3))) struct ReplacementTests {
    /// A machine that asks under the slip of a replacement, with keys of its own.
    struct Successor {
        var secrets: CabinetSecrets
        let request: SignedRequest
        let slip: Slip

        init(of cabinet: String, at enrolment: EnrolmentService, _ office: Office) async throws {
            let id = try await enrolment.askReplacement(of: cabinet, by: Actor(component: "one"))
            slip = try await enrolment.release(id, by: Actor(component: "two")).opened()
            secrets = try CabinetSecrets(making: office.credential)
            request = try SignedRequest(
                EnrolmentRequest(slip: slip, keys: try secrets.publicKeys(), selfTest: []),
                secrets: secrets,
                slip: slip
            )
        }

        /// The machine as it starts with what headquarters answered.
        mutating func branch(_ answer: EnrolmentAnswer, of office: Office, disk: String = "c1-new") throws
            -> Branch
        {
            _ = try answer.verified(for: request.claimed(), slip: slip)
            let inherited = try #require(try Inheritance(answer))
            try secrets.begin(
                behind: inherited.replacement,
                path: "\(office.folder)/\(disk).secrets",
                under: office.credential
            )
            return try Branch(
                "c1",
                of: office,
                secrets: secrets,
                disk: disk,
                rotates: true,
                mark: "\(disk).mark",
                inherited: inherited
            )
        }
    }

    static func open(_ office: Office) -> Proposal? {
        office.ledger.view.desks.proposals.values.first { $0.kind.kind == .cabinet && $0.state == .open }
    }

    static func sign(_ proposal: Proposal, _ office: Office, by keys: [Ed25519PrivateKey]) async throws {
        for key in keys {
            let signature = try StatementSignature(of: proposal.signed.bytes, by: key)
            _ = try await office.ledger.sign(proposal.digest, signature, by: Actor(component: "test"))
        }
    }

    /// Has a successor enrolled, with the machine before gone.
    static func answer(_ successor: Successor, _ enrolment: EnrolmentService, _ office: Office) async throws
        -> EnrolmentAnswer
    {
        #expect(await enrolment.redeem(successor.request) == .waiting)
        try await sign(try #require(open(office)), office, by: office.officers)
        try await eventually("the answer") {
            if case .answered = await enrolment.redeem(successor.request) { true } else { false }
        }
        guard case .answered(let answer) = await enrolment.redeem(successor.request) else {
            throw HeadquartersError(.notFound, "no answer")
        }
        return answer
    }

    static func fullCount() throws -> Draft {
        var generator = SystemRandomNumberGenerator()
        let empty = CountedDrawer(drawer: 1, seal: nil, finding: .vacant, reading: .empty, holder: nil)
        return Draft(
            .count,
            .countAnswered,
            actor: Actor(component: "count"),
            subject: Subject(run: Identifier(using: &generator)),
            detail: CountAnswer(
                nonce: Bytes([UInt8](repeating: 1, count: 16)),
                drawers: [empty]
            ).canonical,
            isSigned: true
        )
    }

    private func notes(_ custody: CustodyState?) -> [String] { custody?.findings.map(\.opened.note) ?? [] }

    @Test
    func
        `a copied cabinet is enrolled anew: the new machine gets the record back, counts, and goes on; the old one is shut out`()
        async throws
    {
        let office = try await Office.founded()
        let bench = try await ConsoleBench(office)
        let old = try Branch("c1", of: office, secrets: try await office.enrol("c1"), rotates: true)
        let (lines, enrolment) = (bench.lines, bench.enrolment)
        try await old.raise(.forced, "before the first change of keys")
        try await with([{ try await lines.service.run() }, { try await enrolment.run() }]) {
            let oldLine = try old.line(to: lines.hub, of: office)
            try await with([{ await oldLine.run() }]) {
                try await eventually("mirrored") { old.ledger.view.mirroredSize == 1 }
                try await eventually("the old one obeys") {
                    old.ledger.view.obeyed.standing.cabinets["c1"] != nil
                }
                try await old.ledger.rotate()
                try await old.raise(.forced, "after it")
                try await eventually("all of it is here") {
                    let copy = office.ledger.view.cabinets["c1"]
                    return copy?.custody == old.ledger.view.custody && copy?.custody.epoch == 2
                }
                try await office.ledger.noteClone(of: "c1")
                #expect(office.ledger.view.standing.isSuspended(cabinet: "c1"))

                var successor = try await Successor(of: "c1", at: enrolment, office)
                #expect(await enrolment.redeem(successor.request) == .waiting)
                let proposal = try #require(Self.open(office))
                let statement = try CabinetStatement(decoding: proposal.signed.bytes)
                #expect(statement.replacement?.actsEpoch == 3)
                #expect(statement.replacement?.cut.size == old.ledger.view.mirroredSize)
                // From the paper on the machine before is out.
                try await eventually("the old line is cut") { !lines.liveness.line(of: "c1").isConnected }
                #expect(!ReplicationService.listedKeys(office.ledger.view).contains { $0.bytes == old.key })

                let answer = try await Self.answer(successor, enrolment, office)
                #expect(answer.earlier.map(\.epoch) == [2, 1])
                #expect(!office.ledger.view.standing.isSuspended(cabinet: "c1"))
                let new = try successor.branch(answer, of: office)
                #expect(new.ledger.view.epoch == 3 && new.ledger.view.takeDesk.isInheriting)
                #expect(new.ledger.view.isRebuilding)
                let newLine = try new.line(to: lines.hub, of: office)
                try await with([{ await newLine.run() }]) {
                    try await eventually("the record is back") {
                        !new.ledger.view.isInheriting && !new.ledger.view.isRebuilding
                    }
                    #expect(new.ledger.view.epochStanding.counts)
                    #expect(
                        notes(new.ledger.view.custody) == ["before the first change of keys", "after it"]
                    )
                    // Nothing is taken before the drawers were looked into.
                    #expect(new.ledger.view.custody.awaitsCount)
                    try await new.ledger.append([try Self.fullCount()])
                    #expect(!new.ledger.view.custody.awaitsCount)
                    try await new.raise(.forced, "at the new machine")
                    try await eventually("both say the same") {
                        office.ledger.view.cabinets["c1"]?.custody == new.ledger.view.custody
                    }
                    try await eventually("time comes") { new.ledger.present.interval != nil }
                }
                #expect(new.ledger.view.custody.unattestedCount == 0)
                let copy = try #require(office.ledger.view.cabinets["c1"])
                #expect(copy.epochs.map(\.standing.counts) == [true, true, true])
                #expect(office.ledger.view.desks.findings.map(\.opened.kind) == [.clone])
                try new.close()

                // After a start nothing waits, and the record goes on.
                let again = try successor.branch(answer, of: office)
                #expect(!again.ledger.view.isInheriting && !again.ledger.view.isRebuilding)
                #expect(again.ledger.view.epoch == 3)
                #expect(again.ledger.view.custody == copy.custody)
            }
            #expect(old.ledger.view.obeyed.standing.machines(of: "c1").count == 1)
        }
        let reopened = try await Office.open(office.folder, office.keys, office.root, office.clock)
        let custody = reopened.view.cabinets["c1"]?.custody
        #expect(custody == office.ledger.view.cabinets["c1"]?.custody)
    }

    @Test func `one officer replaces nothing, and a record that went on is laid out anew`() async throws {
        let office = try await Office.founded()
        let bench = try await ConsoleBench(office)
        let old = try Branch("c1", of: office, secrets: try await office.enrol("c1"), rotates: true)
        for _ in 0..<3 { try await old.append(.started) }
        try await old.ship(from: 0, to: office)
        let enrolment = bench.enrolment
        let successor = try await Successor(of: "c1", at: enrolment, office)
        #expect(await bench.enrolment.redeem(successor.request) == .waiting)
        let first = try #require(Self.open(office))
        try await Self.sign(first, office, by: [office.officers[0]])
        // By a stick that somebody had under way: the paper says less than headquarters cosigned by then.
        try await old.append(.started)
        try await old.ship(from: 3, to: office)
        try await Self.sign(first, office, by: [office.officers[1]])
        #expect(office.ledger.view.standing.machines(of: "c1").count == 1)
        let signed = try Office.signed(CabinetStatement(decoding: first.signed.bytes), by: office.officers)
        await #expect(throws: HeadquartersError(.refused, "")) {
            _ = try await office.ledger.give(signed, by: Actor(component: "test"))
        }
        #expect(await bench.enrolment.redeem(successor.request) == .waiting)
        let second = try #require(Self.open(office))
        #expect(second.digest != first.digest)
        #expect(try CabinetStatement(decoding: second.signed.bytes).replacement?.cut.size == 4)
        #expect(office.ledger.view.desks.proposals[first.digest]?.state == .withdrawn)
        // Asking again lays nothing out anew.
        #expect(await bench.enrolment.redeem(successor.request) == .waiting)
        #expect(Self.open(office)?.digest == second.digest)
        try await Self.sign(second, office, by: office.officers)
        #expect(office.ledger.view.standing.machines(of: "c1").count == 2)
    }

    @Test
    func `a slip that is withdrawn takes its paper along, and the machine that stands there is let in again`()
        async throws
    {
        let office = try await Office.founded()
        let bench = try await ConsoleBench(office)
        let old = try Branch("c1", of: office, secrets: try await office.enrol("c1"), rotates: true)
        let isListed = { ReplicationService.listedKeys(office.ledger.view).contains { $0.bytes == old.key } }
        let successor = try await Successor(of: "c1", at: bench.enrolment, office)
        #expect(isListed())
        #expect(await bench.enrolment.redeem(successor.request) == .waiting)
        let proposal = try #require(Self.open(office))
        #expect(!isListed())
        try await bench.enrolment.withdraw(successor.slip.slip, by: Actor(component: "one"))
        #expect(isListed())
        #expect(office.ledger.view.desks.proposals[proposal.digest]?.state == .withdrawn)
        guard case .refused = await bench.enrolment.redeem(successor.request) else {
            Issue.record("a withdrawn slip was redeemed")
            return
        }
    }

    @Test func `a cut below or beyond what was cosigned, and an epoch that is there, are refused`()
        async throws
    {
        let office = try await Office.founded()
        let old = try Branch("c1", of: office, secrets: try await office.enrol("c1"), rotates: true)
        for _ in 0..<3 { try await old.append(.started) }
        try await old.ship(from: 0, to: office)
        let origin = try office.ledger.origins.acts(of: "c1")
        let right = try await office.ledger.replacement(of: "c1")
        #expect(right.actsEpoch == 2 && right.cut.size == 3 && right.telemetryEpoch == 2)
        let root = try office.ledger.store.root(of: origin, size: 2)
        let cuts = [
            CitedHead(origin: origin.text, size: 2, root: root),
            CitedHead(origin: origin.text, size: 9, root: root),
            CitedHead(origin: origin.text, size: 3, root: root),
        ]
        let wrong =
            cuts.map { Replacement(actsEpoch: 2, cut: $0, telemetryEpoch: 2) } + [
                Replacement(actsEpoch: 3, cut: right.cut, telemetryEpoch: 2),
                Replacement(actsEpoch: 2, cut: right.cut, telemetryEpoch: 3),
            ]
        let keys = try CabinetSecrets(making: office.credential).publicKeys()
        func statement(_ replacement: Replacement) -> CabinetStatement {
            CabinetStatement(
                head: office.head,
                version: 2,
                cabinet: "c1",
                site: "east",
                name: "c1 号柜",
                keys: keys,
                request: Bytes([UInt8](repeating: 9, count: 32)),
                replacement: replacement
            )
        }
        for replacement in wrong {
            await #expect(throws: HeadquartersError(.refused, "")) {
                try await office.give(statement(replacement), by: office.officers)
            }
        }
        #expect(office.ledger.view.standing.machines(of: "c1").count == 1)
        try await office.give(statement(right), by: office.officers)
        #expect(office.ledger.view.cabinets["c1"]?.current?.standing == .replaced(cut: right.cut))
    }

    @Test
    func `records that were cosigned and burnt with the machine end its record before them, as a finding`()
        async throws
    {
        let office = try await Office.founded()
        let bench = try await ConsoleBench(office)
        let old = try Branch("c1", of: office, secrets: try await office.enrol("c1"), rotates: true)
        for _ in 0..<3 { try await old.append(.started) }
        try await old.ship(from: 0, to: office)
        // A head that was seen, and whose leaf never came.
        try await old.append(.started)
        _ = try await office.ledger.ingest([try await old.offer(to: office)])
        let origin = try office.ledger.origins.acts(of: "c1")
        #expect(try office.ledger.store.status(of: origin)?.size(.witness) == 4)
        let enrolment = bench.enrolment
        try await with([{ try await enrolment.run() }]) {
            let successor = try await Successor(of: "c1", at: enrolment, office)
            let answer = try await Self.answer(successor, enrolment, office)
            let end = try #require(answer.earlier.first)
            let note = try Checkpoint(SignedNote(parsing: end.note.bytes))
            #expect(note.head.size == 3)
        }
        #expect(office.ledger.view.desks.findings.map(\.opened.kind) == [.cutBelowCosigned])
    }

    @Test func `what the machine before writes beyond the end, or begins, attests nothing and is a finding`()
        async throws
    {
        let office = try await Office.founded()
        let bench = try await ConsoleBench(office)
        let secrets = try await office.enrol("c1")
        let old = try Branch("c1", of: office, secrets: secrets, rotates: true)
        for _ in 0..<3 { try await old.append(.started) }
        try await old.ship(from: 0, to: office)
        let enrolment = bench.enrolment
        try await with([{ try await enrolment.run() }]) {
            let successor = try await Successor(of: "c1", at: enrolment, office)
            _ = try await Self.answer(successor, enrolment, office)
        }
        let origin = try office.ledger.origins.acts(of: "c1")
        try await old.raise(.forced, "beyond the end")
        let answers = try await office.ledger.ingest([
            try await old.offer(to: office), try await old.data(from: 3, to: office),
        ])
        #expect(answers.allSatisfy { $0.note == nil })
        #expect(try office.ledger.store.status(of: origin)?.head.size == 3)
        // The epoch of the new machine, and the one behind it, opened by whoever holds the old act key.
        for epoch in [UInt64(2), 3] {
            try await old.ledger.rotate()
            let log = try office.ledger.origins.acts(of: "c1", epoch: epoch)
            let first = try #require(try old.store.record(at: 0, of: log))
            try await office.ledger.open([AnnouncedEpoch(origin: log.text, record: first)], of: "c1")
            _ = try await office.ledger.missing([], shownBy: "c1")
        }
        let copy = try #require(office.ledger.view.cabinets["c1"])
        #expect(copy.epochs.map(\.log.epoch) == [1, 2])
        #expect(copy.current?.standing.counts == true)
        // The one that stands there has its key already; the one behind it would have had none.
        #expect(office.ledger.view.desks.findings.count { $0.opened.kind == .fork } == 1)
        #expect(!notes(copy.custody).contains("beyond the end"))
        // A name that is taken asks for another machine, and not for a first one.
        await #expect(throws: HeadquartersError(.conflict, "")) {
            _ = try await bench.enrolment.ask(
                cabinet: "c1",
                site: "east",
                name: "1",
                by: Actor(component: "one")
            )
        }
        await #expect(throws: HeadquartersError(.notFound, "")) {
            _ = try await bench.enrolment.askReplacement(of: "c9", by: Actor(component: "one"))
        }
    }

    @Test func `a forked epoch that nobody vouched for is left out, and the record before it goes on`()
        async throws
    {
        let office = try await Office.founded()
        let bench = try await ConsoleBench(office)
        let secrets = try await office.enrol("c1")
        let (lines, enrolment) = (bench.lines, bench.enrolment)
        let first = try Branch("c1", of: office, secrets: secrets, rotates: true)
        try await first.raise(.forced, "counts")
        try await first.ship(from: 0, to: office)
        // An epoch that begins with a lost disk: officers would have to look, and enrol another machine instead.
        let stranger = try Branch("c1", of: office, secrets: secrets, disk: "lost", rotates: true)
        try await stranger.ledger.rotate()
        let log = try office.ledger.origins.acts(of: "c1", epoch: 2)
        let opening = try #require(try stranger.store.record(at: 0, of: log))
        try await office.ledger.open([AnnouncedEpoch(origin: log.text, record: opening)], of: "c1")
        #expect(office.ledger.view.cabinets["c1"]?.current?.standing.counts == false)
        try await with([{ try await lines.service.run() }, { try await enrolment.run() }]) {
            var successor = try await Successor(of: "c1", at: enrolment, office)
            let answer = try await Self.answer(successor, enrolment, office)
            #expect(answer.earlier.map(\.epoch) == [1])
            let copy = try #require(office.ledger.view.cabinets["c1"])
            #expect(copy.epochs.map(\.log.epoch) == [1, 2, 3])
            #expect(copy.epochs[1].standing == .provisional(.leftOut))
            let new = try successor.branch(answer, of: office)
            let line = try new.line(to: lines.hub, of: office)
            try await with([{ await line.run() }]) {
                try await eventually("the record is back") { !new.ledger.view.isInheriting }
                try await new.ledger.append([try Self.fullCount()])
                try await eventually("both say the same") {
                    let custody = office.ledger.view.cabinets["c1"]?.custody
                    return custody == new.ledger.view.custody && custody?.epoch == 3
                }
            }
            #expect(notes(new.ledger.view.custody) == ["counts"])
        }
    }
}

extension Branch {
    /// Sends all that it wrote from an index on, so that headquarters holds it whole.
    fileprivate func ship(from first: UInt64, to office: Office) async throws {
        try await ledger.storeCheckpoint()
        _ = try await send(from: first, to: office)
    }

    /// The public key of its line.
    fileprivate var key: [UInt8] { secrets.transport.publicKey.bytes }
}
