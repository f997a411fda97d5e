import Cryptography
import Records
import Simulation
import Testing

@testable import Authority

/// Owners open new epochs of the logs that headquarters writes.
@Suite struct LogEpochTests {
    private var organisation: SimulatedOrganisation
    private var owners: [Ed25519PrivateKey] { Array(organisation.owners.prefix(2)) }

    init() throws { organisation = try SimulatedOrganisation.founded() }

    private func head(_ log: HeadquartersLog, epoch: UInt64, size: UInt64, _ text: String = "a root") throws
        -> CitedHead
    {
        CitedHead(
            origin: try log.origin(SimulatedOrganisation.name, epoch: epoch).text,
            size: size,
            root: SHA256.hash(Array(text.utf8))
        )
    }

    private func epoch(
        _ log: HeadquartersLog,
        _ number: UInt64 = 2,
        key: [UInt8]? = nil,
        last: UInt64 = 5,
        cut: UInt64 = 9
    ) throws -> LogEpoch {
        LogEpoch(
            origin: try log.origin(SimulatedOrganisation.name, epoch: number).text,
            key: Bytes(try key ?? Ed25519PrivateKey().publicKey.bytes),
            last: try head(log, epoch: number - 1, size: last, "what is here"),
            cut: try head(log, epoch: number - 1, size: cut)
        )
    }

    private func statement(_ epochs: [LogEpoch], head: StatementHead? = nil) -> LogEpochsStatement {
        LogEpochsStatement(head: head ?? organisation.head, reason: .restore, epochs: epochs)
    }

    private func note(_ heads: [CitedHead], in organisation: inout SimulatedOrganisation) throws {
        _ = try organisation.appendToAuthority(
            Draft(
                .system,
                .headsNoted,
                actor: Actor(component: "test"),
                detail: HeadsNoted(heads: heads).canonical
            )
        )
    }

    @Test func `owners open epochs, one after the other, with their keys and ends`() throws {
        var test = self
        let epochs = [try epoch(.acts), try epoch(.receipts)]
        #expect(try test.organisation.give(statement(epochs), by: owners) == .counted)
        let standing = test.organisation.standing
        #expect(standing.epoch(of: .acts) == 2 && standing.epoch(of: .receipts) == 2)
        #expect(standing.epoch(of: .authority) == 1)
        #expect(standing.logKey(.receipts, epoch: 2) == epochs[1].key)
        #expect(standing.logKey(.receipts, epoch: 1) == standing.root?.receiptsKey)
        #expect(standing.logKey(.receipts, epoch: 3) == nil && standing.logKey(.receipts, epoch: 0) == nil)
        let first = try HeadquartersLog.receipts.origin(SimulatedOrganisation.name, epoch: 1)
        #expect(standing.cut(of: first) == epochs[1].cut)
        #expect(standing.cut(of: try Origin(epochs[1].origin)) == nil)
        let third = statement([try epoch(.acts, 3)], head: test.organisation.head)
        #expect(try test.organisation.give(third, by: owners) == .counted)
        #expect(test.organisation.standing.epoch(of: .acts) == 3)
        #expect(test.organisation.standing.epoch(of: .receipts) == 2)
    }

