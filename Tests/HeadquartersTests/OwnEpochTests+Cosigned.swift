import Authority
import Cryptography
import Custody
import FoundationEssentials
import Records
import Replication
import Store
import Testing

@testable import CabinetAppliance
@testable import Headquarters

/// What was cosigned before an epoch of `receipts` began, and what in it.
extension OwnEpochTests {
    /// A headquarters that was put back to before it cosigned the second and third act of a cabinet.
    struct Forgetful {
        let office: Office
        let restored: Office
        let branch: Branch
        /// The head of two acts, proved from the first, and the note of three.
        let two: CabinetIngest
        let three: SignedNote

        /// `ahead` is how far headquarters' clock was ahead when it cosigned.
        init(ahead: Int64 = 0) async throws {
            office = try await Office.founded()
            branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
            try await branch.append(.started)
            _ = try await branch.send(from: 0, to: office)
            let backup = try office.backup()
            try await branch.append(.started)
            two = try await branch.offer(to: office)
            try await branch.append(.started)
            office.clock.pass(ahead)
            three = try await branch.send(from: 1, to: office)
            office.clock.pass(-ahead)
            restored = try await office.restored(from: backup)
            _ = try await restored.ledger.missing([three.bytes], shownBy: "c1")
        }

        func witnessed(by ledger: HeadquartersLedger) throws -> SignedNote? {
            try ledger.store.status(of: branch.ledger.view.acts)?.notes[.witness]
        }
    }

    private static let year: Int64 = 365 * 86_400_000

    @Test func `what was cosigned before new epochs is not cosigned smaller after them`() async throws {
        let past = try await Forgetful()
        let (restored, ledger) = (past.restored, past.restored.ledger)
        #expect(await ledger.isShut)
        try await restored.give(try await ledger.layOutEpochs(), by: restored.ownerPair)
        // A disk that was put back to two acts, or another machine.
        let answer = try await ledger.ingest([past.two])[0]
        guard case .refuse(.smaller(3))? = answer.outcome.verdict else {
            Issue.record("the witness fell back: \(String(describing: answer.outcome.verdict))")
            return
        }
        #expect(try past.witnessed(by: ledger)?.bytes == past.three.bytes)
        _ = try await ledger.missing([past.three.bytes], shownBy: "c1")
        #expect(await !ledger.isShut)
        #expect(!FileManager.default.fileExists(atPath: "\(restored.folder)/missing"))
        let again = try await Office.open(restored.folder, restored.keys, restored.root, restored.clock)
        #expect(await !again.isShut)
        #expect(try past.witnessed(by: again)?.bytes == past.three.bytes)
        #expect(again.view.cabinets["c1"]?.current?.log.closed?.size == 3)
    }

    @Test func `a crash right behind the statement of new epochs forgets no head that was cosigned`()
        async throws
    {
        let past = try await Forgetful()
        let (restored, ledger) = (past.restored, past.restored.ledger)
        let statement = try await ledger.layOutEpochs()
        try await Self.begin(statement, at: restored)
        try await ledger.fileAlone(statement, by: restored.ownerPair)
        #expect(try past.witnessed(by: ledger).map { try Checkpoint($0).head.size } == 1)

        let again = try await Office.open(restored.folder, restored.keys, restored.root, restored.clock)
        #expect(again.origins.receipts.text == "example.org/hq/receipts/e2")
        #expect(await !again.isShut)
        #expect(try past.witnessed(by: again)?.bytes == past.three.bytes)
        _ = try await again.missing([past.three.bytes], shownBy: "c1")
        try await again.record([])
    }

    @Test func `what was kept before a statement that never came into force still shuts`() async throws {
        let past = try await Forgetful()
        let (restored, ledger) = (past.restored, past.restored.ledger)
        try await ledger.noteOpening(of: try await ledger.layOutEpochs())
        let again = try await Office.open(restored.folder, restored.keys, restored.root, restored.clock)
        #expect(await again.isShut)
        #expect(try past.witnessed(by: again).map { try Checkpoint($0).head.size } == 1)
    }

