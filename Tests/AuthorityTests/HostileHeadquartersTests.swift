import Cryptography
import Records
import Simulation
import Testing

@testable import Authority

/// Everything that a hostile headquarters can make of each kind of statement changes nothing.
@Suite struct HostileHeadquartersTests {
    typealias Paper = HostileHeadquarters.Paper

    /// What does not count wherever it stands.
    enum Forgery: CaseIterable, Sendable {
        case headquartersKeys, oneSigner, oneSignerTwice, otherKindOfSigner, approvers, byteChanged
        case otherOrganisation, fromTheFuture, unsigned
    }

    @Test(arguments: Paper.allCases, Forgery.allCases)
    func `a forged statement changes nothing and is refused by name`(paper: Paper, forgery: Forgery) throws {
        var hostile = try HostileHeadquarters()
        let before = hostile.given
        let right = hostile.signers(paper)
        let forged: SignedStatement
        switch forgery {
        case .headquartersKeys:
            forged = try hostile.signed(paper, by: [hostile.organisation.logKey, try Ed25519PrivateKey()])
        case .oneSigner: forged = try hostile.signed(paper, by: [right[0]])
        case .oneSignerTwice:
            let one = try hostile.signed(paper, by: [right[0]])
            forged = SignedStatement(bytes: one.bytes, signatures: one.signatures + one.signatures)
        case .otherKindOfSigner:
            let others = paper.isOfOwners ? hostile.organisation.officers : hostile.organisation.owners
            forged = try hostile.signed(paper, by: others)
        case .approvers: forged = try hostile.signed(paper, by: hostile.organisation.approvers)
        case .byteChanged:
            let honest = try hostile.signed(paper, by: right)
            var bytes = honest.bytes
            bytes[bytes.count - 1] ^= 1
            forged = SignedStatement(bytes: bytes, signatures: honest.signatures)
        case .otherOrganisation:
            let head = StatementHead(
                organisation: "example.com",
                madeUnder: hostile.organisation.head.madeUnder
            )
            forged = try hostile.signed(paper, head: head, by: right)
        case .fromTheFuture:
            let head = StatementHead(organisation: SimulatedOrganisation.name, madeUnder: 1_000)
            forged = try hostile.signed(paper, head: head, by: right)
        case .unsigned: forged = try hostile.signed(paper, by: [])
        }
        let outcome = try hostile.lay(forged, paper)
        guard case .refused = outcome else {
            Issue.record("\(paper), \(forgery): \(outcome)")
            return
        }
        #expect(hostile.given == before)
    }

    @Test(arguments: Paper.allCases)
    func `the same with the right signatures counts`(paper: Paper) throws {
        var hostile = try HostileHeadquarters()
        let before = hostile.given
        #expect(try hostile.lay(try hostile.signed(paper, by: hostile.signers(paper)), paper) == .counted)
        #expect(hostile.given != before)
    }

    @Test(arguments: Paper.allCases)
    func `a statement filed again, or an older edit after a newer one, changes nothing`(paper: Paper) throws {
        var hostile = try HostileHeadquarters()
        let older = try hostile.signed(paper, step: 1, by: hostile.signers(paper))
        let newer = try hostile.signed(paper, step: paper == .root ? 1 : 2, by: hostile.signers(paper))
        #expect(try hostile.lay(newer, paper) == .counted)
        let before = hostile.given
        for signed in [newer, older] {
            let outcome = try hostile.lay(signed, paper)
            #expect(outcome == .refused(AuthorityError(.versionNotRising, "")), "\(outcome)")
            #expect(hostile.given == before)
        }
    }

    /// What can be done to the records of a log, whoever signed them.
    enum Handling: CaseIterable, Sendable {
        case reordered, dropped, duplicated
    }

    @Test(arguments: Paper.allCases, Handling.allCases)
    func `records that are reordered, dropped or doubled give nothing and stop takes`(
        paper: Paper,
        handling: Handling
    ) throws {
        var hostile = try HostileHeadquarters()
        let before = hostile.given
        _ = try hostile.lay(try hostile.signed(paper, by: hostile.signers(paper)), paper)
        let after = hostile.given
        let last =
            try paper.isOfPolicy
            ? hostile.organisation.appendToPolicy(Self.taking(.sealSuspended))
            : hostile.organisation.appendToAuthority(Self.taking(.cabinetSuspended))
        #expect(last == .counted)
        var records =
            paper.isOfPolicy ? hostile.organisation.policyRecords : hostile.organisation.authorityRecords
        let index = records.count - 2
        switch handling {
        case .reordered: records.swapAt(index, index + 1)
        case .dropped: records.remove(at: index)
        case .duplicated: records.insert(records[index], at: index)
        }
        var logs = hostile.organisation.emptyLogs
        let authority = paper.isOfPolicy ? hostile.organisation.authorityRecords : records
        for record in authority { _ = try logs.fold(authority: record) }
        for record in paper.isOfPolicy ? records : [] { _ = try logs.fold(policy: record) }
        #expect(logs.missesCriticalRecord)
        let given = HostileHeadquarters.Given(logs.standing, logs.policy)
        #expect(given == (handling == .duplicated ? after : before))
    }

    private static func taking(_ kind: RecordKind) -> Draft {
        Draft(
            .taking,
            kind,
            isCritical: true,
            actor: Actor(component: "test"),
            subject: kind == .sealSuspended ? Subject(seal: id(499)) : Subject(cabinet: "c9")
        )
    }
}
