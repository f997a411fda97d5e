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

/// Cabinets go over to a later epoch of `authority`: by a line, by stick, and not to one that owners did not open.
extension AuthorityEpochTests {
    /// An office, and a branch that obeys all of it.
    private func obeying() async throws -> (office: Office, branch: Branch) {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        _ = try await office.furnish("c1")
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await PolicyEpochTests.obeys(office, branch)
        }
        return (office, branch)
    }

    /// How headquarters serves another tree under the name and key that owners signed.
    enum Forgery: CaseIterable {
        case withoutOpening
        case withoutOneLeaf

        var reason: String {
            switch self {
            case .withoutOpening: "no leaf of it opens it"
            case .withoutOneLeaf: "it does not begin with the leaves with which owners let it begin"
            }
        }

        func records(_ records: [Record], _ opening: Record, lost: Record) -> [Record] {
            switch self {
            case .withoutOpening: Array(records.dropLast())
            case .withoutOneLeaf: records.dropLast() + [lost, opening]
            }
        }
    }

    @Test(arguments: Forgery.allCases)
    func `what owners did not sign is not followed, and another tree is not obeyed`(_ forgery: Forgery)
        async throws
    {
        let (office, branch) = try await obeying()
        let ledger = office.ledger
        let statement = try await ledger.layOutAuthorityEpoch(because: .rotation)
        for keys in [office.officers, [office.owners[0]]] {
            let signed = try Office.signed(statement, by: keys)
            #expect(try await !branch.ledger.follow([signed]))
        }
        #expect(try await branch.ledger.followedAuthority == ledger.origins.authority)
        #expect(branch.ledger.view.custody.findings.map(\.opened.kind) == [.fork])
        let signed = try Office.signed(statement, by: office.ownerPair)
        #expect(try await branch.ledger.follow([signed]))
        let origin = try Origin(Self.next)
        let key = try office.keys.current.logKey(.authority, epoch: 2).privateKey
        let records = try PolicyEpochTests.records(ledger.origins.authority, at: office)
        var composer = Composer(
            origin: origin.text,
            boot: branch.boot,
            nextSequence: UInt64(records.count) - 1,
            lastTime: HybridTime(milliseconds: 0),
            actKey: nil
        )
        let reading = ClockReading(wallMilliseconds: 1, monotonicMilliseconds: 1, quality: .unknown)
        let (actor, detail) = (Actor(component: "test"), signed.canonical)
        let lost = try composer.compose(Draft(.system, .leafLost, actor: actor), at: reading, obeying: nil)
        let opening = try composer.compose(
            Draft(.giving, .logEpochs, isCritical: true, actor: actor, detail: detail),
            at: reading,
            obeying: nil
        )
        let bundle = try RecordBundle(forgery.records(records, opening, lost: lost))
        var frontier = TreeFrontier()
        _ = try frontier.grow(by: bundle.leafHashes)
        let note = try CheckpointSigner(origin: origin, privateKey: key).sign(frontier.head)
        _ = try await branch.ledger.store(
            Ingest(origin: origin, offer: CheckpointOffer(note: note, from: 0, path: []))
        )
        _ = try await branch.ledger.store(Ingest(origin: origin, first: 0, bundle: bundle, checkpoint: note))
        try await branch.ledger.obey()
        #expect(branch.ledger.view.obeyed.authorityEpoch == 1)
        #expect(branch.ledger.view.custody.findings.last?.opened.note.contains(forgery.reason) == true)
        // Said once.
        let count = branch.ledger.view.custody.findings.count
        try await branch.ledger.obey()
        #expect(branch.ledger.view.custody.findings.count == count)
    }

    @Test func `what witnesses had cosigned in the epoch before need not wait for them again`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        _ = try await office.furnish("c1")
        let witness = Witness(
            name: "\(Office.name)/cabinet/c1",
            key: Bytes(branch.secrets.witness.publicKey.bytes)
        )
        try await office.give(
            WitnessPolicyStatement(head: office.head, version: 1, witnesses: [witness]),
            by: office.ownerPair
        )
        // Behind the statement that names witnesses: it is given when they have cosigned it.
        _ = try await office.enrol("c2")
        let (ledger, lines) = (office.ledger, try Lines(office))
        #expect(ledger.view.standing.cabinets["c2"] == nil)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("c2 is given on both sides") {
                ledger.view.standing.cabinets["c2"] != nil
                    && branch.ledger.view.obeyed.standing.cabinets["c2"] != nil
            }
        }
        let statement = try await ledger.layOutAuthorityEpoch(because: .rotation)
        try await office.give(statement, by: office.ownerPair)
        let again = try await Office.open(office.folder, office.keys, office.root, office.clock)
        for opened in [ledger, again] {
            #expect(opened.view.standing.cabinets["c2"] != nil)
            #expect(opened.view.standing.witnessedSize == statement.epochs[0].last.size)
        }
        withExtendedLifetime(again) {}
    }

    @Test
    func `the key of authority is changed while nothing is missing, and cabinets follow without a word`()
        async throws
    {
        let (office, branch) = try await obeying()
        let before = branch.ledger.view.obeyed
        let statement = try await office.ledger.layOutAuthorityEpoch(because: .rotation)
        #expect(statement.epochs[0].last == statement.epochs[0].cut)
        try await office.give(statement, by: office.ownerPair)
        let again = try Lines(office)
        let second = try branch.line(to: again.hub, of: office)
        try await with([{ try await again.service.run() }, { await second.run() }]) {
            try await PolicyEpochTests.obeys(office, branch)
            try await branch.append(.started)
            try await RestoredHeadquartersTests.Past.meet(office, branch)
        }
        #expect(branch.ledger.view.obeyed.authorityEpoch == 2 && branch.ledger.view.obeyed.loss == nil)
        #expect(branch.ledger.view.obeyed.standing.size == before.standing.size + 1)
        #expect(branch.ledger.view.obeyed.policy.seals == before.policy.seals)
        #expect(branch.ledger.view.custody.findings.isEmpty)
    }

    @Test func `a cabinet without a line learns of it by one stick, and obeys it with the next`() async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        _ = try await office.furnish("c1")
        let lines = try Lines(office)
        for _ in 0..<2 { try await StickTests.carry(branch, lines, of: office) }
        let statement = try await office.ledger.layOutAuthorityEpoch(because: .rotation)
        try await office.give(statement, by: office.ownerPair)
        let later = try Lines(office)
        try await StickTests.carry(branch, later, of: office)
        #expect(try await branch.ledger.followedAuthority.text == Self.next)
        #expect(branch.ledger.view.obeyed.authorityEpoch == 1)
        let (_, report) = try await StickTests.carry(branch, later, of: office)
        #expect(report.refusal == nil && report.gaveTime)
        #expect(branch.ledger.view.obeyed.authorityEpoch == 2)
        #expect(branch.ledger.view.obeyed.policy.seals.count == 1)
        #expect(branch.ledger.view.custody.findings.isEmpty)
    }

    @Test
    func `a headquarters that does not know of the epoch that was announced is obeyed in the one before`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        _ = try await office.furnish("c1")
        let statement = try await office.ledger.layOutAuthorityEpoch(because: .rotation)
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await PolicyEpochTests.obeys(office, branch)
        }
        // Owners signed it, and it was announced before headquarters was put back.
        #expect(try await branch.ledger.follow([try Office.signed(statement, by: office.ownerPair)]))
        try await PolicyEpochTests.suspend(id(9_999), at: office)
        try await office.ledger.noteHeads()
        let again = try Lines(office)
        let second = try branch.line(to: again.hub, of: office)
        try await with([{ try await again.service.run() }, { await second.run() }]) {
            try await PolicyEpochTests.obeys(office, branch)
        }
        #expect(branch.ledger.view.obeyed.authorityEpoch == 1)
    }
}
