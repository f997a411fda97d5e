import Cryptography
import Records
import Simulation
import Testing

@testable import Authority

/// What is sealed for a person in a site's `policy`, and what an erasure takes along.
@Suite struct PersonErasureTests {
    private static let person: Identifier<Person> = id(3)
    private static let other: Identifier<Person> = id(4)

    private static func person(
        _ person: Identifier<Person>,
        _ organisation: SimulatedOrganisation,
        version: UInt64 = 1
    ) -> PersonStatement {
        PersonStatement(
            head: organisation.head,
            person: person,
            generation: 1,
            version: version,
            name: "王芳",
            rights: []
        )
    }

    private static func giving(
        _ statement: some Statement,
        _ organisation: SimulatedOrganisation,
        sealedFor key: SubjectKey?
    ) throws -> Draft {
        var draft = Draft(
            .giving,
            type(of: statement).kind,
            isCritical: true,
            actor: Actor(component: "test"),
            detail: try organisation.signed(statement, by: Array(organisation.officers.prefix(2))).canonical
        )
        draft.sealedFor = key
        return draft
    }

    private static func key(_ key: SubjectKey) -> Draft {
        Draft(
            .subjectKey,
            .subjectKeyGiven,
            actor: Actor(component: "test"),
            subject: Subject(person: key.subject),
            detail: SubjectKeyGiven(key).canonical
        )
    }

    private static func erasure(of person: Identifier<Person>, _ leaves: [UInt64]) -> Draft {
        Draft(
            .taking,
            .subjectErased,
            isCritical: true,
            actor: Actor(component: "test"),
            subject: Subject(person: person),
            detail: SubjectErased(keyLeaves: leaves).canonical
        )
    }

