import Cryptography
import Records
import Simulation
import Testing

@testable import Authority

/// Later epochs of `authority`: opened by their own leaf, behind the places of what is lost.
@Suite struct AuthorityEpochTests {
    private var organisation: SimulatedOrganisation
    private var owners: [Ed25519PrivateKey] { Array(organisation.owners.prefix(2)) }

    init() throws { organisation = try SimulatedOrganisation.founded() }

    private func epoch(_ number: UInt64 = 2, last: UInt64, cut: UInt64) throws -> LogEpoch {
        func head(_ size: UInt64) -> CitedHead {
            CitedHead(
                origin: "example.org/hq/authority/e\(number - 1)",
                size: size,
                root: SHA256.hash(Array("\(size)".utf8))
            )
        }
        return LogEpoch(
            origin: "example.org/hq/authority/e\(number)",
            key: Bytes(try Ed25519PrivateKey().publicKey.bytes),
            last: head(last),
            cut: head(cut)
        )
    }

    private func statement(_ epochs: [LogEpoch]) -> LogEpochsStatement {
        LogEpochsStatement(head: organisation.head, reason: .restore, epochs: epochs)
    }

    private mutating func lose(_ count: Int) throws {
        for _ in 0..<count {
            _ = try organisation.appendToAuthority(
                Draft(.system, .leafLost, actor: Actor(component: "test"), detail: .map(CBORMap()))
            )
        }
    }

    private mutating func remove(_ number: Int) throws {
        let removed = PersonInGeneration(person: id(number), generation: 1)
        _ = try organisation.appendToAuthority(
            Draft(
                .taking,
                .personRemoved,
                isCritical: true,
                actor: Actor(component: "test"),
                detail: removed.canonical
            )
        )
    }

    private mutating func suspend(_ cabinet: String) throws {
        _ = try organisation.appendToAuthority(
            Draft(
                .taking,
                .cabinetSuspended,
                isCritical: true,
                actor: Actor(component: "test"),
                subject: Subject(cabinet: cabinet)
            )
        )
    }

    /// The same log in its next epoch, `lostCount` leaves behind its present end.
    private func opened(losing lostCount: Int, by keys: [Ed25519PrivateKey]? = nil) throws -> (
        AuthorityEpochTests, LogEpoch, FoldOutcome
    ) {
        var test = self
        let last = organisation.standing.size
        let epoch = try epoch(last: last, cut: last + UInt64(lostCount))
        let paper = statement([epoch])
        try test.lose(lostCount)
        let outcome = try test.organisation.give(paper, by: keys ?? owners)
        return (test, epoch, outcome)
    }

    /// The logs of the first epoch that were obeyed, and what the next one does not have of them.
    private func obeyed() throws -> ObeyedLogs {
        var logs = organisation.emptyLogs
        for record in organisation.authorityRecords { _ = try logs.fold(authority: record) }
        return logs
    }

    private func followed(
        _ later: AuthorityEpochTests,
        after earlier: ObeyedLogs,
        sharing shared: UInt64
    ) throws -> ObeyedLogs {
        var lost = LostAuthority(of: earlier.standing, behind: shared)
        for record in organisation.authorityRecords.dropFirst(Int(shared)) { lost.look(at: record) }
        let empty = organisation.emptyLogs
        var logs = ObeyedLogs(
            standing: empty.standing,
            policy: empty.policy,
            authorityEpoch: 2,
            after: earlier,
            losing: lost
        )
        for record in later.organisation.authorityRecords { _ = try logs.fold(authority: record) }
        return logs
    }

    @Test func `owners open the next epoch by its own leaf, behind a place for each that is lost`() throws {
        let (test, epoch, outcome) = try opened(losing: 3)
        let standing = test.organisation.standing
        #expect(outcome == .counted && standing.epoch(of: .authority) == 2)
        #expect(standing.logKey(.authority, epoch: 2) == epoch.key)
        #expect(standing.logKey(.authority, epoch: 1) == standing.root?.authorityKey)
        #expect(standing.ending(of: try Origin("example.org/hq/authority/e1"))?.last == epoch.last)
        #expect(try AuthorityState(decoding: standing.known.encoded) == standing.known)
        let (_, _, refused) = try opened(losing: 3, by: organisation.officers)
        #expect(refused == .refused(AuthorityError(.signersInsufficient, "")))
    }

