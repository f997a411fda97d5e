import Authority
import Cryptography
import Custody
import Enrolment
import Records
import Replication
import Store
import Testing

@testable import CabinetAppliance
@testable import Headquarters

@Suite(.timeLimit(.minutes(2))) struct IngestingTests {
    /// A cabinet with records in steps; each step's checkpoint is stored with the next one.
    private func branch(_ name: String, of office: Office, steps: [Int]) async throws -> Branch {
        let branch = try Branch(name, of: office, secrets: try await office.enrol(name))
        for step in steps {
            try await branch.ledger.append(
                (0..<step).map { _ in Draft(.system, .started, actor: Actor(component: "test")) }
            )
        }
        return branch
    }

    private func cosigners(_ office: Office) throws -> HeadquartersCosigners {
        try HeadquartersCosigners(
            services: try #require(office.ledger.view.standing.services),
            organisation: Office.name
        )
    }

    @Test func `a backlog is mirrored on its way, and a new start goes on from there`() async throws {
        let office = try await Office.founded()
        let branch = try await branch("c1", of: office, steps: [256, 100])
        let first = try await branch.data(from: 0, to: office)
        #expect(first.ingest.bundle?.count == 256)
        let answers = try await office.ledger.ingest([try await branch.offer(to: office), first])
        let (witnessed, mirrored) = (try #require(answers[0].note), try #require(answers[1].note))
        #expect(try Checkpoint(witnessed).head.size == 356)
        #expect(try Checkpoint(mirrored).head.size == 256)
        let keys = try cosigners(office)
        #expect(
            try witnessed.verified(by: [keys.witness, keys.mirror]).keys.map(\.name) == [keys.witness.name]
        )
        #expect(
            try mirrored.verified(by: [keys.witness, keys.mirror]).keys.map(\.name) == [keys.mirror.name]
        )
        #expect(answers.map(\.mirroredSize) == [256, 256])
        #expect(try office.ledger.held(of: "c1").first?.size == 256)
        let again = try await Office.open(office.folder, office.keys, office.root, office.clock)
        #expect(again.view.cabinets["c1"]?.mirroredSize == 256)
        let rest = try await again.ingest([try await branch.data(from: 256, to: office)])
        let last = try #require(rest[0].note)
        #expect(try last.verified(by: [keys.witness, keys.mirror]).count == 2)
        #expect(rest[0].mirroredSize == 356)
    }

    @Test func `nothing is folded before it is cosigned, and everything after`() async throws {
        let office = try await Office.founded()
        let branch = try await branch("c1", of: office, steps: [300])
        let batch = [try await branch.offer(to: office), try await branch.data(from: 0, to: office)]
        _ = try await office.ledger.ingest(batch)
        #expect(office.ledger.view.cabinets["c1"]?.mirroredSize == 300)
        #expect(office.ledger.view.cabinets["c1"]?.custody.size == 0)
        #expect(await office.ledger.project(countMax: 200))
        #expect(office.ledger.view.cabinets["c1"]?.custody.size == 200)
        #expect(await !office.ledger.project(countMax: 200))
        #expect(office.ledger.view.cabinets["c1"]?.custody == branch.ledger.view.custody)
    }

    @Test func `a cabinet whose heads cannot be cosigned holds up no other of the batch`() async throws {
        let office = try await Office.founded()
        let honest = try await branch("c1", of: office, steps: [2])
        let other = try await branch("c2", of: office, steps: [3])
        let older = try await other.offer(to: office)
        try await other.append(.stopped)
        let origin = try office.ledger.origins.acts(of: "c2")
        let (newer, _) = try await other.ledger.offer(origin, from: 3)
        let newest = CheckpointOffer(
            note: try SignedNote(parsing: newer.note.bytes),
            from: 3,
            path: newer.path.compactMap { Digest($0.bytes) }
        )
        // Two heads of one log, and another signature of the log's own key over a root that its leaves do not have.
        let key = try other.secrets.logKey(.acts).privateKey
        let signer = try CheckpointSigner(origin: origin, privateKey: key)
        let stretch = try await other.ledger.records(of: origin, from: 0, byteCountMax: 1 << 20)
        let false2 = try signer.sign(TreeHead(size: 2, root: SHA256.hash([1])))
        let answers = try await office.ledger.ingest([
            try await honest.offer(to: office), try await honest.data(from: 0, to: office), older,
            CabinetIngest(Ingest(origin: origin, offer: newest), of: "c2"),
            CabinetIngest(
                Ingest(origin: origin, bundle: try stretch.bundle.slice(0..<2), checkpoint: false2),
                of: "c2"
            ),
        ])
        #expect(try Checkpoint(try #require(answers[0].note)).head.size == 2)
        for answer in answers[2...3] { #expect(try Checkpoint(try #require(answer.note)).head.size == 4) }
        let again = try await office.ledger.ingest([
            CabinetIngest(Ingest(origin: origin, bundle: stretch.bundle), of: "c2"),
            try await other.data(from: UInt64(stretch.bundle.count), to: office),
        ])
        #expect(again.last?.mirroredSize == 4)
    }

    @Test func `several cabinets share a commit, and each gets its own answer and receipt`() async throws {
        let office = try await Office.founded()
        var batch: [CabinetIngest] = []
        for name in ["c1", "c2", "c3"] {
            let branch = try await branch(name, of: office, steps: [2])
            batch.append(try await branch.data(from: 0, to: office))
            batch.append(try await branch.offer(to: office))
        }
        let receipts = try #require(office.ledger.view.heads[office.ledger.origins.receipts]).size
        let answers = try await office.ledger.ingest(batch)
        let keys = try cosigners(office)
        for (entry, answer) in zip(batch, answers) where entry.ingest.offer != nil {
            let note = try #require(answer.note)
            #expect(try Checkpoint(note).origin == entry.ingest.origin)
            #expect(try note.verified(by: [keys.witness, keys.mirror]).count == 2)
        }
        #expect(office.ledger.view.heads[office.ledger.origins.receipts]?.size == receipts + 3)
    }

    @Test func `what the store does not take takes nothing else with it when it comes alone`() async throws {
        let office = try await Office.founded()
        let branch = try await branch("c1", of: office, steps: [2])
        let good = try await branch.data(from: 0, to: office)
        let own = CabinetIngest(
            Ingest(origin: office.ledger.origins.acts, bundle: good.ingest.bundle),
            of: "c2"
        )
        await #expect(throws: RecordsError.self) { try await office.ledger.ingest([good, own]) }
        #expect(try office.ledger.store.status(of: good.ingest.origin)?.head.size == 0)
        _ = try await office.ledger.ingest([good])
        #expect(try office.ledger.store.status(of: good.ingest.origin)?.head.size == 2)
    }

    @Test func `records without their bodies are kept and not mirrored`() async throws {
        let office = try await Office.founded()
        let branch = try await branch("c1", of: office, steps: [3])
        let whole = try await branch.data(from: 0, to: office)
        let bundle = try #require(whole.ingest.bundle).erasingBodies(at: [1])
        let cut = CabinetIngest(Ingest(origin: whole.ingest.origin, bundle: bundle), of: "c1")
        let answers = try await office.ledger.ingest([cut, try await branch.offer(to: office)])
        #expect(answers[1].outcome.proved.size == 3)
        #expect(answers[1].mirroredSize == 1)
        let keys = try cosigners(office)
        #expect(try #require(answers[1].note).verified(by: [keys.witness, keys.mirror]).count == 1)
    }
}
