import Records
import Testing

@testable import Replication

/// What a cabinet's session does with the logs that the cabinet obeys.
extension CabinetSessionTests {
    @Test func `records are asked for from the held size once the head is stored`() throws {
        var (session, actions) = try opened(
            held: 3,
            confirmed: 3,
            welcome: House.welcome(heads: [policy.offer(from: 3)])
        )
        #expect(actions.names.prefix(2) == ["fresh", "store"])
        #expect(!actions.frames.map(\.name).contains("pull"))
        let pull = try stored(size: 3, confirmed: 12, in: &session)
        let asked = Pull(origin: House.policyName, from: 3, byteCountMax: CabinetSession.pullByteCount)
        #expect(pull.frames == [.pull(asked)])
        #expect(pull.names.contains("cosign"))
        // A head that moves meanwhile does not ask twice.
        #expect(try stored(size: 3, confirmed: 12, in: &session).frames.isEmpty)

        let data = receive(.data(try policy.data(3..<8)), in: &session)
        #expect(data.names == ["store"])
        #expect(receive(.data(try policy.data(8..<12)), in: &session).byeCode == .unexpected)
    }

    @Test func `records that came short are asked for again from there`() throws {
        var (session, _) = try opened(held: 3, confirmed: 3)
        _ = try stored(size: 3, confirmed: 12, in: &session)
        _ = receive(.data(try policy.data(3..<8)), in: &session)
        let outcome = IngestOutcome(
            leaves: .stored(count: 5),
            verdict: nil,
            head: TreeHead(size: 8, root: TreeHash.emptyRoot),
            proved: .empty
        )
        let actions = session.receive(.stored(policy.origin, outcome), at: 3)
        let asked = Pull(origin: House.policyName, from: 8, byteCountMax: CabinetSession.pullByteCount)
        #expect(actions.frames == [.pull(asked)])
    }

    @Test func `records that nobody asked for are refused`() throws {
        for data in [try policy.data(0..<2), try acts.data(0..<2), try House.foreign(2).data(0..<2)] {
            var (session, _) = try opened(held: 3, confirmed: 3)
            #expect(receive(.data(data), in: &session).byeCode == .unexpected)
        }
    }

    @Test func `more records than were asked for, or none, are refused`() throws {
        var large = try MemoryLog(House.policyName, keySeed: 2)
        try large.append(70, byteCount: 1_000)
        for (data, code) in [
            (try large.data(0..<65), ReplicationError.Code.creditExceeded),
            (LogStretch(origin: House.policyName, first: 0, bundle: try RecordBundle([])), .malformed),
        ] {
            var (session, _) = try opened()
            _ = try stored(size: 0, confirmed: 12, in: &session)
            #expect(receive(.data(data), in: &session).byeCode == code)
        }
    }

    @Test func `a head of a log that is not obeyed is refused`() throws {
        for offer in [try acts.offer(from: 0), try House.foreign(2).offer(from: 0)] {
            var (session, _) = try opened()
            #expect(receive(.checkpoint(offer), in: &session).byeCode == .notYours)
        }
    }

    @Test func `a head that headquarters contradicts itself with is told, and nothing is asked for`() throws {
        var (session, _) = try opened(held: 3, confirmed: 3)
        let outcome = IngestOutcome(
            leaves: .none,
            verdict: .refuse(.smaller(latestSize: 3)),
            head: TreeHead(size: 3, root: TreeHash.emptyRoot),
            proved: .empty
        )
        let actions = session.receive(.stored(policy.origin, outcome), at: 3)
        #expect(actions.names == ["refusedHead"])
    }

    private func stored(
        size: UInt64,
        confirmed: UInt64,
        in session: inout CabinetSession
    ) throws -> [CabinetSession.Action] {
        let verifier = try CheckpointPolicy(origin: policy.origin, logKey: policy.signer.verifierKey)
        let outcome = IngestOutcome(
            leaves: .none,
            verdict: .cosign(try verifier.verify(policy.note(confirmed))),
            head: TreeHead(size: size, root: TreeHash.emptyRoot),
            proved: .empty
        )
        return session.receive(.stored(policy.origin, outcome), at: 2_500)
    }
}
