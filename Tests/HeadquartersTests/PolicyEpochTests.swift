import Authority
import CabinetAppliance
import Cryptography
import Custody
import Enrolment
import Records
import Replication
import Store
import Testing

@testable import Headquarters

/// Owners let a site's policy go on in a later epoch: real files, real lines.
@Suite(.timeLimit(.minutes(3))) struct PolicyEpochTests {
    static func next(_ site: String = "east", _ epoch: UInt64 = 2) throws -> Origin {
        try LogNames.policy(Office.name, site: site, epoch: epoch)
    }

    static func suspend(_ seal: Identifier<Seal>, at office: Office, site: String = "east") async throws {
        let suspension = Draft(
            .taking,
            .sealSuspended,
            isCritical: true,
            actor: Actor(component: "test"),
            subject: Subject(seal: seal)
        )
        _ = try await office.ledger.takeAway(suspension, at: site, because: "遗失")
    }

    /// Until a cabinet obeys all that headquarters has.
    static func obeys(_ office: Office, _ branch: Branch, site: String = "east") async throws {
        try await eventually("the cabinet obeys") {
            let (obeyed, view) = (branch.ledger.view.obeyed, office.ledger.view)
            return obeyed.standing.size == view.standing.size
                && obeyed.policy.epoch == view.policies[site]?.epoch
                && obeyed.policy.size == view.policies[site]?.size
        }
    }

    /// The records of a log as they lie here.
    static func records(_ origin: Origin, at office: Office) throws -> [Record] {
        var records: [Record] = []
        let size = try office.ledger.store.status(of: origin)?.head.size ?? 0
        try office.ledger.store.forEachRecord(of: origin, from: 0, to: size) { records.append($1) }
        return records
    }

    /// A headquarters that was put back behind the end of the policy of a site whose only cabinet is gone, and has `authority` back.
    struct Put {
        let whole: Office
        let office: Office
        let seal: Identifier<Seal>
        let secrets: CabinetSecrets

        init() async throws {
            whole = try await Office.founded()
            secrets = try await whole.enrol("c1")
            _ = try await whole.enrol("c2", site: "north")
            _ = try await whole.furnish("c2", site: "north")
            seal = try await whole.furnish("c1").seal
            let backup = try whole.backup()
            try await PolicyEpochTests.suspend(seal, at: whole)
            try await whole.ledger.noteHeads()
            office = try await whole.restored(from: backup)
            try await office.takeBackAuthority(of: whole)
            // It came by the test's hand, and c1 has greeted nobody.
            await office.ledger.forgetMet()
            try await office.ledger.meet("c2")
        }
    }

    @Test func `a policy that nobody gives back goes on with what is here, and other sites as before`()
        async throws
    {
        let put = try await Put()
        let (office, ledger) = (put.office, put.office.ledger)
        let origin = try ledger.origins.policy("east")
        let here = try #require(try ledger.store.status(of: origin)).head
        let statement = try await ledger.layOutEpochs(without: ["c1"], policiesOf: ["east"])
        #expect(
            statement.epochs.map(\.origin) == [
                "example.org/hq/acts/e2", "example.org/hq/receipts/e2", "example.org/hq/policy/east/e2",
            ]
        )
        let epoch = try #require(statement.epochs.last)
        let noted = try #require(ledger.view.standing.notedHead(of: origin))
        #expect(epoch.last == CitedHead(origin: origin.text, size: here.size, root: here.root))
        #expect(epoch.cut == noted && noted.size > here.size)

        // One owner, or officers, open nothing, and nothing is begun.
        for keys in [[office.owners[0]], office.officers] {
            await #expect(throws: HeadquartersError(.refused, "")) {
                try await office.give(statement, by: keys)
            }
        }
        #expect(try ledger.store.status(of: Self.next()) == nil)

        try await office.give(statement, by: office.ownerPair)
        let again = try await Office.open(office.folder, office.keys, office.root, office.clock)
        for opened in [ledger, again] {
            #expect(try opened.origins.policy("east") == Self.next())
            #expect(try opened.origins.policy("north").text == "example.org/hq/policy/north/e1")
            #expect(opened.view.policies["east"]?.seals[put.seal] != nil)
            #expect(opened.view.policies["north"]?.seals.count == 1)
        }
        let (old, new) = (try Self.records(origin, at: office), try Self.records(Self.next(), at: office))
        #expect(old.count == Int(here.size) && Array(new.prefix(old.count)) == old)
        let opening: EpochOpening? = try #require(new.dropFirst(old.count).first).opened().detail()
        #expect(
            opening?.lastCosigned == epoch.cut && opening?.lastOwn == epoch.last && opening?.key == epoch.key
        )
        #expect(opening?.previousOrigin == origin.text && opening?.reason == .restore)
        #expect(
            try opening?.nextKey.bytes
                == office.keys.current.logKey(.policy(site: "east"), epoch: 2).nextKey.bytes
        )
        // A second start, and people give and take as before.
        let restarted = try await put.whole.restored(from: office.folder)
        let given = try await restarted.furnish("c1", drawer: 7)
        try await Self.suspend(given.seal, at: restarted)
        #expect(restarted.ledger.view.policies["east"]?.isSuspended(seal: given.seal) == true)
        try await restarted.ledger.noteHeads()
        let size = restarted.ledger.view.policies["east"]?.size
        #expect(restarted.ledger.view.standing.notedHead(of: try Self.next())?.size == size)
        withExtendedLifetime(again) {}
    }

    @Test func `nothing is done without leaves that somebody may still give back`() async throws {
        let put = try await Put()
        let ledger = put.office.ledger
        // Not named, not greeted, not known, not missing.
        let error = await #expect(throws: HeadquartersError(.unavailable, "")) {
            try await ledger.layOutEpochs(without: ["c1"])
        }
        #expect(error.map { "\($0)".contains("policy/east/e1") && "\($0)".contains("--policy SITE") } == true)
        await #expect(throws: HeadquartersError(.unavailable, "")) {
            try await ledger.layOutEpochs(policiesOf: ["east"])
        }
        await #expect(throws: HeadquartersError(.notFound, "")) {
            try await ledger.layOutEpochs(without: ["c1"], policiesOf: ["south"])
        }
        await #expect(throws: HeadquartersError(.refused, "")) {
            try await ledger.layOutEpochs(without: ["c1"], policiesOf: ["east", "north"])
        }
        #expect(try ledger.store.status(of: Self.next()) == nil)
        // A cabinet shows that it has them: they are waited for, whatever people name.
        let origin = try ledger.origins.policy("east")
        let offer = try #require(try await put.whole.ledger.offer(origin, from: 0)).offer
        _ = try await ledger.missing([offer.note.bytes], shownBy: "c1")
        await #expect(throws: HeadquartersError(.unavailable, "")) {
            try await ledger.layOutEpochs(policiesOf: ["east"])
        }
        // Unless it is gone for good.
        let statement = try await ledger.layOutEpochs(without: ["c1"], policiesOf: ["east"])
        #expect(statement.epochs.count == 3)
    }

    @Test
    func `a key of a policy is changed while nothing is missing, and its cabinet follows without a word`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let person = try await ErasureTests.register(office)
        let seal = try await office.furnish("c1").seal
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await Self.obeys(office, branch)
        }
        #expect(branch.ledger.view.obeyed.policy.epoch == 1)
        let statement = try await office.ledger.layOutEpochs(because: .rotation, policiesOf: ["east"])
        #expect(statement.epochs.map(\.origin) == ["example.org/hq/policy/east/e2"])
        #expect(statement.epochs[0].last == statement.epochs[0].cut)
        let old = try await office.ledger.layOutEpochs(because: .rotation, policiesOf: ["east"])
        try await office.give(statement, by: office.ownerPair)
        // The same again, and one that was laid out before, are not the next.
        await #expect(throws: HeadquartersError(.refused, "")) {
            try await office.give(old, by: office.ownerPair)
        }
        let other = try await office.furnish("c1", drawer: 2)

        let again = try Lines(office)
        let second = try branch.line(to: again.hub, of: office)
        try await with([{ try await again.service.run() }, { await second.run() }]) {
            try await Self.obeys(office, branch)
            try await eventually("the cabinet has its time") {
                branch.ledger.present.contactAgeSeconds != nil
            }
            try await branch.append(.started)
            try await RestoredHeadquartersTests.Past.meet(office, branch)
            // Who is erased now is erased in both epochs, on both sides.
            try await ErasureTests.erase(person, office)
            try await Self.obeys(office, branch)
            let name = Array(ErasureTests.name.utf8)
            try await eventually("the cabinet has erased the keys") {
                try (1...2).allSatisfy { epoch in
                    try branch.store.keyLeaves(of: person, in: Self.next("east", UInt64(epoch))).isEmpty
                }
            }
            #expect(try !ErasureTests.lies(name, in: office.folder, "evidence.sqlite"))
        }
        for epoch in UInt64(1)...2 {
            #expect(try office.ledger.store.keyLeaves(of: person, in: Self.next("east", epoch)).isEmpty)
        }
        let view = branch.ledger.view
        #expect(view.obeyed.policy.seals.keys.sorted() == [seal, other.seal].sorted())
        #expect(view.custody.findings.isEmpty && view.obeyed.policy.carried.isEmpty)
        #expect(!office.ledger.view.desks.findings.contains { $0.opened.kind == .fork })
        // Acts cite the epoch that was obeyed, with the root of its leaves.
        let last = try #require(
            try branch.store.record(at: view.head.size - 1, of: office.ledger.origins.acts(of: "c1"))
        ).opened().leaf.header.obeyedHeads
        #expect(last?.policyEpoch == 2)
        // Of an epoch that owners have ended nobody waits for anything: a greeting goes on at once.
        let (first, ledger) = (try Self.next("east", 1), office.ledger)
        let bundle = try RecordBundle(Array(Self.records(first, at: office).prefix(1)))
        #expect(try await ledger.recover(first, first: 0, bundle, from: "c1") == .max)
    }

    @Test func `what begins under a statement that never came into force makes way`() async throws {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        _ = try await office.furnish("c1")
        let early = try await office.ledger.layOutEpochs(because: .rotation, policiesOf: ["east"])
        try await Self.begin(early, at: office)
        #expect(try office.ledger.store.status(of: Self.next()) != nil)
        // A crash came before the statement: a start goes on in the first epoch.
        let again = try await office.restored(from: office.folder)
        #expect(try again.ledger.origins.policy("east").epoch == 1)
        _ = try await again.furnish("c1", drawer: 2)
        await #expect(throws: HeadquartersError(.refused, "")) {
            try await again.give(early, by: office.ownerPair)
        }
        let late = try await again.ledger.layOutEpochs(because: .rotation, policiesOf: ["east"])
        #expect(late.epochs[0].key == early.epochs[0].key && late.epochs[0].last != early.epochs[0].last)
        try await again.give(late, by: office.ownerPair)
        let size = late.epochs[0].last.size
        let records = try Self.records(Self.next(), at: again)
        let opening: EpochOpening? = try #require(records.dropFirst(Int(size)).first).opened().detail()
        #expect(opening?.lastOwn == late.epochs[0].last)
        #expect(again.ledger.view.policies["east"]?.seals.count == 2)
    }

    /// Writes the first leaves of a policy's epoch and nothing behind them, as before a crash.
    static func begin(_ statement: LogEpochsStatement, at office: Office) async throws {
        let ledger = office.ledger
        let opening = LogOpening(store: ledger.store, boot: await ledger.boot, clock: office.clock)
        for epoch in statement.epochs {
            let named = try epoch.log(of: Office.name)
            let key = try office.keys.current.logKey(named.log, epoch: named.epoch)
            let begun = BegunEpoch(
                log: named.log,
                origin: try Origin(epoch.origin),
                epoch: epoch,
                key: key,
                first: EpochOpening(
                    previousOrigin: epoch.cut.origin,
                    lastCosigned: epoch.cut,
                    lastOwn: epoch.last,
                    reason: statement.reason,
                    nextKey: Bytes(key.nextKey.bytes),
                    key: epoch.key
                )
            )
            try opening.begin(begun, obeying: await ledger.authority.citedHead)
        }
    }
}

extension HeadquartersLedger {
    /// As if no cabinet had greeted yet.
    func forgetMet() { recovery.met = [] }
}
