import Authority
import CabinetAppliance
import Cryptography
import Custody
import FoundationEssentials
import Records
import Simulation
import Store
import Testing

@testable import Headquarters

/// Erasing a person, over real stores and a line: in every copy, acknowledged by each holder.
@Suite(.timeLimit(.minutes(3))) struct ErasureTests {
    static let name = "欧阳测试甲乙丙"

    static func actor(_ number: UInt8) -> Actor {
        Actor(person: id(Int(number)))
    }

    /// A person with a name that is nowhere else, and a card.
    static func register(_ office: Office, site: String = "east") async throws -> Identifier<Person> {
        var generator = SystemRandomNumberGenerator()
        let person = Identifier<Person>(using: &generator)
        let statement = PersonStatement(
            head: office.head,
            person: person,
            generation: 1,
            version: 1,
            name: name,
            rights: []
        )
        let digest = try await office.ledger.propose(
            statement.encoded,
            site: site,
            note: name,
            by: Actor(component: "test")
        )
        for officer in office.officers {
            let signed = try Office.signed(statement, by: [officer])
            _ = try await office.ledger.sign(
                digest,
                try #require(signed.signatures.first),
                by: Actor(component: "test")
            )
        }
        let card = CredentialStatement(
            head: office.head,
            credential: Identifier(using: &generator),
            person: person,
            generation: 1,
            credentialKind: .card,
            card: TagReference(uid: Bytes([4, 9, 8, 7, 6, 5, 4]), keyNumber: 1, keyVersion: 1)
        )
        try await office.give(card, by: office.officers, site: site)
        return person
    }

    static func remove(_ person: Identifier<Person>, _ office: Office) async throws {
        _ = try await office.ledger.takeAway(
            Draft(
                .taking,
                .personRemoved,
                isCritical: true,
                actor: Actor(component: "test"),
                subject: Subject(person: person),
                detail: PersonInGeneration(person: person, generation: 1).canonical
            ),
            because: "left"
        )
    }

    static func erase(_ person: Identifier<Person>, _ office: Office, site: String = "east")
        async throws
    {
        try await remove(person, office)
        try await office.ledger.askErasure(of: person, at: site, because: "asked for", by: actor(1))
        try await office.ledger.confirmErasure(of: person, at: site, by: actor(2))
    }

    /// Whether bytes lie anywhere in the files of a folder.
    static func lies(_ bytes: [UInt8], in folder: String, _ prefix: String) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix(prefix) }.contains {
            [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\($0)"))).contains(bytes)
        }
    }

    @Test func `a person is erased in every copy, and each holder acknowledges it`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        let person = try await Self.register(office)
        let key = try #require(office.ledger.view.policies["east"]?.subjects.key(of: person))
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("the cabinet knows the person") {
                branch.ledger.view.obeyed.policy.persons[person]?.name == Self.name
                    && branch.ledger.view.obeyed.policy.credentials.count == 1
            }
            try await branch.ledger.append([
                Draft(
                    .identification,
                    .identified,
                    actor: Actor(person: person),
                    detail: IdentificationMade(methods: [.card], card: Bytes([4, 9, 8, 7, 6, 5, 4]))
                        .canonical,
                    isSigned: true
                )
            ])
            try await eventually("mirrored") {
                branch.ledger.view.mirroredSize == branch.ledger.view.head.size
            }
            try await Self.erase(person, office)
            try await eventually("the cabinet has erased and said so") {
                office.ledger.view.cabinets["c1"]?.custody.erasuresDone.count == 1
            }
            let policy = branch.ledger.view.obeyed.policy
            #expect(policy.persons[person] == nil && policy.credentials.isEmpty)
            #expect(policy.subjects.keys.isEmpty && policy.subjects.unreadable.isEmpty)
            #expect(!branch.ledger.view.takeDesk.missesCriticalRecord)
            try await branch.append(.started)
            try await eventually("acts go on, and are complete") {
                office.ledger.view.cabinets["c1"]?.mirroredSize == branch.ledger.view.head.size
            }
        }
        #expect(office.ledger.view.desks.erasuresDone[SiteSubject(site: "east", person: person)] != nil)
        #expect(office.ledger.view.cabinets["c1"]?.problem == nil)
        for bytes in [key.bytes.bytes, Array(Self.name.utf8)] {
            #expect(try !Self.lies(bytes, in: office.folder, "c1.sqlite"))
            #expect(try !Self.lies(bytes, in: office.folder, "evidence.sqlite"))
        }
    }

    @Test func `a name is sealed wherever it lies, and open only to those who have the key`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        let person = try await Self.register(office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("it came") { branch.ledger.view.obeyed.policy.persons[person] != nil }
        }
        #expect(try !Self.lies(Array(Self.name.utf8), in: office.folder, "c1.sqlite"))
    }

    @Test func `a cabinet that comes later takes the log as it is, and finds nobody there`() async throws {
        let office = try await Office.founded()
        let first = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let person = try await Self.register(office)
        _ = try await office.furnish("c1")
        try await Self.erase(person, office)
        let lines = try Lines(office)
        let line = try first.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("it obeys") { first.ledger.view.obeyed.policy.seals.count == 1 }
            try await eventually("it acknowledges, too") {
                office.ledger.view.cabinets["c1"]?.custody.erasuresDone.count == 1
            }
            let view = first.ledger.view
            #expect(view.obeyed.policy.persons[person] == nil && !view.takeDesk.missesCriticalRecord)
            #expect(view.custody.findings.isEmpty)
        }
    }

    @Test func `after a start everything is as it was before it`() async throws {
        let office = try await Office.founded()
        let person = try await Self.register(office)
        try await Self.erase(person, office)
        let before = office.ledger.view
        let again = try await Office.open(office.folder, office.keys, office.root, office.clock)
        #expect(again.view.policies == before.policies)
        #expect(again.view.desks.erasuresDone == before.desks.erasuresDone)
        #expect(again.view.desks.proposals == before.desks.proposals)
        #expect(again.view.policies["east"]?.persons[person] == nil)
    }

    @Test func `two persons are needed, and the person must be removed first`() async throws {
        let office = try await Office.founded()
        let person = try await Self.register(office)
        let ledger = office.ledger
        await #expect(throws: HeadquartersError(.refused, "")) {
            try await ledger.askErasure(of: person, at: "east", because: "", by: Self.actor(1))
        }
        await #expect(throws: HeadquartersError(.notFound, "")) {
            try await ledger.confirmErasure(of: person, at: "east", by: Self.actor(2))
        }
        try await Self.remove(person, office)
        await #expect(throws: HeadquartersError(.notFound, "")) {
            try await ledger.askErasure(of: person, at: "north", because: "", by: Self.actor(1))
        }
        try await ledger.askErasure(of: person, at: "east", because: "", by: Self.actor(1))
        await #expect(throws: HeadquartersError(.conflict, "")) {
            try await ledger.askErasure(of: person, at: "east", because: "", by: Self.actor(2))
        }
        for actor in [Self.actor(1), Actor(component: "test")] {
            await #expect(throws: HeadquartersError(.refused, "")) {
                try await ledger.confirmErasure(of: person, at: "east", by: actor)
            }
        }
        #expect(ledger.view.policies["east"]?.persons[person] != nil)
        try await ledger.confirmErasure(of: person, at: "east", by: Self.actor(2))
        #expect(ledger.view.policies["east"]?.persons[person] == nil)
        await #expect(throws: HeadquartersError(.refused, ""), "nothing more is given to him") {
            try await office.give(
                PersonStatement(
                    head: office.head,
                    person: person,
                    generation: 2,
                    version: 1,
                    name: Self.name,
                    rights: []
                ),
                by: office.officers,
                site: "east"
            )
        }
    }

    @Test func `with the applicant his file goes, from every holder`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        let person = try await Self.register(office)
        let (_, seal) = try await office.furnish("c1")
        let reference = try await lines.shelf.put(
            [UInt8](repeating: 5, count: 300_000),
            mediaType: "text/plain"
        )
        _ = try await office.grant(reference, named: "a.txt", pages: 1, seal, person)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("the file is there") {
                branch.files.standings[reference.content]?.isWhole == true
            }
            try await Self.erase(person, office)
            try await eventually("the file is gone") { try await branch.files.whole(reference.digest) == nil }
        }
        try await lines.shelf.keepOnly(office.ledger.view.namedBlobs)
        #expect(try await lines.shelf.whole(reference.digest) == nil)
        #expect(try !Self.lies(reference.key.bytes, in: office.folder, "evidence.sqlite"))
        #expect(try !Self.lies(reference.key.bytes, in: office.folder, "c1.sqlite"))
    }

    @Test func `a cabinet that was away has the name until it is back, and then it has not`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let person = try await Self.register(office)
        let origin = try office.ledger.origins.policy("east")
        for isBack in [false, true] {
            let lines = try Lines(office)
            let line = try branch.line(to: lines.hub, of: office)
            try await with([{ try await lines.service.run() }, { await line.run() }]) {
                try await eventually("it obeys what is there") {
                    branch.ledger.view.obeyed.policy.size == office.ledger.view.policies["east"]?.size
                }
                try await eventually("headquarters knows who has acknowledged") {
                    office.ledger.view.cabinets["c1"]?.custody.erasuresDone.count == (isBack ? 1 : 0)
                }
            }
            if isBack { break }
            try await Self.erase(person, office)
            #expect(branch.ledger.view.obeyed.policy.persons[person]?.name == Self.name)
            #expect(office.ledger.view.cabinets["c1"]?.custody.erasuresDone.isEmpty == true)
        }
        let erasure = try #require(branch.ledger.view.obeyed.policy.subjects.erasures[person])
        #expect(branch.ledger.view.obeyed.policy.persons[person] == nil)
        for leaf in erasure.keyLeaves {
            #expect(try !branch.store.holdsBody(at: leaf, of: origin))
            #expect(try !office.ledger.store.holdsBody(at: leaf, of: origin))
        }
    }
}