    @Test func `it opens nothing in another place, beside other logs, or behind more than is lost at once`()
        throws
    {
        let size = organisation.standing.size
        for cut in [size - 1, size + 1] {
            var test = self
            let paper = statement([try epoch(last: size - 2, cut: cut)])
            #expect(
                try test.organisation.give(paper, by: owners) == .refused(AuthorityError(.unknownSubject, ""))
            )
            #expect(test.organisation.standing.epoch(of: .authority) == 1)
        }
        let acts = LogEpoch(
            origin: "example.org/hq/acts/e2",
            key: Bytes(try Ed25519PrivateKey().publicKey.bytes),
            last: CitedHead(origin: "example.org/hq/acts/e1", size: 1, root: SHA256.hash([1])),
            cut: CitedHead(origin: "example.org/hq/acts/e1", size: 2, root: SHA256.hash([2]))
        )
        let many = LogEpochsStatement.lostCountMax
        let papers = [[try epoch(last: 3, cut: 4), acts], [try epoch(last: 3, cut: 4 + many)]]
        for epochs in papers {
            #expect(throws: RecordsError(.malformed, "")) {
                try LogEpochsStatement(decoding: statement(epochs).encoded)
            }
        }
        let most = try epoch(last: 3, cut: 3 + many)
        #expect(try LogEpochsStatement(decoding: statement([most]).encoded).epochs == [most])
    }

    @Test func `what lost leaves took stays taken, in its place`() throws {
        let (later, _, _) = try opened(losing: 4)
        let shared = organisation.standing.size
        var test = self
        try test.remove(1)
        try test.suspend("c1")
        try test.remove(2)
        let earlier = try test.obeyed()
        let logs = try test.followed(later, after: earlier, sharing: shared)
        #expect(later.organisation.standing.removedGeneration(of: id(1)) == nil)
        for number in 1...2 { #expect(logs.standing.removedGeneration(of: id(number)) == 1) }
        #expect(logs.standing.wasRemoved(id(2), behind: shared + 2))
        #expect(!logs.standing.wasRemoved(id(2), behind: shared + 3))
        #expect(logs.standing.isSuspended(cabinet: "c1"))
        #expect(logs.loss == AuthorityLoss(sharedSize: shared, leafCount: 3, isUnreadable: false))
        #expect(logs.lacking.isEmpty && !logs.missesCriticalRecord && logs.authorityEpoch == 2)
        #expect(try ObeyedLogs(decoding: logs.encoded) == logs)
    }

    @Test func `what may have been tightened in lost leaves is in doubt until people give it anew`() throws {
        var (later, _, _) = try opened(losing: 2)
        let shared = organisation.standing.size
        var test = self
        let fewer = Array(organisation.officers.prefix(2))
        _ = try test.organisation.give(test.organisation.officersStatement(version: 2, fewer), by: owners)
        let earlier = try test.obeyed()
        #expect(earlier.standing.officers?.version == 2)
        let doubtful = try test.followed(later, after: earlier, sharing: shared)
        #expect(doubtful.standing.officers?.version == 1)
        #expect(doubtful.lacking == [GivenName(.officers)])
        #expect(try ObeyedLogs(decoding: doubtful.encoded).lacking == doubtful.lacking)
        let anew = later.organisation.officersStatement(version: 2, fewer)
        #expect(try later.organisation.give(anew, by: owners) == .counted)
        #expect(try test.followed(later, after: earlier, sharing: shared).lacking.isEmpty)
    }

    @Test func `a lost leaf that nobody can read may have taken anything`() throws {
        let (later, _, _) = try opened(losing: 2)
        let shared = organisation.standing.size
        var test = self
        _ = try test.organisation.appendToAuthority(
            Draft(
                .taking,
                RecordKind(rawValue: 9_999),
                isCritical: true,
                actor: Actor(component: "test"),
                detail: .map(CBORMap())
            )
        )
        let logs = try test.followed(later, after: try test.obeyed(), sharing: shared)
        #expect(logs.loss?.isUnreadable == true && logs.missesCriticalRecord)
    }

    @Test func `owners who have left open nothing for somebody who knows it`() throws {
        let (later, _, _) = try opened(losing: 1)
        let others = try (0..<3).map { _ in try Ed25519PrivateKey() }
        func reader() throws -> LaterAuthority {
            var reader = LaterAuthority(epoch: 2, under: organisation.standing)
            for record in later.organisation.authorityRecords { try reader.read(record) }
            return reader
        }
        #expect(try reader().follows(organisation.standing))
        // Two of three owners changed in a leaf that is lost: what the two before signed says nothing to who knows it.
        var test = self
        let root = organisation.root
        let next = RootStatement(
            organisation: SimulatedOrganisation.name,
            madeUnder: organisation.standing.size,
            rootVersion: 2,
            regime: root.regime,
            threshold: 2,
            owners: others.map(\.publicKey),
            authorityKey: organisation.logKey.publicKey,
            actsKey: organisation.logKey.publicKey,
            receiptsKey: organisation.logKey.publicKey,
            previous: SHA256.hash(root.encoded)
        )
        #expect(try test.organisation.give(next, by: owners + others.prefix(2)) == .counted)
        #expect(try !reader().follows(test.organisation.standing))
        let signed = try test.organisation.signed(
            statement([try epoch(last: 3, cut: 4)]),
            by: owners
        )
        #expect(organisation.standing.announced([signed]) != nil)
        #expect(test.organisation.standing.announced([signed]) == nil)
        let both = try test.organisation.signed(statement([try epoch(last: 3, cut: 4)]), by: others)
        #expect(test.organisation.standing.announced([both]) != nil)
        // Who knows the root before follows the statements that lead to the one in force.
        let rootSigned = try test.organisation.signed(next, by: owners + others.prefix(2))
        #expect(organisation.standing.announced([rootSigned, both]) != nil)
        #expect(organisation.standing.announced([both]) == nil)
    }

    @Test func `an epoch that hangs on another root, or that nobody opened, is not read as one`() throws {
        let (later, _, _) = try opened(losing: 1)
        let stranger = try SimulatedOrganisation.founded()
        var foreign = LaterAuthority(epoch: 2, under: stranger.standing)
        for record in later.organisation.authorityRecords { try foreign.read(record) }
        #expect(foreign.opening == nil && !foreign.follows(stranger.standing))
        var unopened = LaterAuthority(epoch: 2, under: organisation.standing)
        for record in organisation.authorityRecords { try unopened.read(record) }
        #expect(unopened.opening == nil)
    }
}