    @Test func `what officers, one owner or the logs' own keys signed opens nothing`() throws {
        var test = self
        let paper = statement([try epoch(.acts), try epoch(.receipts)])
        let one = Array(owners.prefix(1))
        for keys in [one, one + one, test.organisation.officers, [test.organisation.logKey], []] {
            #expect(
                try test.organisation.give(paper, by: keys)
                    == .refused(AuthorityError(.signersInsufficient, ""))
            )
        }
        #expect(test.organisation.standing.epoch(of: .acts) == 1)
    }

    @Test func `an epoch that is not the next one is refused, also a second time and beside a good one`()
        throws
    {
        var test = self
        let notRising = FoldOutcome.refused(AuthorityError(.versionNotRising, ""))
        let skipping = statement([try epoch(.acts), try epoch(.receipts, 3)])
        #expect(try test.organisation.give(skipping, by: owners) == notRising)
        // All of a statement or nothing.
        #expect(test.organisation.standing.epoch(of: .acts) == 1)
        let good = statement([try epoch(.acts), try epoch(.receipts)], head: test.organisation.head)
        #expect(try test.organisation.give(good, by: owners) == .counted)
        #expect(try test.organisation.give(good, by: owners) == notRising)
        let cutAnew = statement([try epoch(.acts, cut: 6)], head: test.organisation.head)
        #expect(try test.organisation.give(cutAnew, by: owners) == notRising)
    }

    @Test func `no log ends before a head that authority notes, or at another one of that size`() throws {
        var test = self
        let noted = try head(.acts, epoch: 1, size: 9)
        try note([noted], in: &test.organisation)
        let tooEarly = FoldOutcome.refused(AuthorityError(.cutTooEarly, ""))
        let below = statement([try epoch(.acts, cut: 8)], head: test.organisation.head)
        #expect(try test.organisation.give(below, by: owners) == tooEarly)
        let other = LogEpoch(
            origin: try epoch(.acts).origin,
            key: try epoch(.acts).key,
            last: try head(.acts, epoch: 1, size: 5),
            cut: try head(.acts, epoch: 1, size: 9, "another root")
        )
        #expect(try test.organisation.give(statement([other]), by: owners) == tooEarly)
        #expect(try test.organisation.give(statement([try epoch(.acts, cut: 9)]), by: owners) == .counted)
    }

    @Test func `a reason for which only other logs begin anew is none of headquarters' logs`() throws {
        let epochs = [try epoch(.acts), try epoch(.receipts)]
        for reason in [EpochReason.restore, .fork, .rotation, .enrolment, .diskLost, .bitError] {
            let bytes = LogEpochsStatement(head: organisation.head, reason: reason, epochs: epochs).encoded
            if [.restore, .fork, .rotation].contains(reason) {
                #expect(try LogEpochsStatement(decoding: bytes).reason == reason)
            } else {
                #expect(throws: RecordsError(.malformed, "")) { try LogEpochsStatement(decoding: bytes) }
            }
        }
    }

    @Test func `a key that is in force for something else opens no epoch`() throws {
        var test = self
        let taken = [
            test.organisation.logKey, test.organisation.owners[2], test.organisation.officers[0],
            test.organisation.approvers[0],
        ]
        for key in taken {
            let paper = statement([try epoch(.acts, key: key.publicKey.bytes)], head: test.organisation.head)
            #expect(
                try test.organisation.give(paper, by: owners) == .refused(AuthorityError(.keyInUse, ""))
            )
        }
        let key = try Ed25519PrivateKey().publicKey.bytes
        _ = try test.organisation.give(statement([try epoch(.acts, key: key)]), by: owners)
        let again = statement([try epoch(.receipts, key: key)])
        #expect(try test.organisation.give(again, by: owners) == .refused(AuthorityError(.keyInUse, "")))
    }

    @Test func `logs of others and policies of unknown sites are not opened anew`() throws {
        var test = self
        #expect(
            try test.organisation.give(statement([try epoch(.policy(site: "north"))]), by: owners)
                == .refused(AuthorityError(.unknownSubject, ""))
        )
        let head = StatementHead(organisation: "example.net", madeUnder: 1)
        #expect(throws: RecordsError(.malformed, "")) {
            try LogEpochsStatement(decoding: statement([try epoch(.acts)], head: head).encoded)
        }
    }

    @Test func `it counts without witnesses: they could not be shown a head before`() throws {
        var test = self
        let witness = Witness(
            name: "example.org/cabinet/c1",
            key: Bytes(try Ed25519PrivateKey().publicKey.bytes)
        )
        _ = try test.organisation.give(
            WitnessPolicyStatement(head: test.organisation.head, version: 1, witnesses: [witness]),
            by: owners
        )
        let paper = statement([try epoch(.receipts)], head: test.organisation.head)
        #expect(try test.organisation.give(paper, by: owners) == .counted)
        #expect(test.organisation.standing.epoch(of: .receipts) == 2)
        #expect(test.organisation.standing.waitingCount == 0)
        _ = test.organisation.witness(upTo: test.organisation.standing.size)
        #expect(test.organisation.standing.epoch(of: .receipts) == 2)
    }

    @Test func `what is folded of it survives a restart`() throws {
        var test = self
        _ = try test.organisation.give(statement([try epoch(.acts), try epoch(.receipts)]), by: owners)
        let state = test.organisation.standing.known
        #expect(try AuthorityState(decoding: state.encoded) == state)
    }
}
