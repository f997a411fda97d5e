import Authority
import CabinetAppliance
import Cryptography
import Custody
import Enrolment
import FoundationEssentials
import HTTPTypes
import Records
import Replication
import ScreensProbe
import Store
import Testing

@testable import Headquarters

/// Owners let a headquarters go on that has lost records which nobody else keeps: real files, real lines.
@Suite(.timeLimit(.minutes(3))) struct OwnEpochTests {
    /// A restored headquarters that has `authority` and policies back, and misses the end of its own acts and receipts.
    struct Shut {
        let past: RestoredHeadquartersTests.Past
        let office: Office

        init(_ past: RestoredHeadquartersTests.Past) async throws {
            self.past = past
            office = try await past.office.restored(from: past.backup)
            let lines = try Lines(office)
            let line = try past.branch.line(to: lines.hub, of: office)
            let (old, ledger) = (past.office.ledger.view, office.ledger)
            try await with([{ try await lines.service.run() }, { await line.run() }]) {
                try await eventually("the records are back") {
                    ledger.view.standing.size == old.standing.size
                        && ledger.view.policies["east"]?.size == old.policies["east"]?.size
                }
            }
        }

        init() async throws {
            try await self.init(try await RestoredHeadquartersTests.Past(hasNoted: true))
        }

        func give(_ statement: LogEpochsStatement, by keys: [Ed25519PrivateKey]? = nil) async throws {
            try await office.give(statement, by: keys ?? office.ownerPair)
        }
    }

    @Test func `two owners' statement opens a restored headquarters, and it stays open over starts`()
        async throws
    {
        let shut = try await Shut()
        let (past, before) = (shut.past, shut.past.office.ledger.view)
        let old = past.office.ledger.origins
        // As the commands do: other processes over the same files.
        let proposing = try await past.office.restored(from: shut.office.folder)
        let statement = try await proposing.ledger.layOutEpochs()
        let opening = try await past.office.restored(from: shut.office.folder)
        let record = try await opening.give(statement, by: opening.ownerPair)
        #expect(record.origin == old.authority && !record.isWaiting)

        let receipts = try #require(statement.epochs.last)
        // The newest of them was shown to nobody.
        #expect(receipts.cut.size >= before.standing.notedHead(of: old.receipts)?.size ?? .max)
        #expect(
            try receipts.cut.root == past.office.ledger.store.root(of: old.receipts, size: receipts.cut.size)
        )
        #expect(receipts.last.size < receipts.cut.size)

        let office = try await past.office.restored(from: shut.office.folder)
        let ledger = office.ledger
        #expect(ledger.origins.acts.text == "example.org/hq/acts/e2")
        #expect(ledger.origins.receipts.text == "example.org/hq/receipts/e2")
        let first = try await ledger.read(ledger.origins.receipts, from: 0, byteCountMax: 1).bundle.records
        let leaf: EpochOpening? = try #require(first.first).opened().detail()
        #expect(leaf?.previousOrigin == old.receipts.text)
        #expect(leaf?.lastCosigned == receipts.cut && leaf?.lastOwn == receipts.last)
        #expect(leaf?.reason == .restore && leaf?.key == receipts.key)
        #expect(
            try leaf?.nextKey.bytes
                == ledger.keys.current.logKey(.receipts, epoch: 2).nextKey.bytes
        )
        #expect(ledger.view.desks.findings.contains { $0.opened.kind == .restored })
        #expect(ledger.view.standing.removedGeneration(of: past.person) == 1)

        // The line drains, time comes, and the cabinet sees the heads of the new epoch.
        let lines = try Lines(office)
        let (branch, line) = (past.branch, try past.branch.line(to: lines.hub, of: office))
        let origin = ledger.origins.receipts
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await branch.append(.started)
            try await RestoredHeadquartersTests.Past.meet(office, branch)
            try await eventually("the cabinet follows the new epoch") {
                try await ledger.noteHeads()
                return try branch.store.status(of: origin)?.size(.witness) ?? 0 > 1
            }
            try await eventually("the cabinet has its time") { branch.ledger.present.interval != nil }
        }
        #expect(branch.ledger.view.custody.findings.isEmpty)
        #expect(ledger.view.cabinets["c1"]?.problem == nil)
        #expect(!ledger.view.desks.findings.contains { $0.opened.kind == .fork })
        let size = ledger.view.desks.foldedCount
        let again = try await Office.open(office.folder, office.keys, office.root, office.clock)
        #expect(again.view.desks.foldedCount == size)
        try await again.record([])
        try await again.noteHeads()
        withExtendedLifetime((shut, proposing, opening)) {}
    }

    @Test func `the refusal before says exactly what to do`() async throws {
        let shut = try await Shut()
        await #expect {
            try await shut.office.ledger.record([])
        } throws: { error in
            let text = "\(error)"
            return [
                "acts/e1", "receipts/e1", "signet-hq epochs propose", "signet sign", "signet-hq epochs open",
            ]
            .allSatisfy(text.contains)
        }
    }

    @Test func `whoever logs in meanwhile is told the same, in both languages`() async throws {
        let shut = try await Shut()
        let bench = try await ConsoleBench(shut.office)
        for (language, sentence) in [("zh-Hans", "由所有人用 signet sign 签署"), ("en", "have the owners sign")] {
            var browser = bench.browser()
            browser.extra[.acceptLanguage] = language
            _ = try await browser.get("/log-in")
            let answer = try await browser.post(
                "/log-in",
                [("account", "auditor"), ("password", ConsoleBench.password)]
            )
            #expect(answer.status == .serviceUnavailable)
            for part in [sentence, "signet-hq epochs propose", "signet-hq epochs open", "receipts/e1"] {
                #expect(answer.text.contains(part), "\(part)")
            }
        }
    }

    @Test func `nothing is proposed while cabinets can give something back, or while nothing is missing`()
        async throws
    {
        let past = try await RestoredHeadquartersTests.Past()
        await #expect(throws: HeadquartersError(.refused, "")) {
            try await past.office.ledger.layOutEpochs()
        }
        let office = try await past.office.restored(from: past.backup)
        let size = past.office.ledger.view.standing.size
        let (offer, _) = try #require(
            try await past.office.ledger.offer(office.ledger.origins.authority, from: size)
        )
        _ = try await office.ledger.missing([offer.note.bytes], shownBy: "c1")
        await #expect(throws: HeadquartersError(.unavailable, "")) {
            try await office.ledger.layOutEpochs()
        }
    }

    @Test func `what enough owners did not sign, or does not say how things are, opens nothing`() async throws
    {
        let shut = try await Shut()
        let (office, ledger) = (shut.office, shut.office.ledger)
        let good = try await ledger.layOutEpochs()
        let size = ledger.view.standing.size
        func changed(_ change: (LogEpoch) -> LogEpoch) -> LogEpochsStatement {
            LogEpochsStatement(head: good.head, reason: good.reason, epochs: good.epochs.map(change))
        }
        let one = Array(office.owners.prefix(1))
        let own = try [
            ledger.keys.current.logKey(.authority).privateKey, ledger.keys.current.notes,
            ledger.keys.current.logKey(.receipts).privateKey,
        ]
        let early = changed { LogEpoch(origin: $0.origin, key: $0.key, last: $0.last, cut: $0.last) }
        let late = changed {
            let cut = CitedHead(origin: $0.cut.origin, size: $0.cut.size + 1, root: $0.cut.root)
            return LogEpoch(origin: $0.origin, key: $0.key, last: $0.last, cut: cut)
        }
        let otherEnd = changed {
            let last = CitedHead(origin: $0.last.origin, size: $0.last.size - 1, root: $0.last.root)
            return LogEpoch(origin: $0.origin, key: $0.key, last: last, cut: $0.cut)
        }
        let stranger = Bytes(try Ed25519PrivateKey().publicKey.bytes)
        let otherKey = LogEpochsStatement(
            head: good.head,
            reason: good.reason,
            epochs: [
                LogEpoch(
                    origin: good.epochs[0].origin,
                    key: stranger,
                    last: good.epochs[0].last,
                    cut: good.epochs[0].cut
                ), good.epochs[1],
            ]
        )
        let half = LogEpochsStatement(head: good.head, reason: good.reason, epochs: [good.epochs[0]])
        let papers: [(String, LogEpochsStatement, [Ed25519PrivateKey])] = [
            ("one owner", good, one), ("one owner twice", good, one + one),
            ("officers", good, office.officers),
            ("headquarters' own keys", good, own), ("a cut below what is known", early, office.ownerPair),
            ("a head that nobody showed", late, office.ownerPair),
            ("another end than what is here", otherEnd, office.ownerPair),
            ("another key", otherKey, office.ownerPair), ("one log of two", half, office.ownerPair),
        ]
        for (name, statement, keys) in papers {
            await #expect(throws: HeadquartersError(.refused, ""), "\(name)") {
                try await shut.give(statement, by: keys)
            }
        }
        let elsewhere = LogEpochsStatement(
            head: StatementHead(organisation: "example.net", madeUnder: good.head.madeUnder),
            reason: good.reason,
            epochs: good.epochs.map {
                func moved(_ text: String) -> String { "example.net" + text.dropFirst("example.org".count) }
                func moved(_ head: CitedHead) -> CitedHead {
                    CitedHead(origin: moved(head.origin), size: head.size, root: head.root)
                }
                return LogEpoch(
                    origin: moved($0.origin),
                    key: $0.key,
                    last: moved($0.last),
                    cut: moved($0.cut)
                )
            }
        )
        await #expect(throws: HeadquartersError.self) { try await shut.give(elsewhere) }
        // Nothing of it was begun or written.
        #expect(ledger.view.standing.size == size)
        for epoch in good.epochs { #expect(try ledger.store.status(of: Origin(epoch.origin)) == nil) }
        await #expect(throws: HeadquartersError(.unavailable, "")) { try await ledger.record([]) }

        try await shut.give(good)
        try await ledger.record([])
        // A second time it is no next epoch any more.
        await #expect(throws: HeadquartersError(.refused, "")) { try await shut.give(good) }
        try await ledger.record([])
    }

    @Test func `a start between the first leaves and the statement ends what was begun`() async throws {
        let shut = try await Shut()
        let statement = try await shut.office.ledger.layOutEpochs()
        // The first leaves are there, as after a crash before the statement.
        let copy = try shut.office.backup()
        try await shut.give(statement)
        let crashed = try await shut.office.restored(from: copy)
        try await Self.begin(statement, at: crashed)
        let again = try await shut.office.restored(from: copy)
        await #expect(throws: HeadquartersError(.unavailable, "")) { try await again.ledger.record([]) }
        try await again.give(statement, by: again.ownerPair)
        try await again.ledger.record([])
        #expect(again.ledger.view.heads[again.ledger.origins.receipts]?.size == 1)
        withExtendedLifetime(crashed) {}
    }
    @Test func `who has greeted is known over a start, and not after another restore`() async throws {
        let past = try await RestoredHeadquartersTests.Past(hasNoted: true)
        let second = "\(past.backup)-second"
        try FileManager.default.copyItem(atPath: past.backup, toPath: second)
        let shut = try await Shut(past)
        let again = try await past.office.restored(from: shut.office.folder)
        #expect(await again.ledger.recovery.met == ["c1"])
        // The evidence is put back once more, beside the file that says what is missing.
        try FileManager.default.copyItem(
            atPath: "\(shut.office.folder)/missing",
            toPath: "\(second)/missing"
        )
        let put = try await past.office.restored(from: second)
        #expect(await put.ledger.recovery.met == [])
        await #expect(throws: HeadquartersError(.unavailable, "")) { try await put.ledger.layOutEpochs() }
        withExtendedLifetime(again) {}
    }

    /// `isNoted` where `authority` came to note the heads of the new logs.
    @Test(arguments: [true, false])
    func `an epoch that was opened and then forgotten is not begun a second time`(isNoted: Bool) async throws
    {
        let shut = try await Shut()
        let forgotten = try shut.office.backup()
        let given = try await shut.office.give(
            try await shut.office.ledger.layOutEpochs(),
            by: shut.office.ownerPair
        )
        let (authority, ledger) = (shut.office.ledger.origins.authority, shut.office.ledger)
        let size = isNoted ? ledger.view.standing.size : given.index + 1
        let signer = try CheckpointSigner(
            origin: authority,
            privateKey: ledger.keys.current.logKey(.authority).privateKey
        )
        let root = try ledger.store.root(of: authority, size: size)
        let note = try signer.sign(TreeHead(size: size, root: root))
        let restored = try await shut.office.restored(from: forgotten)
        let first = restored.ledger.view.standing.size
        let stretch = try await ledger.read(authority, from: first, byteCountMax: 1 << 20)
        _ = try await restored.ledger.missing([note.bytes], shownBy: "c1")
        _ = try await restored.ledger.recover(authority, first: first, stretch.bundle, from: "c1")
        #expect(restored.ledger.view.standing.size == size)
        #expect(restored.ledger.origins.receipts.text == "example.org/hq/receipts/e2")
        await #expect(throws: HeadquartersError(.unavailable, "")) { try await restored.ledger.record([]) }
        let again = try await shut.office.restored(from: forgotten)
        await #expect(throws: HeadquartersError(.unavailable, "")) { try await again.ledger.record([]) }
        let third = try await again.ledger.layOutEpochs()
        #expect(third.epochs.map(\.origin) == ["example.org/hq/acts/e3", "example.org/hq/receipts/e3"])
        try await again.give(third, by: again.ownerPair)
        try await again.ledger.record([])
        withExtendedLifetime(restored) {}
    }
}
