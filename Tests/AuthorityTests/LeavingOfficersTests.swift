import Cryptography
import Records
import Simulation
import Testing

@testable import Authority

/// Officers lose force when the leaf is known that leaves them out; new ones wait for witnesses.
@Suite struct LeavingOfficersTests {
    private var organisation: SimulatedOrganisation
    private let successor: Ed25519PrivateKey

    /// An organisation with three witnesses, all leaves so far cosigned.
    init() throws {
        var organisation = try SimulatedOrganisation.founded()
        let witnesses = try (1...3).map {
            Witness(
                name: "example.org/cabinet/c\($0)",
                key: Bytes(try Ed25519PrivateKey().publicKey.bytes)
            )
        }
        _ = try organisation.give(
            WitnessPolicyStatement(head: organisation.head, version: 1, witnesses: witnesses),
            by: Array(organisation.owners.prefix(2))
        )
        organisation.witness(upTo: organisation.standing.size)
        self.organisation = organisation
        successor = try Ed25519PrivateKey()
    }

    private func seal(_ number: Int = 1, version: UInt64 = 1) -> SealStatement {
        SealStatement(
            head: organisation.head,
            seal: id(400 + number),
            version: version,
            name: "合同专用章",
            tag: TagReference(uid: Bytes([4, 0, 0, 0, 0, 0, UInt8(number)]), keyNumber: 1, keyVersion: 1),
            grade: .proved,
            cabinet: "c1",
            drawer: UInt64(number),
            rule: "contract"
        )
    }

    /// The first officer leaves; somebody new comes.
    private mutating func change() throws {
        let old = organisation.officersStatement(version: 1)
        let new = Officer(
            person: id(60),
            key: Bytes(successor.publicKey.bytes),
            isSecurityOfficer: true,
            isDutyOfficer: false
        )
        let outcome = try organisation.give(
            OfficersStatement(
                head: organisation.head,
                version: 2,
                officers: old.officers.dropFirst() + [new]
            ),
            by: Array(organisation.owners.prefix(2))
        )
        #expect(outcome == .waiting)
    }

    @Test func `who is left out signs nothing any more, though no witness has cosigned`() throws {
        var test = self
        let old = Array(test.organisation.officers.prefix(2))
        try test.change()
        #expect(
            test.organisation.standing.officers?.officers.map(\.key.bytes) == [
                test.organisation.officers[1].publicKey.bytes, test.organisation.officers[2].publicKey.bytes,
            ]
        )
        #expect(
            try test.organisation.file(test.seal(), by: old)
                == .refused(AuthorityError(.signersInsufficient, ""))
        )
        let job = TagJobStatement(
            head: test.organisation.head,
            job: Bytes([UInt8](repeating: 1, count: 16)),
            cabinet: "c1",
            uid: Bytes([4, 0, 0, 0, 0, 0, 1]),
            purpose: .seal,
            keyVersion: 1
        )
        let signed = try test.organisation.signed(job, by: old)
        #expect(throws: AuthorityError(.signersInsufficient, "")) {
            try test.organisation.standing.verified(signed, as: TagJobStatement.self)
        }
        // Those who stay sign on.
        let stayed = Array(test.organisation.officers[1...2])
        #expect(try test.organisation.file(test.seal(), by: stayed) == .counted)
    }

    @Test func `who is new signs once witnesses have cosigned, and holds those behind`() throws {
        var test = self
        try test.change()
        let withNew = [test.organisation.officers[1], test.successor]
        let stayed = Array(test.organisation.officers[1...2])
        #expect(try test.organisation.file(test.seal(1), by: withNew) == .waiting)
        #expect(try test.organisation.file(test.seal(2), by: stayed) == .waiting)
        #expect(test.organisation.policy.seals.isEmpty)
        let suspension = Draft(
            .taking,
            .sealSuspended,
            isCritical: true,
            actor: Actor(component: "test"),
            subject: Subject(seal: id(402))
        )
        #expect(try test.organisation.appendToPolicy(suspension) == .waiting)
        #expect(test.organisation.policy.isSuspended(seal: id(402)))
        test.organisation.witness(upTo: test.organisation.standing.size)
        let reports = test.organisation.settlePolicy()
        #expect(reports.map(\.outcome) == [.counted, .counted, .counted])
        #expect(test.organisation.policy.seals.count == 2)
        #expect(test.organisation.policy.isSuspended(seal: id(402)))
        #expect(!test.organisation.policy.isSuspended(seal: id(401)))
    }

    @Test(arguments: [true, false])
    func `an older leaf that is not noted when its officers leave does not count`(isNoted: Bool) throws {
        var test = self
        let old = Array(test.organisation.officers.prefix(2))
        let cited = test.organisation.standing.size
        let (first, second) = (test.seal(), test.seal(2))
        if isNoted { try test.organisation.noteHeads(policySize: 1) }
        try test.change()
        let outcome = try test.organisation.file(first, by: old, citing: cited)
        #expect(outcome == (isNoted ? .counted : .refused(AuthorityError(.signersInsufficient, ""))))
        // The next one was not noted in any case.
        #expect(
            try test.organisation.file(second, by: old, citing: cited)
                == .refused(AuthorityError(.signersInsufficient, ""))
        )
    }

    @Test func `a leaf that counted and was not noted when its officers left asks to fold anew`() throws {
        var test = self
        _ = try test.organisation.file(test.seal(), by: Array(test.organisation.officers.prefix(2)))
        var logs = test.organisation.emptyLogs
        let before = test.organisation.authorityRecords
        for record in before { _ = try logs.fold(authority: record) }
        _ = logs.witness(upTo: UInt64(before.count))
        for record in test.organisation.policyRecords { _ = try logs.fold(policy: record) }
        #expect(logs.policy.seals.count == 1)
        #expect(logs.foldsAnewFrom == nil)
        try test.change()
        for record in test.organisation.authorityRecords.dropFirst(before.count) {
            _ = try logs.fold(authority: record)
        }
        #expect(logs.foldsAnewFrom == 0)
    }
}