    @Test func `a clock that was a year ahead before new epochs does not shut headquarters after them`()
        async throws
    {
        let past = try await Forgetful(ahead: Self.year)
        let restored = past.restored
        try await restored.give(try await restored.ledger.layOutEpochs(), by: restored.ownerPair)
        for _ in 0..<2 {
            _ = try await restored.ledger.missing([past.three.bytes], shownBy: "c1")
            try await restored.ledger.record([])
        }
    }

    @Test func `a clock that was a year ahead when epochs were opened hides no later restore`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        office.clock.pass(Self.year)
        try await office.give(
            try await office.ledger.layOutEpochs(because: .rotation),
            by: office.ownerPair
        )
        office.clock.pass(-Self.year)
        let backup = try office.backup()
        try await branch.append(.started)
        let note = try await branch.send(from: 0, to: office)
        let restored = try await office.restored(from: backup)
        _ = try await restored.ledger.missing([note.bytes], shownBy: "c1")
        await #expect(throws: HeadquartersError(.unavailable, "")) { try await restored.ledger.record([]) }
        let third = try await restored.ledger.layOutEpochs()
        #expect(third.epochs.last?.origin == "example.org/hq/receipts/e3")
    }

    @Test
    func `a cabinet that was left out shows its old head once, and from then on counts like all others`()
        async throws
    {
        let office = try await Office.founded()
        let branches = try await ["c1", "c2"].asyncMap {
            try Branch($0, of: office, secrets: try await office.enrol($0))
        }
        for branch in branches { try await branch.append(.started) }
        let backup = try office.backup()
        let notes = try await branches.asyncMap { try await $0.send(from: 0, to: office).bytes }
        let restored = try await office.restored(from: backup)
        let ledger = restored.ledger
        _ = try await ledger.missing([notes[0]], shownBy: "c1")
        try await restored.give(
            try await ledger.layOutEpochs(without: ["c2"]),
            by: restored.ownerPair
        )
        let before = try restored.backup()
        // It comes after all, first by stick, which proves nothing else of it.
        let again = try await Office.open(restored.folder, restored.keys, restored.root, restored.clock)
        for isOnStick in [true, true, false] {
            _ = try await again.missing([notes[1]], shownBy: "c2", onStick: isOnStick)
            #expect(await !again.isShut)
        }
        let origin = branches[1].ledger.view.acts
        let shown = try SignedNote(parsing: notes[1])
        #expect(try again.store.status(of: origin)?.notes[.witness]?.text == shown.text)
        // The mirror's lines are known as long as the leaves have not come again.
        let missing = "\(restored.folder)/missing"
        try FileManager.default.copyItem(atPath: missing, toPath: "\(before)/missing")
        for (branch, note) in zip(branches, notes) {
            _ = try await again.ingest([try await branch.data(from: 0, to: office)])
            _ = try await again.missing([note], shownBy: branch.name)
        }
        #expect(!FileManager.default.fileExists(atPath: missing))
        // A head of it that was cosigned in the new epoch and forgotten then shuts, as with all others.
        try await branches[1].append(.stopped)
        let head = try await branches[1].ledger.offer(origin, from: 1).offer
        let offer = CheckpointOffer(
            note: try SignedNote(parsing: head.note.bytes),
            from: 1,
            path: head.path.compactMap { Digest($0.bytes) }
        )
        let answers = try await again.ingest([CabinetIngest(Ingest(origin: origin, offer: offer), of: "c2")])
        let put = try await office.restored(from: before)
        _ = try await put.ledger.missing([try #require(answers[0].note).bytes], shownBy: "c2")
        #expect(await put.ledger.isShut)
        withExtendedLifetime(restored) {}
    }
}

extension Sequence where Self: Sendable, Element: Sendable {
    fileprivate func asyncMap<Value>(_ change: (Element) async throws -> Value) async throws -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await change(element)) }
        return values
    }
}

extension HeadquartersLedger {
    /// Files a statement of epochs as ``give(_:site:by:)`` does, up to the commit in `authority` and not a step further.
    fileprivate func fileAlone(_ statement: LogEpochsStatement, by keys: [Ed25519PrivateKey]) throws {
        let signed = try Office.signed(statement, by: keys)
        let draft = Draft(
            .giving,
            .logEpochs,
            isCritical: true,
            actor: Actor(component: "test"),
            detail: signed.canonical
        )
        try noteOpening(of: statement)
        _ = try authority.append([draft], at: reading, obeying: nil)
    }
}
