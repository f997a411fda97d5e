import Authority
import CabinetAppliance
import Cryptography
import Custody
import Evidence
import HTTPTypes
import Records
import Replication
import Screens
import ScreensProbe
import Simulation
import Store
import Testing

@testable import Headquarters

// What an erasure leaves: proofs, other people's records, and who has said that it is done.
extension ErasureTests {
    @Test func `a key that headquarters withholds stops takes, and no return`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let (_, seal) = try await office.furnish("c1")
        let bolt = BoardPlace(board: "a", number: 1)
        let drawer = DrawerPlace(
            drawer: 1,
            reader: "slot-1",
            lock: bolt,
            bolt: SwitchPlace(bolt, isActiveWhenSecure: true),
            door: nil,
            light: nil
        )
        try await office.give(
            LockMapStatement(head: office.head, cabinet: "c1", version: 1, drawers: [drawer]),
            by: office.officers
        )
        let person = try await Self.register(office)
        let subjects = try #require(office.ledger.view.policies["east"]?.subjects)
        let leaves = Set(subjects.keyLeaves.filter { $0.value == person }.keys)
        try office.ledger.store.eraseBodies(of: office.ledger.origins.policy("east"), at: leaves)
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("it obeys") {
                branch.ledger.view.obeyed.policy.size == office.ledger.view.policies["east"]?.size
            }
        }
        let view = branch.ledger.view
        #expect(view.obeyed.policy.subjects.unreadable == [person])
        #expect(view.takeDesk.missesCriticalRecord)
        #expect(view.returnDesk.drawer(for: seal, by: nil) == 1)
    }

    @Test
    func `evidence shows the name while there is a key, and the same acts with the name closed after it`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        _ = try await office.furnish("c1")
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        let person = try await Self.register(office)
        let range = try #require(MomentRange(from: 0, to: 4_000_000_000_000))
        let evidence = StoredEvidence(ledger: office.ledger)
        let verifier = EvidenceVerifier(pinnedRoot: office.root.digest)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await branch.ledger.append([
                Draft(
                    .custody,
                    .takeRefused,
                    actor: Actor(person: person),
                    detail: TakeRefused(reasons: [.noGrant]).canonical,
                    isSigned: true
                )
            ])
            try await eventually("mirrored") {
                office.ledger.view.cabinets["c1"]?.mirroredSize == branch.ledger.view.head.size
            }
            let before = try verifier.verify(try await evidence.export(.site("east", range)))
            #expect(before.names[person] == Self.name)
            try await Self.erase(person, office)
            let file = try await evidence.export(.site("east", range))
            let after = try verifier.verify(file)
            #expect(after.names[person] == nil && after.names.count == before.names.count - 1)
            let refused = after.acts.filter { $0.actor?.person == person }
            #expect(!refused.isEmpty && refused == before.acts.filter { $0.actor?.person == person })
            #expect(!file.contains(Array(Self.name.utf8)))
            let keys = office.ledger.view.policies["east"]?.subjects.keys.values.map(\.bytes) ?? []
            #expect(!keys.isEmpty && keys.allSatisfy { !file.contains($0) }, "no key leaves the house")
        }
    }

    @Test
    func `folded states forget the name with the evidence, and a disk that is put back is erased again`()
        async throws
    {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        func open() async throws -> (EvidenceFile, ProjectionFile, HeadquartersLedger) {
            let store = try EvidenceFile(path: office.folder + "/evidence.sqlite")
            let states = try ProjectionFile(path: office.folder + "/projections.sqlite")
            var generator = SystemRandomNumberGenerator()
            let ledger = try await HeadquartersLedger.open(
                store: store,
                states: states,
                keys: office.keys,
                root: office.root,
                boot: Identifier(using: &generator),
                clock: office.clock
            )
            return (store, states, ledger)
        }
        let person = try await Self.register(office)
        let name = Array(Self.name.utf8)
        let (store, states, ledger) = try await open()
        try await ledger.nameState()
        #expect(try Self.lies(name, in: office.folder, "projections.sqlite"))
        #expect(try Self.lies(name, in: office.folder, "evidence.sqlite"), "the proposal lies open")
        let key = try #require(ledger.view.policies["east"]?.subjects.keys[person])
        _ = try await ledger.takeAway(
            Draft(
                .taking,
                .personRemoved,
                isCritical: true,
                actor: Actor(component: "test"),
                detail: PersonInGeneration(person: person, generation: 1).canonical
            ),
            because: ""
        )
        try await ledger.askErasure(of: person, at: "east", because: "", by: Self.actor(1))
        try await ledger.confirmErasure(of: person, at: "east", by: Self.actor(2))
        try store.close()
        try states.close()
        for bytes in [name, key.bytes] {
            #expect(try !Self.lies(bytes, in: office.folder, "projections.sqlite"))
            #expect(try !Self.lies(bytes, in: office.folder, "evidence.sqlite"))
        }
        let again = try await open()
        #expect(again.2.view.policies["east"]?.subjects.erasures[person] != nil)
        #expect(again.2.view.desks.findings.isEmpty)
    }

    @Test func `the console shows who has acknowledged an erasure and who has not, in both languages`()
        async throws
    {
        let office = try await Office.founded()
        let bench = try await ConsoleBench(office)
        let first = "securityAdministrator"
        let known = try #require(try bench.accounts.account(first))
        var generator = SystemRandomNumberGenerator()
        let second = Account(
            name: "second",
            displayName: "second",
            person: Identifier(using: &generator),
            posts: known.posts,
            verifier: known.verifier
        )
        try bench.accounts.put(second, replacing: false)
        _ = try await office.enrol("c1")
        let person = try await Self.register(office)
        try await Self.remove(person, office)
        var asking = try await bench.browser(as: first)
        var confirming = try await bench.browser(as: "second")
        let form = [("person", "\(person)"), ("reason", "本人要求")]
        _ = try await asking.get("/people")
        #expect(try await asking.post("/people/east/erase", form).status == .seeOther)
        _ = try await asking.get("/people")
        let alone = try await asking.post("/people/east/erase/confirm", form)
        #expect(alone.status != .seeOther, "the one who asked cannot confirm")
        let waiting = try await confirming.get("/people?language=en")
        #expect(waiting.text.contains("To be erased: \(Self.name)") && waiting.text.contains("本人要求"))
        #expect(try await confirming.post("/people/east/erase/confirm", form).status == .seeOther)
        let chinese = try await confirming.get("/people?language=zh-Hans").text
        #expect(chinese.contains("1/2") && chinese.contains("：待确认") && !chinese.contains(Self.name))
        let english = try await confirming.get("/people?language=en").text
        #expect(english.contains("1/2") && english.contains(": not yet") && english.contains("headquarters"))
    }

    @Test func `a stop between the leaf and the acknowledgement leaves nothing undone`() async throws {
        let office = try await Office.founded()
        let person = try await Self.register(office)
        let leaves = try #require(office.ledger.view.policies["east"]?.subjects.keyLeaves.keys.sorted())
        _ = try await office.ledger.takeAway(
            Draft(
                .taking,
                .subjectErased,
                isCritical: true,
                actor: Self.actor(2),
                subject: Subject(person: person),
                detail: SubjectErased(keyLeaves: leaves).canonical
            ),
            at: "east",
            because: ""
        )
        let origin = try office.ledger.origins.policy("east")
        let leaf = try #require(leaves.first)
        #expect(try office.ledger.store.holdsBody(at: leaf, of: origin))
        let again = try await Office.open(office.folder, office.keys, office.root, office.clock)
        #expect(try !again.store.holdsBody(at: leaf, of: origin))
        #expect(
            again.view.desks.erasuresDone.isEmpty,
            "nothing is written before it is known what others hold"
        )
        try await again.resumeErasures()
        #expect(again.view.desks.erasuresDone.keys.map(\.person) == [person])
        #expect(try !Self.lies(Array(Self.name.utf8), in: office.folder, "evidence.sqlite"))
        let size = again.view.desks.size
        try await again.resumeErasures()
        #expect(again.view.desks.size == size)
    }

    @Test
    func `a headquarters that is put back to before an erasure erases again, as soon as it has the leaf`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let person = try await Self.register(office)
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        let backup = try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("it obeys") { branch.ledger.view.obeyed.policy.persons[person] != nil }
            let backup = try office.backup()
            try await Self.erase(person, office)
            // Somebody else, sealed under a key of his own, comes back too.
            _ = try await office.furnish("c1")
            try await eventually("the cabinet has erased") {
                !branch.ledger.view.custody.erasuresDone.isEmpty
            }
            try await eventually("it obeys the rest") {
                branch.ledger.view.obeyed.policy.size == office.ledger.view.policies["east"]?.size
            }
            return backup
        }
        let restored = try await office.restored(from: backup)
        #expect(restored.ledger.view.policies["east"]?.persons[person]?.name == Self.name)
        let door = try Lines(restored)
        let again = try branch.line(to: door.hub, of: restored)
        try await with([{ try await door.service.run() }, { await again.run() }]) {
            try await eventually("the leaf is back, and the person is erased here again") {
                restored.ledger.view.desks.erasuresDone[SiteSubject(site: "east", person: person)] != nil
            }
        }
        let (old, new) = (office.ledger.view.policies["east"], restored.ledger.view.policies["east"])
        #expect(new?.persons == old?.persons && new?.subjects == old?.subjects)
        for name in ["evidence.sqlite", "blobs.sqlite"] {
            #expect(try !Self.lies(Array(Self.name.utf8), in: backup, name))
        }
    }

    @Test func `a cabinet cannot make a restored headquarters believe that a person was erased`() async throws
    {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        let backup = try office.backup()
        let person = try await Self.register(office)
        let origin = try office.ledger.origins.policy("east")
        let view = office.ledger.view
        let leaf = try #require(view.policies["east"]?.subjects.keyLeaves.first { $0.value == person }?.key)
        let restored = try await office.restored(from: backup)
        let first = try #require(restored.ledger.view.policies["east"]?.size)
        var notes: [[UInt8]] = []
        for origin in [office.ledger.origins.authority, origin] {
            let offer = try #require(try await office.ledger.offer(origin, from: 0)).offer
            notes.append(offer.note.bytes)
        }
        _ = try await restored.ledger.missing(notes, shownBy: "c1")
        let bundle = try await office.ledger.read(origin, from: first, byteCountMax: 1 << 20).bundle
        let withheld = try bundle.erasingBodies(at: [Int(leaf - first)])
        await #expect(throws: HeadquartersError(.refused, "")) {
            _ = try await restored.ledger.recover(origin, first: first, withheld, from: "c1")
        }
        #expect(restored.ledger.view.policies["east"]?.size == first)
        _ = try await restored.ledger.recover(origin, first: first, bundle, from: "c1")
        #expect(restored.ledger.view.policies["east"]?.persons[person]?.name == Self.name)
    }
}
