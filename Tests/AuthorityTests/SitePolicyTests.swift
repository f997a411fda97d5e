import Cryptography
import Records
import Simulation
import Testing

@testable import Authority

@Suite struct SitePolicyTests {
    private func seal(_ organisation: SimulatedOrganisation, version: UInt64 = 1, uid: UInt8 = 1)
        -> SealStatement
    {
        SealStatement(
            head: organisation.head,
            seal: id(400),
            version: version,
            name: "合同专用章",
            tag: TagReference(uid: Bytes([4, 0, 0, 0, 0, 0, uid]), keyNumber: 1, keyVersion: 1),
            grade: .proved,
            cabinet: "c1",
            drawer: 1,
            rule: "contract"
        )
    }

    @Test func `a seal registered by two officers stands, one registered by headquarters does not`() throws {
        var organisation = try SimulatedOrganisation.founded()
        #expect(
            try organisation.file(seal(organisation), by: [organisation.logKey])
                == .refused(AuthorityError(.signersInsufficient, ""))
        )
        #expect(
            try organisation.file(seal(organisation), by: Array(organisation.officers.prefix(2))) == .counted
        )
        #expect(organisation.policy.seals[id(400)]?.name == "合同专用章")
    }

    @Test func `an approved grant is filed and its approvals satisfy the rule`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let approved = try organisation.approved(organisation.grant())
        #expect(try organisation.file(approved) == .counted)
        let filed = try #require(organisation.policy.grants.values.first)
        #expect(
            GrantJudge(standing: organisation.standing).objection(to: filed, under: organisation.rule) == nil
        )
    }

    @Test func `a grant with any byte changed is refused, and the real one keeps its place`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let approved = try organisation.approved(organisation.grant())
        #expect(try organisation.file(approved) == .counted)
        for index in approved.bytes.indices {
            var bytes = approved.bytes
            bytes[index] ^= 1
            var copy = organisation
            let outcome = try copy.file(ApprovedGrant(bytes: bytes, approvals: approved.approvals))
            guard case .refused = outcome else {
                Issue.record("byte \(index) changed, and the grant counts")
                continue
            }
            #expect(copy.policy.grants[SHA256.hash(approved.bytes)] != nil)
        }
    }

    @Test(arguments: [[0], [1], [2], [0, 0]])
    func `too few approvers do not satisfy the rule`(indices: [Int]) throws {
        var organisation = try SimulatedOrganisation.founded()
        _ = try organisation.file(try organisation.approved(organisation.grant(), by: indices))
        let filed = try #require(organisation.policy.grants.values.first)
        #expect(
            GrantJudge(standing: organisation.standing).objection(to: filed, under: organisation.rule)?.code
                == .signersInsufficient
        )
    }

    @Test(arguments: [[0, 1], [0, 2], [2, 1], [0, 1, 2]])
    func `any two that fill both steps do`(indices: [Int]) throws {
        var organisation = try SimulatedOrganisation.founded()
        _ = try organisation.file(try organisation.approved(organisation.grant(), by: indices))
        let filed = try #require(organisation.policy.grants.values.first)
        #expect(
            GrantJudge(standing: organisation.standing).objection(to: filed, under: organisation.rule) == nil
        )
    }

    private func objection(_ organisation: SimulatedOrganisation, _ approved: ApprovedGrant) throws
        -> AuthorityError.Code?
    {
        let filed = try #require(organisation.policy.grants[SHA256.hash(approved.bytes)])
        return GrantJudge(standing: organisation.standing).objection(to: filed, under: organisation.rule)?
            .code
    }

    @Test func `a later filing of the same text adds its approvals`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let grant = organisation.grant()
        let first = try organisation.approved(grant, by: [0])
        #expect(try organisation.file(first) == .counted)
        #expect(try objection(organisation, first) == .signersInsufficient)
        let before = organisation.policy.size
        #expect(try organisation.file(try organisation.approved(grant, by: [0, 1])) == .counted)
        #expect(try objection(organisation, first) == nil)
        let filed = try #require(organisation.policy.grants.values.first)
        #expect(filed.index == before - 1)
        #expect(filed.later.map(\.index) == [before])
        #expect(filed.filed(below: before)?.approved == first)
        #expect(filed.filed(below: before + 1) == filed)
        #expect(filed.filed(below: before - 1) == nil)
        // The same once more brings nothing.
        #expect(try organisation.file(first) == .counted)
        #expect(organisation.policy.grants.values.first == filed)
    }

    @Test func `a forged approval is reported, and spoils the text no longer than the others are missing`()
        throws
    {
        var organisation = try SimulatedOrganisation.founded()
        let grant = organisation.grant()
        var garbage = ApprovedGrant(bytes: grant.encoded)
        garbage.add(
            try Approval(of: garbage.bytes, by: organisation.approverIDs[0], key: organisation.logKey)
        )
        #expect(try organisation.file(garbage) == .refused(AuthorityError(.signatureInvalid, "")))
        #expect(try objection(organisation, garbage) == .signatureInvalid)
        #expect(try organisation.file(try organisation.approved(grant, by: [0])) == .counted)
        #expect(try objection(organisation, garbage) == .signatureInvalid)
        #expect(try organisation.file(try organisation.approved(grant, by: [1])) == .counted)
        #expect(try objection(organisation, garbage) == nil)
        // Nor does one that comes later.
        #expect(try organisation.file(garbage) == .refused(AuthorityError(.signatureInvalid, "")))
        #expect(try objection(organisation, garbage) == nil)
    }

    @Test func `the approvals of one text have a limit, and what was there stays`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let approved = try organisation.approved(organisation.grant())
        #expect(try organisation.file(approved) == .counted)
        var filed = try #require(organisation.policy.grants.values.first)
        for number in 1...FiledGrant.approvalCountMax - approved.approvals.count {
            let other = try Approval(of: approved.bytes, by: id(number), key: organisation.logKey)
            let isTaken = filed.add([other], at: UInt64(number))
            #expect(isTaken)
        }
        let full = filed
        let more = try Approval(of: approved.bytes, by: id(999), key: organisation.logKey)
        let isTaken = filed.add([more], at: 9_999)
        #expect(!isTaken)
        #expect(filed == full)
    }

    @Test func `an approver does not approve their own taking`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let grant = organisation.grant(taker: organisation.approverIDs[0])
        _ = try organisation.file(try organisation.approved(grant))
        let filed = try #require(organisation.policy.grants.values.first)
        #expect(
            GrantJudge(standing: organisation.standing).objection(to: filed, under: organisation.rule)?.code
                == .signersInsufficient
        )
    }

    @Test func `an approver who was removed approves nothing any more`() throws {
        var organisation = try SimulatedOrganisation.founded()
        _ = try organisation.file(try organisation.approved(organisation.grant()))
        let filed = try #require(organisation.policy.grants.values.first)
        _ = try organisation.appendToAuthority(
            Draft(
                .taking,
                .personRemoved,
                isCritical: true,
                actor: Actor(component: "test"),
                detail: PersonInGeneration(person: organisation.approverIDs[1], generation: 1).canonical
            )
        )
        #expect(
            GrantJudge(standing: organisation.standing).objection(to: filed, under: organisation.rule)?.code
                == .signersInsufficient
        )
    }

    /// The approver of a number, with another key or in another generation, as officers give it now.
    private func giveAgain(
        _ index: Int,
        generation: UInt64 = 1,
        key: Ed25519PrivateKey? = nil,
        to organisation: inout SimulatedOrganisation
    ) throws {
        let old = organisation.approver(index)
        let statement = ApproverStatement(
            head: organisation.head,
            person: old.person,
            generation: generation,
            key: Bytes((key ?? organisation.approvers[index]).publicKey.bytes),
            groups: old.groups
        )
        let outcome = try organisation.give(statement, by: Array(organisation.officers.prefix(2)))
        #expect(outcome == .counted)
    }

    @Test func `an approver who was removed and comes back with the same key has not approved what is older`()
        throws
    {
        var organisation = try SimulatedOrganisation.founded()
        let old = try organisation.approved(organisation.grant())
        _ = try organisation.appendToAuthority(
            Draft(
                .taking,
                .personRemoved,
                isCritical: true,
                actor: Actor(component: "test"),
                detail: PersonInGeneration(person: organisation.approverIDs[1], generation: 1).canonical
            )
        )
        try giveAgain(1, generation: 2, to: &organisation)
        let new = try organisation.approved(organisation.grant(2))
        for (approved, objection) in [(old, AuthorityError.Code.signersInsufficient), (new, nil)] {
            #expect(try organisation.file(approved) == .counted)
            let filed = try #require(organisation.policy.grants[SHA256.hash(approved.bytes)])
            let judge = GrantJudge(standing: organisation.standing)
            #expect(judge.objection(to: filed, under: organisation.rule)?.code == objection)
        }
    }

    @Test func `an approval under the approver's earlier key is void, and not forged`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let old = try organisation.approved(organisation.grant(), by: [0])
        try giveAgain(0, key: try Ed25519PrivateKey(), to: &organisation)
        // One made before the new key, and one made after it with the old key.
        for approved in [old, try organisation.approved(organisation.grant(2), by: [0])] {
            #expect(try organisation.file(approved) == .counted)
            let filed = try #require(organisation.policy.grants[SHA256.hash(approved.bytes)])
            let judge = GrantJudge(standing: organisation.standing)
            #expect(approved.approvals.map { judge.verdict(on: $0, of: filed) } == [.superseded])
            #expect(
                judge.objection(to: filed, under: organisation.rule)?.code == .signersInsufficient
            )
        }
    }

    @Test func `a grant that claims to know the future is not filed`() throws {
        var organisation = try SimulatedOrganisation.founded()
        var later = organisation
        try giveAgain(0, to: &later)
        let future = try later.approved(later.grant())
        #expect(try organisation.file(future) == .refused(AuthorityError(.outOfTime, "")))
        #expect(organisation.policy.grants.isEmpty)
    }

    @Test func `officers who have left cannot be reached by citing an older head`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let old = Array(organisation.officers.prefix(2))
        let before = organisation.standing.size
        let successors = try (0..<3).map { _ in try Ed25519PrivateKey() }
        _ = try organisation.give(
            organisation.officersStatement(version: 2, successors),
            by: Array(organisation.owners.prefix(2))
        )
        #expect(
            try organisation.file(seal(organisation), by: old)
                == .refused(AuthorityError(.signersInsufficient, ""))
        )
        #expect(try organisation.file(seal(organisation), by: Array(successors.prefix(2))) == .counted)
        #expect(
            try organisation.file(seal(organisation, version: 2, uid: 2), by: old, citing: before)
                == .refused(AuthorityError(.versionNotRising, ""))
        )
    }

    @Test func `a record made under earlier officers still stands when the log is folded again`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let before = organisation.standing.size
        let registered = seal(organisation)
        let old = Array(organisation.officers.prefix(2))
        // As far as `authority` notes before they leave.
        try organisation.noteHeads(policySize: 1)
        let successors = try (0..<3).map { _ in try Ed25519PrivateKey() }
        _ = try organisation.give(
            organisation.officersStatement(version: 2, successors),
            by: Array(organisation.owners.prefix(2))
        )
        #expect(try organisation.file(registered, by: old, citing: before) == .counted)
    }

    @Test func `a statement in policy knows no more of authority than its leaf cites`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let officers = Array(organisation.officers.prefix(2))
        let cited = organisation.standing.size
        let late = SealStatement(
            head: StatementHead(organisation: SimulatedOrganisation.name, madeUnder: cited + 1),
            seal: id(400),
            version: 1,
            name: "合同专用章",
            tag: TagReference(uid: Bytes([4, 0, 0, 0, 0, 0, 1]), keyNumber: 1, keyVersion: 1),
            grade: .proved,
            cabinet: "c1",
            drawer: 1,
            rule: "contract"
        )
        #expect(
            try organisation.file(late, by: officers, citing: cited)
                == .refused(AuthorityError(.outOfTime, ""))
        )
    }

    @Test func `one tag does not sit in two seals`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let officers = Array(organisation.officers.prefix(2))
        _ = try organisation.file(seal(organisation), by: officers)
        let second = SealStatement(
            head: organisation.head,
            seal: id(401),
            version: 1,
            name: "第二枚",
            tag: TagReference(uid: Bytes([4, 0, 0, 0, 0, 0, 1]), keyNumber: 1, keyVersion: 1),
            grade: .proved,
            cabinet: "c1",
            drawer: 2,
            rule: "contract"
        )
        #expect(
            try organisation.file(second, by: officers) == .refused(AuthorityError(.versionNotRising, ""))
        )
    }
}
