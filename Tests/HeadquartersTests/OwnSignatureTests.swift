import Authority
import Cryptography
import Custody
import Enrolment
import Records
import Replication
import Store
import Testing

@testable import Headquarters

/// Headquarters verifies the own signatures of acts behind their cosignature: what is not signed is kept and says nothing.
@Suite(.timeLimit(.minutes(5))) struct OwnSignatureTests {
    @Test func `an act signed by the act key counts`() async throws {
        let scene = try await ForgedScene()
        try scene.log.write(Written.begun(1), by: scene.secrets.act)
        try scene.log.write(Written.ended(1), by: scene.secrets.act)
        try await scene.send()
        let custody = try #require(scene.custody)
        #expect(custody.seals[Written.seal] != nil && custody.unattested.isEmpty)
        #expect(scene.noted(.unattested).isEmpty)
    }

    enum Fault: CaseIterable {
        case changed, missing, stranger, otherCabinet, otherClass
    }

    @Test(arguments: Fault.allCases)
    func `a record that the act key did not sign is mirrored, moves no seal, and is a finding`(_ fault: Fault)
        async throws
    {
        let scene = try await ForgedScene()
        let (log, act) = (scene.log, scene.secrets.act)
        let other = try await scene.office.enrol("c2")
        try log.write(Written.begun(1), by: act)
        let verdict: SignatureVerdict
        switch fault {
        case .changed:
            var bytes = try log.compose(Written.ended(1), by: act)
            var leaf = bytes.leafBytes
            leaf[leaf.count - 1] ^= 1
            bytes = Record(leafBytes: leaf, bodyBytes: bytes.bodyBytes)
            try log.write(bytes)
            verdict = .wrong
        case .missing:
            try log.write(Written.ended(1, isSigned: false), by: nil)
            verdict = .missing
        case .stranger:
            try log.write(Written.ended(1), by: try Ed25519PrivateKey())
            verdict = .wrong
        case .otherCabinet:
            try log.write(Written.ended(1), by: other.act)
            verdict = .wrong
        case .otherClass:
            // Folds go by the kind: an act that claims another class is one all the same.
            var draft = Written.ended(1, isSigned: false)
            draft.recordClass = .system
            try log.write(draft, by: nil)
            verdict = .missing
        }
        let answers = try await log.send(to: scene.office.ledger)
        #expect(answers.last?.mirroredSize == 2, "the log is consistent and whole, whatever its records say")
        await scene.office.ledger.projectAll()
        let custody = try #require(scene.custody)
        #expect(custody.size == 2 && custody.openVisits.count == 1)
        #expect(custody.seals[Written.seal] == nil)
        #expect(custody.unattested.map(\.index) == [1] && custody.unattested.map(\.verdict) == [verdict])
        #expect(custody.unattested.first?.kind == .returnEnded)
        #expect(scene.noted(.unattested).count == 1 && scene.noted(.unattested).first?.cabinet == "c1")
        #expect(scene.noted(.unattested).first?.opened.note.contains("leaf 1 of \(log.origin)") == true)
    }

    @Test func `what needs no signature of its own counts without one`() async throws {
        let scene = try await ForgedScene()
        let drafts = [
            Draft(.system, .started, actor: Actor(component: "boot")),
            Draft(.opening, .drawerOpened, actor: Actor(component: "drawer 1"), subject: Subject(drawer: 1)),
            Draft(.presence, RecordKind(rawValue: 900), actor: Actor(component: "sensors")),
        ]
        for draft in drafts { try scene.log.write(draft, by: nil) }
        try await scene.send()
        #expect(scene.custody?.size == 3 && scene.custody?.unattested.isEmpty == true)
    }

    @Test
    func
        `a key that officers replaced signs nothing behind the leaf that replaces it, whatever a record cites`()
        async throws
    {
        let scene = try await ForgedScene()
        let (office, log, old) = (scene.office, scene.log, scene.secrets.act)
        let before = office.ledger.view.standing.size
        // Before the first head that is cited, and with one: by the first key.
        try log.write(Written.begun(1), by: old)
        try log.write(Written.begun(2), by: old, obeying: before)
        try await scene.send()
        let new = try Ed25519PrivateKey()
        try await office.replace(new, scene.secrets)
        let after = office.ledger.view.standing.size
        // The cabinet has not heard of it: its key holds on, and the new one does not hold yet.
        try log.write(Written.begun(3), by: old, obeying: before)
        try log.write(Written.begun(4), by: new, obeying: before)
        try log.write(Written.begun(5), by: new, obeying: after)
        try log.write(Written.begun(6), by: old, obeying: after)
        // Whoever kept the old key may cite what he likes.
        try log.write(Written.begun(7), by: old, obeying: before)
        try log.write(Written.begun(8), by: old)
        try await scene.send()
        let custody = try #require(scene.custody)
        #expect(custody.size == 8 && custody.openVisits.count == 4)
        #expect(custody.unattested.map(\.index) == [3, 5, 6, 7])
        // The same from the first leaf on, where the newer key is known from the beginning.
        let again = try await Office.open(office.folder, office.keys, office.root, office.clock)
        #expect(again.view.cabinets["c1"]?.custody == custody)
    }

    @Test func `what a record is worth does not depend on when it was folded`() async throws {
        let scene = try await ForgedScene()
        let (office, log, old, new) = (scene.office, scene.log, scene.secrets.act, try Ed25519PrivateKey())
        let size = office.ledger.view.standing.size
        // As at a headquarters that was put back, and knows less of `authority` than its cabinets.
        try log.write(Written.begun(1), by: old, obeying: size)
        try log.write(Written.begun(2), by: new, obeying: size + 1)
        try log.write(Written.begun(3), by: new)
        try log.write(Written.begun(4), by: old, obeying: size)
        try await scene.send()
        #expect(scene.custody?.unattested.map(\.index) == [1, 2])
        try await office.replace(new, scene.secrets)
        await office.ledger.projectAll()
        let custody = try #require(scene.custody)
        #expect(custody.size == 4 && custody.unattested.map(\.index) == [3])
        let again = try await Office.open(office.folder, office.keys, office.root, office.clock)
        #expect(again.view.cabinets["c1"]?.custody == custody)
    }

    @Test(arguments: [false, true])
    func `an epoch that was opened before the cabinet heard of its new key is opened here, and none after`(
        hasHeard: Bool
    ) async throws {
        let scene = try await ForgedScene()
        let (office, log, old, new) = (scene.office, scene.log, scene.secrets.act, try Ed25519PrivateKey())
        try log.write(Written.begun(1), by: old, obeying: office.ledger.view.standing.size)
        try await scene.send()
        try await office.replace(new, scene.secrets)
        if hasHeard {
            try log.write(Written.begun(2), by: new, obeying: office.ledger.view.standing.size)
            try await scene.send()
        }
        let next = try office.ledger.origins.acts(of: "c1", epoch: 2)
        let measured = try LogNames.telemetry(Office.name, cabinet: "c1", epoch: 2)
        let before = try LogNames.telemetry(Office.name, cabinet: "c1", epoch: 1)
        func announce(by key: Ed25519PrivateKey) async throws -> [Int?] {
            let own = try Ed25519PrivateKey()
            try await office.ledger.open(
                [
                    .first(of: next, after: log.origin, key: own, by: key),
                    .first(of: measured, after: before, key: own, by: key),
                ],
                of: "c1"
            )
            _ = try await office.ledger.missing([], shownBy: "c1")
            let copy = office.ledger.view.cabinets["c1"]
            return [copy?.epochs.count, copy?.telemetry.count]
        }
        #expect(try await announce(by: old) == (hasHeard ? [1, 1] : [2, 2]))
        let forks = office.ledger.view.desks.findings.count { $0.opened.kind == .fork }
        #expect(forks == (hasHeard ? 2 : 0))
        #expect(try await announce(by: new) == [2, 2])
    }

    @Test
    func
        `findings are told once, also after a start between storing and verifying, and when all is folded anew`()
        async throws
    {
        let scene = try await ForgedScene()
        let office = scene.office
        for visit in UInt8(1)...9 {
            try scene.log.write(
                Written.begun(visit),
                by: visit % 3 == 0 ? nil : scene.secrets.act,
                isForged: visit
            )
        }
        // Stored and cosigned, and then the process ends.
        let answers = try await scene.log.send(to: office.ledger)
        #expect(answers.contains { $0.note != nil })
        #expect(scene.custody?.size == 0)
        let first = try await Office.open(office.folder, office.keys, office.root, office.clock)
        let custody = try #require(first.view.cabinets["c1"]?.custody)
        #expect(custody.unattested.map(\.index) == [2, 5, 8] && custody.unattestedCount == 3)
        _ = try await first.missing([], shownBy: "c1")
        for _ in 0..<3 {
            // Without a stored state everything is folded from the first leaf.
            let again = try await Office.open(office.folder, office.keys, office.root, office.clock)
            #expect(again.view.cabinets["c1"]?.custody == custody)
            #expect(again.view.desks.findings.count { $0.opened.kind == .unattested } == 1)
        }
    }

    @Test func `portions of any size come to the same, and the same records again ask for nothing`()
        async throws
    {
        let scene = try await ForgedScene()
        let ledger = scene.office.ledger
        for visit in UInt8(1)...200 {
            try scene.log.write(Written.begun(visit), by: scene.secrets.act, isForged: visit % 7 == 0 ? 3 : 1)
        }
        let batch = try await scene.log.batch(at: ledger)
        _ = try await ledger.ingest(batch)
        for count in [1, 15, 17, 100] { _ = await ledger.project(countMax: count) }
        await ledger.projectAll()
        let custody = try #require(scene.custody)
        #expect(custody.size == 200 && custody.unattestedCount == 28)
        for _ in 0..<100 { _ = try await ledger.ingest(Array(repeating: batch[1], count: 100)) }
        #expect(
            await ledger.nextStretch(countMax: 1) == nil,
            "10,000 frames that are known leave nothing to verify"
        )
        #expect(scene.custody == custody)
    }

    @Test func `a fold that something overtook is left for the next time`() async throws {
        let scene = try await ForgedScene()
        let (office, ledger) = (scene.office, scene.office.ledger)
        let size = office.ledger.view.standing.size
        try scene.log.write(Written.begun(1), by: scene.secrets.act, obeying: size)
        _ = try await scene.log.send(to: ledger)
        let stretch = try #require(await ledger.nextStretch(countMax: 10))
        let judged = stretch.judged(in: ledger.store)
        // Folded by somebody else meanwhile: not a second time.
        _ = await ledger.fold(judged)
        _ = await ledger.fold(judged)
        #expect(scene.custody?.size == 1)
        // Other keys meanwhile: judged anew.
        let new = try Ed25519PrivateKey()
        try scene.log.write(Written.begun(2), by: new, obeying: size + 1)
        _ = try await scene.log.send(to: ledger)
        let early = try #require(await ledger.nextStretch(countMax: 10)).judged(in: ledger.store)
        #expect(early.records.map(\.verdict) == [.wrong])
        try await office.replace(new, scene.secrets)
        _ = await ledger.fold(early)
        await ledger.projectAll()
        #expect(scene.custody?.size == 2 && scene.custody?.unattested.isEmpty == true)
    }

    @Test func `a flood of records that nobody signed is counted, listed in bounded number, and one finding`()
        async throws
    {
        let scene = try await ForgedScene()
        for _ in 0..<1_100 { try scene.log.write(Written.begun(1, isSigned: false), by: nil) }
        while scene.office.ledger.view.cabinets["c1"]?.mirroredSize ?? 0 < 1_100 {
            try await scene.log.send(to: scene.office.ledger)
        }
        await scene.office.ledger.projectAll()
        let custody = try #require(scene.custody)
        #expect(custody.unattestedCount == 1_100)
        #expect(custody.unattested.count == CustodyState.unattestedCountMax)
        #expect(scene.noted(.unattested).count == 1)
    }
}

extension ForgedLog {
    /// Writes a record that a stranger signed where a number is divisible by three.
    fileprivate func write(_ draft: Draft, by key: Ed25519PrivateKey?, isForged number: UInt8) throws {
        try write(draft, by: number % 3 == 0 ? try Ed25519PrivateKey() : key)
    }
}
