import Authority
import Cryptography
import Custody
import Records
import Replication
import Simulation
import Store
import Testing

@testable import CabinetAppliance
@testable import Headquarters

/// Acts and counts of several cabinets reach headquarters in any order, in any portions, twice, and over starts: custody and
/// results come to the same.
@Suite(.timeLimit(.minutes(5))) struct IngestMergeTests {
    /// More rounds than it takes until everything is here: in each, all portions come once more.
    private static let roundCountMax = 40

    private struct Scene {
        let office: Office
        let branches: [Branch]
        let run: CountRunState
    }

    /// Three cabinets with drawn acts, each with its answer to one count somewhere among them.
    private func scene(_ generator: inout SeededGenerator) async throws -> Scene {
        let office = try await Office.founded()
        var branches: [Branch] = []
        for name in ["c1", "c2", "c3"] {
            branches.append(try Branch(name, of: office, secrets: try await office.enrol(name)))
        }
        let (person, seal) = try await office.furnish("c1")
        let run = try await office.ledger.askCount(
            sites: ["east"],
            durationMilliseconds: 60_000,
            by: Actor(component: "test")
        )
        for (place, branch) in branches.enumerated() {
            let count = Int.random(in: 6..<30, using: &generator)
            let answered = Int.random(in: 0..<count, using: &generator)
            for number in 0..<count {
                var drafts = visit(number, person, seal, &generator)
                if number == answered { drafts.append(answer(run, seal, isThere: place != 1)) }
                try await branch.ledger.append(drafts)
            }
        }
        return Scene(office: office, branches: branches, run: run)
    }

    /// The beginning of a visit, its end, or both.
    private func visit(
        _ number: Int,
        _ person: Identifier<Person>,
        _ seal: Identifier<Seal>,
        _ generator: inout SeededGenerator
    ) -> [Draft] {
        let isTake = Bool.random(using: &generator)
        let subject = Subject(
            seal: seal,
            visit: Identifier([UInt8](repeating: 0, count: 15) + [UInt8(number)]),
            drawer: UInt64.random(in: 1...2, using: &generator)
        )
        let outcome = Int64.random(in: 0..<5, using: &generator)
        let ended: CBOR =
            isTake
            ? TakeEnded(outcome: TakeEnded.Outcome(rawValue: outcome) ?? .taken, reading: .empty).canonical
            : ReturnEnded(outcome: ReturnEnded.Outcome(rawValue: outcome) ?? .proved, reading: .ill).canonical
        let actor = Actor(person: person)
        let begun = VisitBegun(persons: []).canonical
        let drafts = [
            Draft(
                .custody,
                isTake ? .takeBegun : .returnBegun,
                actor: actor,
                subject: subject,
                detail: begun,
                isSigned: true
            ),
            Draft(
                .custody,
                isTake ? .takeEnded : .returnEnded,
                actor: actor,
                subject: subject,
                detail: ended,
                isSigned: true
            ),
        ]
        return Bool.random(using: &generator) ? drafts : [drafts[0]]
    }

    private func answer(_ run: CountRunState, _ seal: Identifier<Seal>, isThere: Bool) -> Draft {
        let drawer = CountedDrawer(
            drawer: 1,
            seal: seal,
            finding: isThere ? .present : .missing,
            reading: .empty,
            holder: nil
        )
        return Draft(
            .count,
            .countAnswered,
            actor: Actor(component: "count"),
            subject: Subject(run: run.asked.run),
            detail: CountAnswer(nonce: run.asked.nonce, drawers: [drawer]).canonical,
            isSigned: true
        )
    }

    @Test(arguments: UInt64(1)...12)
    func `any order, any duplication, any partition and any start between come to the same custody and count`(
        seed: UInt64
    ) async throws {
        var generator = SeededGenerator(seed: seed)
        let scene = try await scene(&generator)
        let (office, run) = (scene.office, scene.run.asked.run)
        var ledger = office.ledger
        var (rounds, batches) = (0, 0)
        // The deadline passes somewhere on the way: some answers come before the first result, and some after it.
        let deadline = Int.random(in: 0..<12, using: &generator)
        while !isWhole(scene, ledger), rounds < Self.roundCountMax {
            rounds += 1
            // Every portion once more, those that are known and those that leave a gap among them.
            var portions: [CabinetIngest] = []
            for branch in scene.branches { portions += try await self.portions(of: branch, &generator) }
            portions.shuffle(using: &generator)
            var rest = portions[...]
            while !rest.isEmpty {
                var batch = Array(rest.prefix(Int.random(in: 1...4, using: &generator)))
                rest = rest.dropFirst(batch.count)
                if Bool.random(using: &generator),
                    let branch = scene.branches.randomElement(using: &generator)
                {
                    batch.insert(try await head(of: branch, at: ledger), at: batch.startIndex)
                }
                _ = try await ledger.ingest(batch)
                if batches == deadline {
                    office.clock.pass(61_000)
                    try await ledger.tendCounts()
                }
                batches += 1
                switch Int.random(in: 0..<10, using: &generator) {
                case 0:
                    ledger = try await Office.open(office.folder, office.keys, office.root, office.clock)
                case 1...4: _ = await ledger.project(countMax: Int.random(in: 1..<9, using: &generator))
                case 5: try await ledger.tendCounts()
                default: break
                }
            }
        }
        try #require(isWhole(scene, ledger), "it did not come to an end in \(rounds) rounds")
        await ledger.projectAll()
        office.clock.pass(120_000)
        try await ledger.tendCounts()
        for branch in scene.branches {
            let copy = try #require(ledger.view.cabinets[branch.name])
            #expect(copy.custody == branch.ledger.view.custody, "\(branch.name)")
            #expect(copy.custody.counts[run]?.nonce == scene.run.asked.nonce)
            #expect(try ledger.store.disputes(of: branch.ledger.view.acts).isEmpty)
        }
        // Whichever answers came before the first result and whichever after it: the newest says the same.
        let state = try #require(ledger.view.desks.runs[run])
        let closed = try #require(state.closed)
        #expect([closed.equalCount, closed.differingCount, closed.unreachableCount] == [2, 1, 0])
        #expect(state.answers.mapValues(\.differenceCount) == ["c1": 0, "c2": 1, "c3": 0])
        #expect(ledger.view.desks.findings.allSatisfy { $0.opened.kind != .fork })
        let again = try await Office.open(office.folder, office.keys, office.root, office.clock)
        #expect(again.view.cabinets.mapValues(\.custody) == ledger.view.cabinets.mapValues(\.custody))
        #expect(again.view.desks.runs[run]?.answers == state.answers)
    }

    private func isWhole(_ scene: Scene, _ ledger: HeadquartersLedger) -> Bool {
        scene.branches.allSatisfy {
            ledger.view.cabinets[$0.name]?.mirroredSize == $0.ledger.view.head.size
        }
    }

    /// A cabinet's acts, cut anywhere, some portions reaching over others.
    private func portions(of branch: Branch, _ generator: inout SeededGenerator) async throws
        -> [CabinetIngest]
    {
        let origin = branch.ledger.view.acts
        let size = Int(branch.ledger.view.head.size)
        let whole = try await branch.ledger.records(of: origin, from: 0, byteCountMax: 1 << 20)
        let records = try branch.store.records(of: origin, from: 0, byteCountMax: 1 << 20).bundle
        #expect(records.count == size)
        var portions: [CabinetIngest] = []
        var start = 0
        while start < size {
            let end = Int.random(in: start + 1...size, using: &generator)
            let first = max(0, start - Int.random(in: 0..<4, using: &generator))
            let isWhole = first == Int(whole.first) && end - first == whole.bundle.count
            let ingest = Ingest(
                origin: origin,
                first: UInt64(first),
                bundle: try records.slice(first..<end),
                checkpoint: isWhole ? whole.checkpoint : nil
            )
            portions += Array(
                repeating: CabinetIngest(ingest, of: branch.name),
                count: Int.random(in: 1...2, using: &generator)
            )
            start = end
        }
        return portions
    }

    private func head(of branch: Branch, at ledger: HeadquartersLedger) async throws -> CabinetIngest {
        let origin = branch.ledger.view.acts
        let (offer, _) = try await branch.ledger.offer(
            origin,
            from: try await ledger.witnessedHead(of: origin).size
        )
        let checkpoint = CheckpointOffer(
            note: try SignedNote(parsing: offer.note.bytes),
            from: offer.from,
            path: offer.path.compactMap { Digest($0.bytes) }
        )
        return CabinetIngest(Ingest(origin: origin, offer: checkpoint), of: branch.name)
    }
}
