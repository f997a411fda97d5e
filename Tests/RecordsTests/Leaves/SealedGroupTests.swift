import Cryptography
import Testing

@testable import Records

@Suite struct SealedGroupTests {
    private static let person: Identifier<Person> = made()
    private static let other: Identifier<Person> = made()

    private static func made<Thing>() -> Identifier<Thing> {
        var generator = SystemRandomNumberGenerator()
        return Identifier(using: &generator)
    }

    private static func content() throws -> GroupContent {
        try #require(GroupContent(salt: [UInt8](repeating: 7, count: 32), bytes: Array("王芳".utf8)))
    }

    private static func record(for key: SubjectKey?) throws -> Record {
        var draft = Draft(
            .identification,
            RecordKind(rawValue: 40),
            actor: Actor(person: person),
            detail: .map(CBORMap([0: "王芳".canonical]))
        )
        draft.sealedFor = key
        var composer = Composer(
            origin: "seals.example/cabinet/c1/acts/e1",
            boot: made(),
            nextSequence: 0,
            lastTime: HybridTime(milliseconds: 0),
            actKey: nil
        )
        let reading = ClockReading(wallMilliseconds: 1, monotonicMilliseconds: 1, quality: .unknown)
        return try composer.compose(draft, at: reading, obeying: nil)
    }

    @Test func `who has the key reads the detail, and it is what the leaf commits to`() throws {
        let key = try SubjectKey(makingFor: Self.person)
        let record = try Self.record(for: key)
        let name = Array("王芳".utf8)
        #expect(!record.bodyBytes.contains(name))
        let sealed = try record.opened()
        #expect(sealed.body.sealedFor == [Self.person])
        #expect(sealed.body[.detail] == nil && sealed.body[.actor] != nil)
        #expect(!sealed.body.completes(sealed.leaf))
        let opened = sealed.unsealed { $0 == Self.person ? key : nil }
        #expect(opened.body.sealedFor.isEmpty && opened.body.completes(opened.leaf))
        #expect(opened.body[.detail]?.bytes.contains(name) == true)
    }

    @Test func `without the key it stays sealed, and is complete once its person is erased`() throws {
        let key = try SubjectKey(makingFor: Self.person)
        let sealed = try Self.record(for: key).opened()
        let wrong = try SubjectKey(makingFor: Self.person)
        for keys in [[:], [Self.person: wrong], [Self.other: key]] as [[Identifier<Person>: SubjectKey]] {
            #expect(sealed.unsealed { keys[$0] } == sealed)
        }
        #expect(sealed.body.completes(sealed.leaf) { $0 == Self.person })
        #expect(!sealed.body.completes(sealed.leaf) { $0 == Self.other })
    }

    @Test func `a sealed group opens for its person, in its own group, and unchanged`() throws {
        let (key, content) = (try SubjectKey(makingFor: Self.person), try Self.content())
        let sealed = try SealedGroup(content, of: .detail, for: key)
        #expect(sealed.opened(.detail, with: key) == content)
        #expect(sealed.opened(.subject, with: key) == nil)
        let renamed = try #require(SubjectKey(subject: Self.other, bytes: key.bytes))
        #expect(sealed.opened(.detail, with: renamed) == nil)
        for index in sealed.sealed.bytes.indices {
            var bytes = sealed.sealed.bytes
            bytes[index] ^= 1
            let changed = try SealedGroup(canonical: .array([Self.person.canonical, .bytes(bytes)]))
            #expect(changed.opened(.detail, with: key) == nil)
        }
        #expect(try SealedGroup(decoding: sealed.encoded) == sealed)
    }

    @Test func `another content under the right key does not pass for what the leaf commits to`() throws {
        let key = try SubjectKey(makingFor: Self.person)
        let record = try Self.record(for: key)
        let forged = Body([.detail: try Self.content()])
        let leaf = try Leaf(decoding: record.leafBytes)
        let body = try forged.sealing(.detail, for: key)
        #expect(body.matches(leaf), "nobody can tell without the key")
        let opened = try Record(leafBytes: record.leafBytes, bodyBytes: body.encoded).opened()
        #expect(opened.unsealed { _ in key } == opened, "with the key it stays closed")
    }

    @Test func `a sealed group that the leaf does not commit to is refused`() throws {
        let key = try SubjectKey(makingFor: Self.person)
        let record = try Self.record(for: nil)
        let extra = try Body([.duress: try Self.content()]).sealing(.duress, for: key)
        #expect(throws: RecordsError(.mismatch, "")) {
            try Record(leafBytes: record.leafBytes, bodyBytes: extra.encoded).opened()
        }
    }

    @Test func `what is sealed is shown to nobody as it is`() throws {
        let key = try SubjectKey(makingFor: Self.person)
        let sealed = try Self.record(for: key).opened()
        #expect(sealed.body.showing(Set(Group.allCases)).sealedFor.isEmpty)
    }
}
