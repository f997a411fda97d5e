import Records
import Testing

@testable import Replication

/// Logs of which only heads come to a cabinet: `receipts`.
@Suite struct FollowedLogTests {
    private let acts: MemoryLog
    private let receipts: MemoryLog

    init() throws {
        acts = try House.acts(3)
        receipts = try MemoryLog("seals.example/hq/receipts/e1", keySeed: 5, count: 12)
    }

    private func receive(_ frame: Frame, in session: inout CabinetSession) -> [CabinetSession.Action] {
        session.receive(.received(frame.encoded), at: 2_000)
    }

    @Test func `a followed head is stored and cosigned, and no record is asked for or taken`() throws {
        var (session, _) = CabinetSession.begin(
            try House.hello(heads: [acts.offer(from: 0)]),
            own: [(acts.origin, .acts, acts.size, acts.size)],
            obeyed: [],
            followed: [(receipts.origin, 3)],
            alarms: [],
            at: 1_000
        )
        _ = receive(.witness([]), in: &session)
        let welcome = try House.welcome(mirrored: 3, heads: [receipts.offer(from: 3)])
        #expect(receive(.welcome(welcome), in: &session).names.contains("store"))
        let policy = try CheckpointPolicy(origin: receipts.origin, logKey: receipts.signer.verifierKey)
        let outcome = IngestOutcome(
            leaves: .none,
            verdict: .cosign(try policy.verify(receipts.note())),
            head: .empty,
            proved: .empty
        )
        #expect(session.receive(.stored(receipts.origin, outcome), at: 2_001).names == ["cosign"])
        #expect(receive(.data(try receipts.data(0..<2)), in: &session).byeCode == .unexpected)
    }

    @Test func `headquarters shows its head, and gives no record of it`() throws {
        var session = HeadquartersSession(
            organisation: House.organisation,
            cabinet: House.cabinet,
            writes: [acts.origin: .acts],
            obeys: [],
            shows: [receipts.origin]
        )
        let held = [HeldLog(origin: receipts.origin.text, size: 3)]
        _ = session.receive(.received(Frame.hello(try House.hello(heads: [], held: held)).encoded))
        _ = session.receive(.welcomed(try House.welcome()))
        let actions = session.receive(.headMoved(receipts.origin))
        guard case .offer(let origin, from: let from)? = actions.first else {
            Issue.record("no head is offered")
            return
        }
        #expect(origin == receipts.origin && from == 3)
        let pull = Pull(origin: receipts.origin.text, from: 0, byteCountMax: 1_000)
        #expect(session.receive(.received(Frame.pull(pull).encoded)).byeCode == .notYours)
    }
}
