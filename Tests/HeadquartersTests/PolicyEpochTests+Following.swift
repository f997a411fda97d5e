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
@testable import Headquarters

/// Cabinets follow a later epoch of their site's policy, with what they had obeyed of the one before.
extension PolicyEpochTests {
    @Test
    func `a cabinet that had obeyed lost leaves keeps what they took, gives up what they gave, and says so`()
        async throws
    {
        let past = try await RestoredHeadquartersTests.Past(hasNoted: true)
        let (branch, before) = (past.branch, past.branch.ledger.view.obeyed.policy)
        #expect(before.isSuspended(seal: past.seal) && before.seals.count == 2)
        let restored = try await past.office.restored(from: past.backup)
        try await restored.takeBackAuthority(of: past.office)
        // Its only cabinet is broken: nobody will give the policy back.
        await restored.ledger.forgetMet()
        let statement = try await restored.ledger.layOutEpochs(without: ["c1"], policiesOf: ["east"])
        try await restored.give(statement, by: restored.ownerPair)
        #expect(restored.ledger.view.policies["east"]?.isSuspended(seal: past.seal) == false)

        // It comes all the same.
        let lines = try Lines(restored)
        let line = try branch.line(to: lines.hub, of: restored)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await Self.obeys(restored, branch)
            try await eventually("headquarters hears of it") {
                restored.ledger.view.cabinets["c1"]?.custody.findings.contains {
                    $0.opened.kind == .leavesLost
                } == true
            }
        }
        let policy = branch.ledger.view.obeyed.policy
        #expect(policy.epoch == 2 && policy.seals.keys.sorted() == [past.seal])
        #expect(policy.isSuspended(seal: past.seal))
        #expect(policy.carried.sharedSize == statement.epochs.last?.last.size)
        let findings = branch.ledger.view.custody.findings
        #expect(findings.map(\.opened.kind) == [.leavesLost])
        #expect(findings.first?.opened.note.contains("seals suspended: \(past.seal)") == true)

