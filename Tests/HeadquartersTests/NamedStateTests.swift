import Authority
import Cryptography
import Custody
import Enrolment
import Records
import Replication
import Simulation
import Store
import Testing

@testable import CabinetAppliance
@testable import Custody
@testable import Headquarters

/// The states that a cabinet names in its acts, held against headquarters' own fold of them.
@Suite(.timeLimit(.minutes(5))) struct NamedStateTests {
    /// A cabinet that stores its state, and a headquarters; either may start anew.
    private struct Pair {
        let office: Office
        let secrets: CabinetSecrets
        var branch: Branch
        var ledger: HeadquartersLedger
        private var states: ProjectionFile
        private var visitCount: UInt8 = 0

        init() async throws {
            office = try await Office.founded()
            secrets = try await office.enrol("c1")
            ledger = office.ledger
            states = try ProjectionFile(path: office.folder + "/c1-states.sqlite")
            branch = try Branch("c1", of: office, secrets: secrets, states: states)
        }

        mutating func startCabinet() throws {
            try branch.close()
            try states.close()
            states = try ProjectionFile(path: office.folder + "/c1-states.sqlite")
            branch = try Branch("c1", of: office, secrets: secrets, states: states)
        }

        mutating func startHeadquarters() async throws {
            ledger = try await Office.open(office.folder, office.keys, office.root, office.clock)
        }

        /// A visit of the seal, or the beginning of one.
        mutating func visit(_ generator: inout SeededGenerator) async throws {
            visitCount += 1
            let subject = Subject(
                seal: Written.seal,
                visit: Identifier([UInt8](repeating: visitCount, count: 16)),
                drawer: UInt64.random(in: 1...2, using: &generator)
            )
            func draft(_ kind: RecordKind, _ detail: CBOR) -> Draft {
                Draft(
                    .custody,
                    kind,
                    actor: Actor(person: Written.person),
                    subject: subject,
                    detail: detail,
                    isSigned: true
                )
            }
            let isTake = Bool.random(using: &generator)
            let outcome = Int64.random(in: 0..<5, using: &generator)
            let ended =
                isTake
                ? TakeEnded(outcome: .init(rawValue: outcome) ?? .taken, reading: .empty).canonical
                : ReturnEnded(outcome: .init(rawValue: outcome) ?? .proved, reading: .ill).canonical
            try await branch.ledger.append([
                draft(isTake ? .takeBegun : .returnBegun, VisitBegun(persons: []).canonical)
            ])
            guard Int.random(in: 0..<4, using: &generator) > 0 else { return }
            try await branch.ledger.append([draft(isTake ? .takeEnded : .returnEnded, ended)])
        }

        /// Sends what is not at headquarters yet, at most so many bytes of it.
        func send(byteCountMax: Int = 1 << 20) async throws {
            let origin = branch.ledger.view.acts
            let from = try await ledger.witnessedHead(of: origin).size
            let (offer, _) = try await branch.ledger.offer(origin, from: from)
            let checkpoint = CheckpointOffer(
                note: try SignedNote(parsing: offer.note.bytes),
                from: offer.from,
                path: offer.path.compactMap { Digest($0.bytes) }
            )
            let held = ledger.view.cabinets["c1"]?.mirroredSize ?? 0
            let stretch = try await branch.ledger.records(of: origin, from: held, byteCountMax: byteCountMax)
            _ = try await ledger.ingest([
                CabinetIngest(Ingest(origin: origin, offer: checkpoint), of: "c1"),
                CabinetIngest(
                    Ingest(
                        origin: origin,
                        first: stretch.first,
                        bundle: stretch.bundle,
                        checkpoint: stretch.checkpoint
                    ),
                    of: "c1"
                ),
            ])
        }

        func sendAll() async throws {
            for _ in 0..<20 where ledger.view.cabinets["c1"]?.mirroredSize != branch.ledger.view.head.size {
                try await send()
            }
            try #require(ledger.view.cabinets["c1"]?.mirroredSize == branch.ledger.view.head.size)
            await ledger.projectAll()
        }

        /// Stores a custody state as the program does, and names it by a leaf.
        func name(_ custody: CustodyState, version: UInt64 = CustodyState.version) async throws {
            let view = branch.ledger.view
            let parts = LedgerStart<EvidenceFile>.parts(obeyed: view.obeyed, custody: custody)
            let manifest = StateManifest(
                version: version,
                pieces: parts.map { StateManifest.Piece(name: $0.name, digest: $0.digest) }
            )
            let kept = KeptState(index: view.custody.size, manifest: manifest)
            try states.keep(kept, of: view.acts, parts: parts)
            let detail = StateNamed(manifest).canonical
            try await branch.ledger.append([
                Draft(.system, .stateNamed, actor: Actor(component: "ledger"), detail: detail)
            ])
        }

        var differences: [String] {
            ledger.view.desks.findings.filter { $0.opened.kind == .stateDiffers && $0.cabinet == "c1" }
                .map(\.opened.note)
        }
    }

    @Test(arguments: UInt64(1)...6)
    func `what an honest cabinet names is what headquarters folds, in any portions and over any starts`(
        seed: UInt64
    ) async throws {
        var generator = SeededGenerator(seed: seed)
        var pair = try await Pair()
        for _ in 0..<50 {
            switch Int.random(in: 0..<12, using: &generator) {
            case 0...4: try await pair.visit(&generator)
            case 5: try await pair.branch.raise(.forced, "drawn")
            case 6, 7: try await pair.branch.ledger.nameState()
            case 8: try pair.startCabinet()
            case 9: try await pair.startHeadquarters()
            case 10: try await pair.send(byteCountMax: Int.random(in: 1..<4_000, using: &generator))
            default: _ = await pair.ledger.project(countMax: Int.random(in: 1..<9, using: &generator))
            }
        }
        try await pair.branch.ledger.nameState()
        try await pair.sendAll()
        #expect(pair.ledger.view.cabinets["c1"]?.custody == pair.branch.ledger.view.custody)
        #expect(pair.ledger.view.desks.findings.isEmpty)
        // What is compared is this very digest: another one at the same place is found.
        let custody = pair.branch.ledger.view.custody
        try await pair.name(CustodyState(cabinet: "c1"))
        try await pair.sendAll()
        let own = StatePart(name: CustodyState.pieceName, custody).digest
        #expect(pair.differences.count == 1)
        #expect(pair.differences.first?.contains("headquarters \(own)") == true)
    }

    @Test func `a cabinet whose stored fold is falsified, and the leaf with it, is found with both digests`()
        async throws
    {
        var generator = SeededGenerator(seed: 1)
        var pair = try await Pair()
        for _ in 0..<9 { try await pair.visit(&generator) }
        let custody = pair.branch.ledger.view.custody
        #expect(!custody.seals.isEmpty)
        var falsified = custody
        falsified.seals = [:]
        try await pair.name(falsified)
        // The cabinet itself believes it: its own log names these bytes.
        try pair.startCabinet()
        #expect(pair.branch.ledger.view.custody.seals.isEmpty)
        #expect(pair.branch.ledger.view.custody.findings.isEmpty)
        try await pair.sendAll()
        let digests = [falsified, custody].map { StatePart(name: CustodyState.pieceName, $0).digest }
        for digest in digests { #expect(pair.differences.first?.contains("\(digest)") == true) }
        #expect(pair.ledger.view.cabinets["c1"]?.custody.seals == custody.seals)
        // Once for this log, whatever it names later, and over a start.
        try await pair.branch.raise(.forced, "later")
        try await pair.branch.ledger.nameState()
        try await pair.sendAll()
        try await pair.startHeadquarters()
        await pair.ledger.projectAll()
        _ = try await pair.ledger.missing([], shownBy: "c1")
        #expect(pair.differences.count == 1)
    }

    @Test func `what another program has folded in its own way is not compared`() async throws {
        let pair = try await Pair()
        try await pair.branch.append(.started)
        try await pair.name(CustodyState(cabinet: "c1"), version: CustodyState.version + 1)
        try await pair.sendAll()
        #expect(pair.ledger.view.cabinets["c1"]?.custody.size == 2)
        #expect(pair.differences.isEmpty)
    }
}
