import Authority
import Records
import Testing

@testable import Replication

/// A restored headquarters takes leaves of its own log back within the greeting.
@Suite struct RecoverySessionTests {
    private let acts: MemoryLog
    private let policy: MemoryLog

    init() throws {
        acts = try House.acts(3)
        policy = try House.policy(12)
    }

    private func greeted(with more: [SignedNote] = [], heads: [HeadOffer] = []) throws -> (
        HeadquartersSession, [HeadquartersSession.Action]
    ) {
        var session = HeadquartersSession(
            organisation: House.organisation,
            cabinet: House.cabinet,
            writes: [acts.origin: .acts],
            obeys: [policy.origin]
        )
        let plain = try House.hello(heads: [acts.offer(from: 0)] + heads)
        let hello = Hello(
            organisation: plain.organisation,
            cabinet: plain.cabinet,
            boot: plain.boot,
            startCount: plain.startCount,
            nonce: plain.nonce,
            heads: plain.heads,
            held: plain.held,
            cosigned: ([try acts.note(), try policy.note()] + more).map { Bytes($0.bytes) }
        )
        let actions = session.receive(.received(Frame.hello(hello).encoded))
        return (session, actions)
    }

    private func missing(from: UInt64) -> MissingLeaves {
        MissingLeaves(origin: policy.origin, from: from, size: 12)
    }

    @Test func `notes of obeyed logs, and of its own, are compared before anything is stored`() throws {
        let (begun, actions) = try greeted()
        var session = begun
        #expect(actions.names == ["greeted", "compare"])
        guard case .compare(let notes)? = actions.last else { return }
        #expect(notes == [try acts.note().bytes, try policy.note().bytes])
        #expect(session.receive(.compared([])).names == ["store"])
    }

    @Test func `notes of receipts are compared in every epoch, also in one that headquarters has forgotten`()
        throws
    {
        let receipts = try MemoryLog("\(House.organisation)/hq/receipts/e7", keySeed: 9, count: 2).note()
        let strange = try MemoryLog("example.net/hq/receipts/e7", keySeed: 9, count: 2).note()
        let (_, actions) = try greeted(with: [receipts, strange])
        guard case .compare(let notes)? = actions.last else {
            Issue.record("nothing is compared")
            return
        }
        #expect(notes.contains(receipts.bytes) && !notes.contains(strange.bytes))
    }

    @Test func `what is missing is pulled to its end, and then the witness answers`() throws {
        var (session, _) = try greeted()
        let asked = session.receive(.compared([missing(from: 4)]))
        #expect(
            asked.frames == [
                .pull(Pull(origin: House.policyName, from: 4, byteCountMax: UInt64(LogStretch.byteCountAim)))
            ]
        )
        let taken = session.receive(.received(Frame.data(try policy.data(4..<9)).encoded))
        #expect(taken.names == ["recover"])
        let more = session.receive(.recovered(policy.origin, size: 9))
        #expect(more.frames.map(\.name) == ["pull"])
        _ = session.receive(.received(Frame.data(try policy.data(9..<12)).encoded))
        #expect(session.receive(.recovered(policy.origin, size: 12)).names == ["store"])
    }

    @Test func `what is missing comes back before a head is refused`() throws {
        var (session, actions) = try greeted(heads: [House.foreign(3).offer(from: 0)])
        #expect(actions.names == ["greeted", "compare"])
        #expect(session.receive(.compared([missing(from: 4)])).frames.map(\.name) == ["pull"])
        _ = session.receive(.received(Frame.data(try policy.data(4..<12)).encoded))
        #expect(session.receive(.recovered(policy.origin, size: 12)).byeCode == .notYours)
    }

    @Test func `records that were not asked for end the session`() throws {
        for data in [try policy.data(5..<9), try acts.data(0..<3)] {
            var (session, _) = try greeted()
            _ = session.receive(.compared([missing(from: 4)]))
            #expect(session.receive(.received(Frame.data(data).encoded)).byeCode == .unexpected)
        }
    }

    @Test func `a cabinet gives back what it holds, while it greets and not later`() throws {
        let pull = Frame.pull(Pull(origin: House.policyName, from: 4, byteCountMax: 1_000)).encoded
        var (session, _) = CabinetSession.begin(
            try House.hello(heads: [acts.offer(from: 0)]),
            own: [(acts.origin, .acts, acts.size, 0)],
            obeyed: [(policy.origin, 12, 12)],
            alarms: [],
            at: 0
        )
        guard case .read(let origin, 4, 1_000)? = session.receive(.received(pull), at: 1).first else {
            Issue.record("nothing is read")
            return
        }
        let stretch = try policy.stretch(from: 4, byteCountMax: 1_000)
        let given = session.receive(.records(origin, stretch), at: 2)
        let data = LogStretch(origin: House.policyName, first: 4, bundle: stretch.bundle)
        #expect(given.frames == [.data(data)])
        let beyond = Frame.pull(Pull(origin: House.policyName, from: 12, byteCountMax: 1_000)).encoded
        var copy = session
        #expect(copy.receive(.received(beyond), at: 3).byeCode == .notYours)
        _ = session.receive(.received(Frame.witness([]).encoded), at: 4)
        #expect(session.receive(.received(pull), at: 5).byeCode == .unexpected)
    }
}