    /// Two persons with cards, each sealed under an own key; the keys' leaves.
    private static func registered() throws -> (SimulatedOrganisation, [Identifier<Person>: UInt64]) {
        var organisation = try SimulatedOrganisation.founded()
        var leaves: [Identifier<Person>: UInt64] = [:]
        for (number, person) in [person, other].enumerated() {
            leaves[person] = organisation.policy.size
            let key = try SubjectKey(makingFor: person)
            #expect(try organisation.appendToPolicy(self.key(key)) == .counted)
            let statement = self.person(person, organisation)
            #expect(
                try organisation.appendToPolicy(giving(statement, organisation, sealedFor: key)) == .counted
            )
            let card = CredentialStatement(
                head: organisation.head,
                credential: id(70 + number),
                person: person,
                generation: 1,
                credentialKind: .card,
                card: TagReference(
                    uid: Bytes([4, 0, 0, 0, 0, 0, UInt8(number)]),
                    keyNumber: 1,
                    keyVersion: 1
                )
            )
            #expect(try organisation.appendToPolicy(giving(card, organisation, sealedFor: key)) == .counted)
        }
        return (organisation, leaves)
    }

    /// The policy as a holder folds it to whom the bodies of some leaves never came.
    private static func folded(
        _ organisation: SimulatedOrganisation,
        without leaves: Set<UInt64>
    ) throws -> (policy: SitePolicy, outcomes: [FoldOutcome]) {
        var policy = SitePolicy(site: organisation.policy.site)
        var outcomes: [FoldOutcome] = []
        for (index, record) in organisation.policyRecords.enumerated() {
            let isErased = leaves.contains(UInt64(index))
            let stored = Record(leafBytes: record.leafBytes, bodyBytes: isErased ? [] : record.bodyBytes)
            outcomes += try policy.take(stored.opened(), standing: organisation.standing).map(\.outcome)
        }
        return (policy, outcomes)
    }

    @Test func `what is sealed for a person counts for whoever has the key, and is the same over a restart`()
        throws
    {
        let (organisation, _) = try Self.registered()
        let policy = organisation.policy
        #expect(policy.persons[Self.person]?.name == "王芳" && policy.credentials.count == 2)
        #expect(policy.subjects.unreadable.isEmpty)
        #expect(try SitePolicy(decoding: policy.encoded) == policy)
        for record in organisation.policyRecords {
            #expect(!record.bodyBytes.contains(Array("王芳".utf8)))
        }
    }

    @Test func `an erasure takes name and card of one person, and of nobody else`() throws {
        var (organisation, leaves) = try Self.registered()
        let leaf = try #require(leaves[Self.person])
        #expect(try organisation.appendToPolicy(Self.erasure(of: Self.person, [leaf])) == .counted)
        let policy = organisation.policy
        #expect(policy.persons[Self.person] == nil && policy.persons[Self.other] != nil)
        #expect(policy.credentials.values.map(\.person) == [Self.other])
        #expect(policy.subjects.keys.keys.map(\.self) == [Self.other])
        #expect(policy.subjects.erasures[Self.person]?.keyLeaves == [leaf])
        #expect(try SitePolicy(decoding: policy.encoded) == policy)
    }

    @Test func `who comes after the erasure folds the same as who was there before it`() throws {
        var (organisation, leaves) = try Self.registered()
        let leaf = try #require(leaves[Self.person])
        _ = try organisation.appendToPolicy(Self.erasure(of: Self.person, [leaf]))
        let late = try Self.folded(organisation, without: [leaf])
        #expect(late.policy == organisation.policy)
        #expect(
            late.outcomes.allSatisfy {
                if case .notUnderstood = $0 { false } else { true }
            }
        )
    }

    @Test func `a key that is withheld stops takes until a leaf says that it was erased`() throws {
        var (organisation, leaves) = try Self.registered()
        let leaf = try #require(leaves[Self.person])
        let withheld = try Self.folded(organisation, without: [leaf]).policy
        #expect(withheld.subjects.unreadable == [Self.person])
        #expect(try SitePolicy(decoding: withheld.encoded) == withheld)
        _ = try organisation.appendToPolicy(Self.erasure(of: Self.person, [leaf]))
        #expect(try Self.folded(organisation, without: [leaf]).policy.subjects.unreadable.isEmpty)
    }

    @Test func `an erasure reaches keys of its person alone, whatever else headquarters names in it`() throws
    {
        var (organisation, leaves) = try Self.registered()
        let revocation = organisation.policy.size
        let revoked = Draft(
            .taking,
            .grantRevoked,
            isCritical: true,
            actor: Actor(component: "test"),
            subject: Subject(grant: id(9))
        )
        _ = try organisation.appendToPolicy(revoked)
        let named = [leaves[Self.person], leaves[Self.other], revocation, revocation + 9].compactMap(\.self)
        _ = try organisation.appendToPolicy(Self.erasure(of: Self.person, named.sorted()))
        let policy = organisation.policy
        #expect(policy.subjects.erasures[Self.person]?.keyLeaves == leaves[Self.person].map { [$0] })
        #expect(policy.persons[Self.other] != nil && policy.isRevoked(grant: id(9)))
    }

    @Test func `only what is about a person can be sealed: a revocation that nobody can read stops takes`()
        throws
    {
        var (organisation, _) = try Self.registered()
        var hidden = Draft(
            .taking,
            .countRequested,
            actor: Actor(component: "test"),
            detail: CountRequest(run: id(1), nonce: Bytes([UInt8](repeating: 1, count: 16)), deadline: 5)
                .canonical
        )
        hidden.sealedFor = try SubjectKey(makingFor: Self.person)
        #expect(try organisation.appendToPolicy(hidden) == .notUnderstood(.countRequested))
    }

    @Test func `a statement sealed for another person than it is about is refused`() throws {
        var (organisation, _) = try Self.registered()
        let key = try #require(organisation.policy.subjects.key(of: Self.other))
        let statement = Self.person(Self.person, organisation, version: 2)
        let outcome = try organisation.appendToPolicy(Self.giving(statement, organisation, sealedFor: key))
        #expect(outcome == .refused(AuthorityError(.malformed, "")))
    }

    @Test func `nothing more is given to a person who was erased`() throws {
        var (organisation, leaves) = try Self.registered()
        _ = try organisation.appendToPolicy(
            Self.erasure(of: Self.person, [try #require(leaves[Self.person])])
        )
        let key = try SubjectKey(makingFor: Self.person)
        _ = try organisation.appendToPolicy(Self.key(key))
        #expect(organisation.policy.subjects.keys[Self.person] == nil)
        let statement = Self.person(Self.person, organisation, version: 2)
        let outcome = try organisation.appendToPolicy(Self.giving(statement, organisation, sealedFor: nil))
        #expect(outcome == .refused(AuthorityError(.removed, "")))
    }
}
