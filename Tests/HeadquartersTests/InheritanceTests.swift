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

/// What a machine believes of the record that it takes over: nothing for headquarters' sake.
@Suite(.timeLimit(.minutes(3))) struct InheritanceTests {
    private typealias Successor = ReplacementTests.Successor

    /// A cabinet whose acts have two epochs, with a finding in each, and whose machine is gone.
    @discardableResult
    private func twoEpochs(_ office: Office, _ lines: Lines) async throws -> Branch {
        let old = try Branch("c1", of: office, secrets: try await office.enrol("c1"), rotates: true)
        try await old.raise(.forced, "in the first epoch")
        let line = try old.line(to: lines.hub, of: office)
        try await with([{ await line.run() }]) {
            try await eventually("mirrored") { old.ledger.view.mirroredSize == 1 }
            try await old.ledger.rotate()
            try await old.raise(.forced, "in the second")
            try await eventually("all of it is here") {
                let copy = office.ledger.view.cabinets["c1"]
                return copy?.custody == old.ledger.view.custody && copy?.custody.epoch == 2
            }
        }
        try await eventually("gone") { !lines.liveness.line(of: "c1").isConnected }
        return old
    }

    private func with(_ answer: EnrolmentAnswer, earlier: [EarlierEpoch]) -> EnrolmentAnswer {
        EnrolmentAnswer(
            slip: answer.slip,
            request: answer.request,
            root: answer.root,
            statement: answer.statement,
            authorityEpoch: answer.authorityEpoch,
            policyEpoch: answer.policyEpoch,
            earlier: earlier
        )
    }

    private func with(
        _ services: [@Sendable () async throws -> Void],
        _ body: @Sendable @escaping () async throws -> Void
    ) async throws {
        try await HeadquartersTests.with(services, body)
    }

    @Test func `an answer that does not end where officers signed, or bears another's note, is refused`()
        async throws
    {
        let office = try await Office.founded()
        let bench = try await ConsoleBench(office)
        let (lines, enrolment) = (bench.lines, bench.enrolment)
        try await with([{ try await lines.service.run() }, { try await enrolment.run() }]) {
            try await twoEpochs(office, lines)
            let successor = try await Successor(of: "c1", at: enrolment, office)
            let answer = try await ReplacementTests.answer(successor, enrolment, office)
            let (request, slip, earlier) = (try successor.request.claimed(), successor.slip, answer.earlier)
            #expect(earlier.map(\.epoch) == [2, 1])
            _ = try answer.verified(for: request, slip: slip)
            let read = try EnrolmentAnswer(text: Array(answer.armored.utf8))
            #expect(read == answer)
            let stranger = Bytes(try Ed25519PrivateKey().publicKey.bytes)
            let (newest, first) = (earlier[0], earlier[1])
            let wrong = [
                [], [first], [first, newest], [newest, newest],
                [newest, EarlierEpoch(epoch: 1, key: stranger, note: first.note)],
                [newest, EarlierEpoch(epoch: 1, key: first.key, note: newest.note)],
                [EarlierEpoch(epoch: 2, key: newest.key, note: Bytes([1])), first],
            ]
            for list in wrong {
                let other = with(answer, earlier: list)
                #expect(throws: EnrolmentError(.mismatch, "")) {
                    try other.verified(for: request, slip: slip)
                }
            }
        }
    }

    @Test func `an epoch that headquarters leaves out is missed: nothing is taken, and a finding says so`()
        async throws
    {
        let office = try await Office.founded()
        let bench = try await ConsoleBench(office)
        let (lines, enrolment) = (bench.lines, bench.enrolment)
        try await with([{ try await lines.service.run() }, { try await enrolment.run() }]) {
            try await twoEpochs(office, lines)
            var successor = try await Successor(of: "c1", at: enrolment, office)
            let answer = try await ReplacementTests.answer(successor, enrolment, office)
            let new = try successor.branch(
                with(answer, earlier: Array(answer.earlier.prefix(1))),
                of: office
            )
            let line = try new.line(to: lines.hub, of: office)
            try await with([{ await line.run() }]) {
                try await eventually("the newest epoch is back") {
                    let origin = try office.ledger.origins.acts(of: "c1", epoch: 2)
                    let status = try new.store.status(of: origin)
                    return status.map { $0.proved.size == $0.size(.witness) } == true
                }
                try await eventually("it is missed") {
                    new.ledger.view.custody.findings.contains {
                        $0.opened.note.contains("is not the record that officers ended")
                    }
                }
            }
            #expect(new.ledger.view.isInheriting && new.ledger.view.isRebuilding)
            #expect(new.ledger.view.takeDesk.isInheriting)
            try new.close()
            // Nor after a start.
            let again = try successor.branch(
                with(answer, earlier: Array(answer.earlier.prefix(1))),
                of: office
            )
            #expect(again.ledger.view.isInheriting)
        }
    }

    /// What headquarters' two logs say now, as a cabinet takes it in that holds so much of `authority`.
    private func obeyed(_ office: Office, from held: UInt64 = 0) async throws -> [Ingest] {
        var ingests: [Ingest] = []
        let logs = [(office.ledger.origins.authority, held), (try office.ledger.origins.policy("east"), 0)]
        for (origin, first) in logs {
            let offer = try #require(try await office.ledger.offer(origin, from: first)).offer
            let stretch = try await office.ledger.read(origin, from: first, byteCountMax: 1 << 20)
            let checkpoint = CheckpointOffer(
                note: try SignedNote(parsing: offer.note.bytes),
                from: first,
                path: offer.path.compactMap { Digest($0.bytes) }
            )
            ingests.append(
                Ingest(origin: origin, first: first, bundle: stretch.bundle, offer: checkpoint)
            )
        }
        return ingests
    }

    @Test func `a machine that hears of the next one hands nothing out, whatever epoch it has come to`()
        async throws
    {
        let office = try await Office.founded()
        let bench = try await ConsoleBench(office)
        let (lines, enrolment) = (bench.lines, bench.enrolment)
        try await with([{ try await lines.service.run() }, { try await enrolment.run() }]) {
            let old = try await twoEpochs(office, lines)
            let successor = try await Successor(of: "c1", at: enrolment, office)
            _ = try await ReplacementTests.answer(successor, enrolment, office)
            try await old.ledger.rotate()
            #expect(old.ledger.view.epoch == 3 && !old.ledger.view.takeDesk.isReplaced)
            let held = old.ledger.view.obeyed.standing.size
            _ = try old.store.ingest([try #require(try await obeyed(office, from: held).first)])
            try await old.ledger.obey()
            #expect(old.ledger.view.takeDesk.isReplaced)
        }
    }

    @Test func `a machine cites nothing before it has read its own enrolment`() async throws {
        let office = try await Office.founded()
        let bench = try await ConsoleBench(office)
        let (lines, enrolment) = (bench.lines, bench.enrolment)
        try await with([{ try await lines.service.run() }, { try await enrolment.run() }]) {
            try await twoEpochs(office, lines)
            let before = try await obeyed(office)
            var successor = try await Successor(of: "c1", at: enrolment, office)
            let answer = try await ReplacementTests.answer(successor, enrolment, office)
            let new = try successor.branch(answer, of: office)
            for ingest in before {
                _ = try new.store.ingest([ingest])
                try await new.ledger.obey()
            }
            #expect(new.ledger.view.obeyed.policy.size > 0 && new.ledger.view.takeDesk.isInheriting)
            @Sendable func heads() async throws -> ObeyedHeads? {
                try await new.append(.started)
                let last = new.ledger.view.head.size - 1
                let record = try new.store.record(at: last, of: new.ledger.view.acts)
                return try #require(record).opened().leaf.header.obeyedHeads
            }
            // Its signature would be judged by the key of the machine before.
            #expect(try await heads() == nil)
            let line = try new.line(to: lines.hub, of: office)
            try await with([{ await line.run() }]) {
                try await eventually("the record is back") { !new.ledger.view.isInheriting }
                #expect(try await heads() != nil)
                try await eventually("both say the same") {
                    office.ledger.view.cabinets["c1"]?.custody == new.ledger.view.custody
                }
            }
            #expect(new.ledger.view.custody.unattestedCount == 0)
        }
    }
}