        // A start comes to the same, and says it no second time.
        try branch.close()
        let again = try Branch("c1", of: past.office, secrets: branch.secrets)
        #expect(again.ledger.view.obeyed == branch.ledger.view.obeyed)
        try await again.ledger.obey()
        #expect(again.ledger.view.custody.findings.count == 1)
        // People file it anew, and give what was lost.
        try await Self.suspend(past.seal, at: restored)
        let given = try await restored.furnish("c1", drawer: 2)
        let others = try Lines(restored)
        let second = try again.line(to: others.hub, of: restored)
        try await with([{ try await others.service.run() }, { await second.run() }]) {
            try await Self.obeys(restored, again)
        }
        #expect(again.ledger.view.obeyed.policy.seals[given.seal] != nil)
    }

    /// Two histories: headquarters was put back, and somebody wrote before the cabinet had greeted.
    private static func forked() async throws -> (
        office: Office, restored: Office, branch: Branch, seal: Identifier<Seal>, shared: UInt64
    ) {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let seal = try await office.furnish("c1").seal
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        let (backup, shared) = try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await obeys(office, branch)
            try await RestoredHeadquartersTests.Past.meet(office, branch)
            let backup = try office.backup()
            let shared = branch.ledger.view.obeyed.policy.size
            try await suspend(seal, at: office)
            _ = try await office.furnish("c1", drawer: 2)
            try await obeys(office, branch)
            return (backup, shared)
        }
        let restored = try await office.restored(from: backup)
        try await suspend(id(9_999), at: restored)
        return (office, restored, branch, seal, shared)
    }

    @Test func `another history of a policy is told as such, and owners let it go on where they say`()
        async throws
    {
        let (office, restored, branch, seal, shared) = try await Self.forked()
        let (origin, ledger) = (try restored.ledger.origins.policy("east"), restored.ledger)
        let offer = try #require(try await office.ledger.offer(origin, from: 0)).offer
        let missing = try #require(try await ledger.missing([offer.note.bytes], shownBy: "c1").first)
        #expect(missing.origin == origin && missing.from == shared + 1)
        await #expect(throws: HeadquartersError(.unavailable, "")) {
            try await ledger.layOutEpochs(policiesOf: ["east"])
        }
        let stretch = try await office.ledger.read(origin, from: missing.from, byteCountMax: 1 << 20)
        await #expect(throws: HeadquartersError(.refused, "")) {
            try await ledger.recover(origin, first: missing.from, stretch.bundle, from: "c1")
        }
        // A start does not forget it.
        let again = try await office.restored(from: restored.folder)
        await #expect {
            try await again.ledger.record([])
        } throws: {
            "\($0)".contains("hold of \(origin) leads elsewhere")
        }
        let statement = try await again.ledger.layOutEpochs(policiesOf: ["east"])
        #expect(statement.epochs.map(\.origin) == [try Self.next().text])
        let head = try Checkpoint(SignedNote(parsing: offer.note.bytes)).head
        #expect(statement.epochs[0].cut == CitedHead(origin: origin.text, size: head.size, root: head.root))
        try await again.give(statement, by: again.ownerPair)

        let lines = try Lines(again)
        let line = try branch.line(to: lines.hub, of: again)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await Self.obeys(again, branch)
            try await eventually("the cabinet says where they part") {
                branch.ledger.view.custody.findings.contains { $0.opened.kind == .fork }
            }
        }
        let policy = branch.ledger.view.obeyed.policy
        #expect(policy.epoch == 2 && policy.carried.sharedSize == shared)
        #expect(policy.isSuspended(seal: seal) && policy.isSuspended(seal: id(9_999)))
        let finding = try #require(branch.ledger.view.custody.findings.first { $0.opened.kind == .fork })
        #expect(finding.opened.note.contains("from leaf \(shared) on"))
        withExtendedLifetime(restored) {}
    }

    @Test func `an epoch that does not begin as owners let it is not obeyed, and is a finding`() async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let seal = try await office.furnish("c1").seal
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        let key = try Ed25519PrivateKey()
        let (old, next) = (try Self.next("east", 1), try Self.next())
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await Self.obeys(office, branch)
        }
        // A note that names what is obeyed renews the contact, as long as that is the epoch in force.
        #expect(try await Self.renewsContact(branch, of: office, after: 50_000))
        let head = try #require(try office.ledger.store.status(of: old)).head
        let last = CitedHead(origin: old.text, size: head.size, root: head.root)
        let paper = try Office.signed(
            LogEpochsStatement(
                head: office.head,
                reason: .restore,
                epochs: [
                    LogEpoch(
                        origin: next.text,
                        key: Bytes(key.publicKey.bytes),
                        last: last,
                        cut: last
                    )
                ]
            ),
            by: office.ownerPair
        )
        // Headquarters' own code would not begin it otherwise: whoever has its keys does.
        let draft = Draft(
            .giving,
            .logEpochs,
            isCritical: true,
            actor: Actor(component: "test"),
            detail: paper.canonical
        )
        try await office.ledger.appendAuthority([draft])
        let others = try Lines(office)
        let second = try branch.line(to: others.hub, of: office)
        try await with([{ try await others.service.run() }, { await second.run() }]) {
            try await eventually("the cabinet knows of the epoch") {
                branch.ledger.view.obeyed.standing.size == office.ledger.view.standing.size
            }
        }
        var records = try Self.records(old, at: office)
        let kept = records
        records.removeLast()
        records.append(contentsOf: [records[0], records[1]])
        func show(_ records: [Record], signedBy key: Ed25519PrivateKey) throws -> IngestOutcome? {
            var frontier = TreeFrontier()
            let bundle = try RecordBundle(records)
            _ = try frontier.grow(by: bundle.leafHashes)
            let note = try CheckpointSigner(origin: next, privateKey: key).sign(frontier.head)
            let offer = CheckpointOffer(note: note, from: 0, path: [])
            return try branch.store.ingest([
                Ingest(origin: next, offer: offer), Ingest(origin: next, first: 0, bundle: bundle),
            ]).first
        }
        // Under another key than the owners signed nothing of it is taken.
        if case .cosign? = try show(kept, signedBy: Ed25519PrivateKey())?.verdict {
            Issue.record("a stranger's head was taken")
        }
        _ = try show(records, signedBy: key)
        try await branch.ledger.obey()
        let view = branch.ledger.view
        #expect(view.obeyed.policy.epoch == 1 && view.obeyed.policy.seals[seal] != nil)
        #expect(view.custody.findings.map(\.opened.kind) == [.fork])
        try await branch.ledger.obey()
        #expect(branch.ledger.view.custody.findings.count == 1)
        // What is awaited of the new epoch is not there, so that the contact with headquarters runs out.
        #expect(try await branch.ledger.followedPolicy == next)
        #expect(try await !Self.renewsContact(branch, of: office, after: 60_000))
    }

    /// Whether a fresh note that names the policy as it is obeyed renews the cabinet's contact.
    private static func renewsContact(_ branch: Branch, of office: Office, after milliseconds: UInt64)
        async throws
        -> Bool
    {
        let (asked, view) = (branch.ledger.now + milliseconds, branch.ledger.view)
        func age() -> UInt64? { branch.ledger.view.time.contactAgeSeconds(atMonotonic: asked + 100_000) }
        let before = try #require(age())
        let obeyed = try await [
            (branch.ledger.obeyedAuthority, view.obeyed.standing.size),
            (branch.ledger.obeyedPolicy, view.obeyed.policy.size),
        ]
        let heads = try obeyed.map { origin, size in
            CitedHead(origin: origin.text, size: size, root: try branch.store.root(of: origin, size: size))
        }
        let note = FreshNote(
            organisation: Office.name,
            cabinet: "c1",
            nonce: Bytes([UInt8](repeating: 1, count: FreshNote.nonceByteCount)),
            time: office.clock.wallMilliseconds + Int64(milliseconds),
            heads: heads
        )
        try await branch.ledger.take(note, asked: asked, answered: asked)
        return try #require(age()) < before
    }

    @Test func `a headquarters that was put back to before it gets the new epoch back from its cabinet`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        _ = try await office.furnish("c1")
        let backup = try office.backup()
        let statement = try await office.ledger.layOutEpochs(because: .rotation, policiesOf: ["east"])
        try await office.give(statement, by: office.ownerPair)
        let given = try await office.furnish("c1", drawer: 2)
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await Self.obeys(office, branch)
        }
        let restored = try await office.restored(from: backup)
        #expect(try restored.ledger.origins.policy("east").epoch == 1)
        let others = try Lines(restored)
        let second = try branch.line(to: others.hub, of: restored)
        let old = office.ledger.view
        try await with([{ try await others.service.run() }, { await second.run() }]) {
            try await eventually("the epoch is back") {
                restored.ledger.view.policies["east"]?.epoch == 2
                    && restored.ledger.view.policies["east"]?.size == old.policies["east"]?.size
            }
        }
        #expect(restored.ledger.view.policies["east"]?.seals[given.seal] != nil)
        #expect(branch.ledger.view.custody.findings.isEmpty)
        let again = try await Office.open(restored.folder, restored.keys, restored.root, restored.clock)
        #expect(again.view.policies["east"]?.size == old.policies["east"]?.size)
    }

    @Test func `a cabinet without a line follows by stick`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        _ = try await office.furnish("c1")
        let lines = try Lines(office)
        for _ in 0..<2 { try await StickTests.carry(branch, lines, of: office) }
        #expect(branch.ledger.view.obeyed.policy.size == office.ledger.view.policies["east"]?.size)
        let statement = try await office.ledger.layOutEpochs(because: .rotation, policiesOf: ["east"])
        try await office.give(statement, by: office.ownerPair)
        _ = try await office.furnish("c1", drawer: 2)
        let others = try Lines(office)
        // The first brings the statement, the second the epoch.
        for _ in 0..<2 {
            let (up, down) = try await StickTests.carry(branch, others, of: office)
            #expect(up.refusal == nil && down.refusal == nil)
        }
        #expect(branch.ledger.view.obeyed.policy == office.ledger.view.policies["east"])
        #expect(branch.ledger.view.custody.findings.isEmpty)
    }

    /// A headquarters that was put back to before its policy went on in a second epoch, and knows that it did.
    private static func putBack(before secondBackup: Bool) async throws -> (
        whole: Office, restored: Office, statement: LogEpochsStatement, backup: TreeHead
    ) {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        let early = try office.backup()
        _ = try await office.furnish("c1")
        let backup = secondBackup ? early : try office.backup()
        let statement = try await office.ledger.layOutEpochs(because: .rotation, policiesOf: ["east"])
        // Before any head of it was noted.
        let draft = Draft(
            .giving,
            .logEpochs,
            isCritical: true,
            actor: Actor(component: "test"),
            detail: try Office.signed(statement, by: office.ownerPair).canonical
        )
        try await office.ledger.appendAuthority([draft])
        let restored = try await office.restored(from: backup)
        let head = try #require(try restored.ledger.store.status(of: Self.next("east", 1))).head
        try await restored.takeBackAuthority(of: office)
        return (office, restored, statement, head)
    }

    @Test(arguments: [true, false])
    func
        `an epoch in force that was begun elsewhere is waited for, with the leaves that are here of the one before`(
            isShort: Bool
        ) async throws
    {
        let (whole, restored, statement, head) = try await Self.putBack(before: isShort)
        #expect(head.size < statement.epochs[0].last.size || !isShort)
        #expect(try restored.ledger.origins.policy("east") == Self.next())
        await #expect(throws: HeadquartersError(.unavailable, "")) {
            _ = try await restored.furnish("c1", drawer: 3)
        }
        let again = try await restored.restored(from: restored.folder)
        await #expect(throws: HeadquartersError(.unavailable, "")) { try await again.ledger.record([]) }
        #expect(try again.ledger.store.status(of: Self.next())?.head == head)
        // Nobody can give the rest back: the third goes on with what is here, and nobody has to give all of it anew.
        await again.ledger.forgetMet()
        let third = try await again.ledger.layOutEpochs(without: ["c1"], policiesOf: ["east"])
        #expect(third.epochs.map(\.origin) == [try Self.next("east", 3).text])
        #expect(third.epochs[0].last.size == head.size && third.epochs[0].last.root == head.root)
        try await again.give(third, by: again.ownerPair)
        #expect(again.ledger.view.policies["east"]?.seals.count == (isShort ? 0 : 1))
        _ = try await again.furnish("c1", drawer: 3)
        withExtendedLifetime(whole) {}
    }

    @Test func `other leaves than those with which owners let an epoch begin are not taken for its own`()
        async throws
    {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        let backup = try office.backup()
        _ = try await office.furnish("c1")
        let statement = try await office.ledger.layOutEpochs(because: .rotation, policiesOf: ["east"])
        try await office.give(statement, by: office.ownerPair)
        let restored = try await office.restored(from: backup)
        // As many, and others.
        _ = try await restored.furnish("c1")
        let here = try #require(try restored.ledger.store.status(of: Self.next("east", 1))).head
        #expect(here.size == statement.epochs[0].last.size && here.root != statement.epochs[0].last.root)
        try await restored.takeBackAuthority(of: office)
        #expect(try restored.ledger.origins.policy("east") == Self.next())
        #expect(try restored.ledger.store.status(of: Self.next())?.head.size == 0)
    }
}
