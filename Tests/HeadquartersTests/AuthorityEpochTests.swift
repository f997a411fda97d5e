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

/// Owners let `authority` go on in a later epoch: real files, real lines.
@Suite(.timeLimit(.minutes(3))) struct AuthorityEpochTests {
    /// A headquarters that was put back, and knows from the head that a cabinet showed what it has forgotten of `authority`.
    struct Put {
        let past: RestoredHeadquartersTests.Past
        let office: Office
        let ended: Origin
        let shown: Checkpoint

        init(hasNoted: Bool = false) async throws {
            past = try await RestoredHeadquartersTests.Past(hasNoted: hasNoted)
            office = try await past.office.restored(from: past.backup)
            ended = office.ledger.origins.authority
            let size = past.office.ledger.view.standing.size
            let offer = try #require(try await past.office.ledger.offer(ended, from: size)).offer
            shown = try Checkpoint(SignedNote(parsing: offer.note.bytes))
            _ = try await office.ledger.missing([offer.note.bytes], shownBy: "c1")
        }

        init(_ past: RestoredHeadquartersTests.Past, _ office: Office, _ ended: Origin, shown: [UInt8]) throws
        {
            (self.past, self.office, self.ended) = (past, office, ended)
            self.shown = try Checkpoint(SignedNote(parsing: shown))
        }

        /// Opens the next epoch of `authority`, has the branch give the policy back, and then opens those of `acts` and `receipts`, of
        /// which the branch has seen later heads.
        func open() async throws -> LogEpoch {
            let ledger = office.ledger
            let statement = try await ledger.layOutAuthorityEpoch(without: ["c1"])
            try await office.give(statement, by: office.ownerPair)
            let (lines, size) = (try Lines(office), past.office.ledger.view.policies["east"]?.size)
            let line = try past.branch.line(to: lines.hub, of: office)
            try await with([{ try await lines.service.run() }, { await line.run() }]) {
                try await eventually("the policy is back") { ledger.view.policies["east"]?.size == size }
            }
            try await office.give(try await ledger.layOutEpochs(), by: office.ownerPair)
            return try #require(statement.epochs.first)
        }

        /// The branch over a line, until it obeys what headquarters has.
        func connect(_ office: Office, _ branch: Branch) async throws {
            let lines = try Lines(office)
            let line = try branch.line(to: lines.hub, of: office)
            try await with([{ try await lines.service.run() }, { await line.run() }]) {
                try await eventually("the cabinet obeys the next epoch") {
                    let (obeyed, view) = (branch.ledger.view.obeyed, office.ledger.view)
                    return obeyed.authorityEpoch == view.standing.epoch(of: .authority)
                        && obeyed.standing.size == view.standing.size
                        && obeyed.policy.size == view.policies["east"]?.size
                }
            }
        }
    }

    static let next = "example.org/hq/authority/e2"

    @Test
    func `authority goes on with what is here, keeps the places of what is lost, and stays so over starts`()
        async throws
    {
        let put = try await Put()
        let (office, ledger) = (put.office, put.office.ledger)
        let here = try #require(try ledger.store.status(of: put.ended)).head
        // A cabinet has shown that it can give the rest back.
        await #expect(throws: HeadquartersError(.unavailable, "")) {
            try await ledger.layOutAuthorityEpoch()
        }
        let statement = try await ledger.layOutAuthorityEpoch(without: ["c1"])
        let epoch = try #require(statement.epochs.first)
        #expect(statement.epochs.count == 1 && epoch.origin == Self.next)
        #expect(epoch.last == CitedHead(origin: put.ended.text, size: here.size, root: here.root))
        #expect(epoch.cut == CitedHead(put.shown) && epoch.cut.size > here.size)
        // One owner, or officers, open nothing, and nothing is begun.
        for keys in [[office.owners[0]], office.officers] {
            await #expect(throws: HeadquartersError(.refused, "")) {
                try await office.give(statement, by: keys)
            }
        }
        #expect(try ledger.store.status(of: Origin(Self.next)) == nil)

        let given = try await office.give(statement, by: office.ownerPair)
        #expect(given.origin.text == Self.next && given.index == epoch.cut.size)
        let again = try await Office.open(office.folder, office.keys, office.root, office.clock)
        for opened in [ledger, again] {
            #expect(opened.origins.authority.text == Self.next)
            #expect(opened.view.standing.size == epoch.cut.size + 1)
            #expect(opened.view.standing.logKey(.authority, epoch: 2) == epoch.key)
            #expect(opened.view.standing.cabinets["c1"] != nil)
        }
        let (old, new) = (
            try PolicyEpochTests.records(put.ended, at: office),
            try PolicyEpochTests.records(Origin(Self.next), at: office)
        )
        #expect(Array(new.prefix(old.count)) == old && old.count == Int(here.size))
        let lost = try new.dropFirst(old.count).dropLast().map { try $0.opened().kind()?.kind }
        #expect(lost == [RecordKind?](repeating: .leafLost, count: Int(epoch.cut.size - here.size)))
        // The next thing that is taken stands behind it, and the same statement opens nothing twice.
        try await PolicyEpochTests.suspend(id(9_999), at: office)
        try await ledger.noteHeads()
        #expect(ledger.view.standing.size > epoch.cut.size + 1)
        await #expect(throws: HeadquartersError(.refused, "")) {
            try await office.give(statement, by: office.ownerPair)
        }
        withExtendedLifetime(again) {}
    }

    @Test func `a cabinet that had obeyed lost leaves follows, keeps what they took, and says so`()
        async throws
    {
        let put = try await Put()
        let (branch, person) = (put.past.branch, put.past.person)
        #expect(branch.ledger.view.obeyed.standing.removedGeneration(of: person) == 1)
        let epoch = try await put.open()
        #expect(put.office.ledger.view.standing.removedGeneration(of: person) == nil)
        try await put.connect(put.office, branch)
        let obeyed = branch.ledger.view.obeyed
        #expect(obeyed.authorityEpoch == 2 && obeyed.standing.removedGeneration(of: person) == 1)
        #expect(obeyed.loss?.sharedSize == epoch.last.size && obeyed.loss?.isUnreadable == false)
        #expect(obeyed.lacking.isEmpty && !branch.ledger.view.takeDesk.missesCriticalRecord)
        let findings = branch.ledger.view.custody.findings.map(\.opened)
        #expect(findings.map(\.kind) == [.leavesLost])
        #expect(findings.first?.note.contains("\(Self.next) goes on without") == true)
        // A start comes to the same, and says it no second time.
        try branch.close()
        let again = try Branch("c1", of: put.past.office, secrets: branch.secrets)
        #expect(again.ledger.view.obeyed == obeyed)
        try await again.ledger.obey()
        #expect(again.ledger.view.custody.findings.count == findings.count)
        // What is written from here on cites the new epoch, and headquarters takes it.
        try await again.append(.started)
        let lines = try Lines(put.office)
        let line = try again.line(to: lines.hub, of: put.office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await RestoredHeadquartersTests.Past.meet(put.office, again)
            try await eventually("the cabinet has its time") {
                again.ledger.present.contactAgeSeconds != nil
            }
        }
        let size = again.ledger.view.head.size
        let last = try #require(try again.store.record(at: size - 1, of: again.ledger.view.acts)).opened()
        #expect(last.leaf.header.obeyedHeads?.authorityEpoch == 2)
    }

    @Test func `a headquarters that was put back to before the change takes the new epoch back whole`()
        async throws
    {
        let put = try await Put()
        let backup = try put.office.backup()
        let epoch = try await put.open()
        try await put.connect(put.office, put.past.branch)
        try await PolicyEpochTests.suspend(id(9_999), at: put.office)
        try await put.office.ledger.noteHeads()
        try await put.connect(put.office, put.past.branch)
        let whole = put.office.ledger.view.standing
        // The same backup once more: of the new epoch it knows the key and nothing else.
        let office = try await put.past.office.restored(from: backup)
        let ledger = office.ledger
        #expect(ledger.origins.authority == put.ended)
        let lines = try Lines(office)
        let line = try put.past.branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("authority is back") { ledger.view.standing.size == whole.size }
        }
        #expect(ledger.origins.authority.text == Self.next)
        #expect(ledger.view.standing.logKey(.authority, epoch: 2) == epoch.key)
    }

    @Test func `of two histories owners let the one here go on, and cabinets of the other follow`()
        async throws
    {
        let past = try await RestoredHeadquartersTests.Past(hasNoted: true)
        let office = try await past.office.restored(from: past.backup)
        let (ended, ledger) = (office.ledger.origins.authority, office.ledger)
        // Somebody is removed before the cabinet has greeted.
        let removed = PersonInGeneration(person: id(8_888), generation: 1)
        _ = try await ledger.takeAway(
            Draft(
                .taking,
                .personRemoved,
                isCritical: true,
                actor: Actor(component: "test"),
                detail: removed.canonical
            ),
            because: "离职"
        )
        let shared = ledger.view.standing.size - 1
        let size = past.office.ledger.view.standing.size
        let offer = try #require(try await past.office.ledger.offer(ended, from: size)).offer
        let missing = try #require(try await ledger.missing([offer.note.bytes], shownBy: "c1").first)
        let stretch = try await past.office.ledger.read(ended, from: missing.from, byteCountMax: 1 << 20)
        await #expect(throws: HeadquartersError(.refused, "")) {
            try await ledger.recover(ended, first: missing.from, stretch.bundle, from: "c1")
        }
        await #expect {
            try await ledger.record([])
        } throws: {
            "\($0)".contains("--authority")
        }
        let put = try Put(past, office, ended, shown: offer.note.bytes)
        let epoch = try await put.open()
        #expect(epoch.last.size == shared + 1)
        try await put.connect(office, past.branch)
        let obeyed = past.branch.ledger.view.obeyed
        #expect(obeyed.loss?.sharedSize == shared)
        for person in [past.person, id(8_888)] { #expect(obeyed.standing.removedGeneration(of: person) == 1) }
        let finding = past.branch.ledger.view.custody.findings.first { $0.opened.kind == .fork }
        #expect(finding?.opened.note.contains("from leaf \(shared) on") == true)
    }
}
