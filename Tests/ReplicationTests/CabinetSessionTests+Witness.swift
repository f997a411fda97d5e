import Authority
import Records
import Testing

@testable import Replication

/// What a cabinet does with the verdicts of its witness.
extension CabinetSessionTests {
    @Test func `a stale head is proved anew from the named size, before any record`() throws {
        var (session, actions) = try opened(witnessed: 8, lines: [line(.stale, size: 20)])
        let frames = try perform(actions, in: &session)
        #expect(frames.map(\.name) == ["checkpoint", "data"])
        #expect(frames.first == .checkpoint(try acts.offer(from: 20)))
        let again = try perform(receive(.witness([line(.stale, size: 25)]), in: &session), in: &session)
        #expect(again == [.checkpoint(try acts.offer(from: 25))])
    }

    @Test(arguments: [WitnessLine.Verdict.smaller, .fork, .untrusted, .quarantined])
    func `a refused head is a contradiction, told once`(verdict: WitnessLine.Verdict) throws {
        let note = try House.cosigned(acts.note(9))
        var (session, actions) = try opened(lines: [line(verdict, size: 9, note: note)])
        guard case .contradiction(acts.origin, verdict, let bytes)? = actions.first else {
            Issue.record("\(actions.names)")
            return
        }
        #expect(bytes == note.bytes)
        #expect(try !perform(actions, in: &session).map(\.name).contains("checkpoint"))
    }

    @Test(arguments: [WitnessLine.Verdict.smaller, .fork, .untrusted, .quarantined])
    func `records of a refused log are held back, alarms and everything else go on`(
        verdict: WitnessLine.Verdict
    ) throws {
        let credit = try House.welcome(mirrored: 20, credit: [.alarms: 100_000, .acts: 1 << 20])
        var (session, actions) = try opened(
            witnessed: 8,
            alarms: [12, 25],
            lines: [line(verdict, size: 40)],
            welcome: credit
        )
        let frames = try perform(actions, in: &session)
        // What lies at headquarters at index 12 is not what lies here.
        #expect(frames.map(\.name) == ["alarm", "alarm"])
        #expect(frames.first == .alarm(try acts.alarm(12, from: 8)))
        let grown = session.receive(.appended(acts.origin, size: 30, alarms: [29]), at: 3)
        #expect(try perform(grown, in: &session).map(\.name) == ["alarm"])
        #expect(receive(.checkpoint(try policy.offer(from: 0)), in: &session).names == ["store"])
    }

    @Test func `a head that is not of this log is not proved from, and nothing of the log follows`() throws {
        let other = try MemoryLog(House.actsName, keySeed: 1, count: 20, byteCount: 60)
        for isOpen in [false, true] {
            let lines = [line(.stale, size: 20, note: try other.note())]
            var (session, actions) = try opened(lines: isOpen ? [] : lines)
            if isOpen { actions = receive(.witness(lines), in: &session) }
            #expect(actions.names.contains("compare"))
            #expect(try !perform(actions, in: &session).map(\.name).contains("checkpoint"))
            #expect(session.receive(.compared(acts.origin, isOurs: false), at: 3).isEmpty)
            #expect(session.receive(.appended(acts.origin, size: 31, alarms: []), at: 3).isEmpty)
        }
        var (session, actions) = try opened(lines: [line(.stale, size: 20, note: try acts.note(20))])
        #expect(try perform(actions, in: &session).isEmpty)
        let proved = session.receive(.compared(acts.origin, isOurs: true), at: 3)
        #expect(try perform(proved, in: &session).map(\.name) == ["checkpoint", "data"])
    }

    @Test func `a verdict on a log that is not ours is passed over`() throws {
        let foreign = WitnessLine(origin: House.foreignName, verdict: .fork, size: 3, note: nil)
        let (_, actions) = try opened(lines: [foreign])
        #expect(!actions.names.contains("contradiction"))
    }

    // MARK: Cosignatures

    @Test func `a head that is cosigned but not mirrored is not offered over and over`() throws {
        var (session, actions) = try opened()
        #expect(try perform(actions, in: &session).map(\.name) == ["data", "checkpoint"])
        let head = CosignedHead(note: Bytes(try House.cosigned(acts.note()).bytes), mirroredSize: 12)
        for _ in 0..<3 {
            let answer = receive(.cosignature(head), in: &session)
            #expect(answer.names == ["keep"])
            #expect(try perform(answer, in: &session).isEmpty)
        }
        #expect(session.own[0].mirrored == 12)
        #expect(session.own[0].witnessed == 30)
        // With the next record there is something new to say.
        let next = session.receive(.appended(acts.origin, size: 31, alarms: []), at: 3)
        #expect(next.names == ["read"])
    }

    @Test func `a cosignature of another log is refused, one beyond the own head is a contradiction`() throws
    {
        var (session, _) = try opened()
        let foreign = CosignedHead(note: Bytes(try House.foreign(3).note().bytes), mirroredSize: 3)
        #expect(receive(.cosignature(foreign), in: &session).byeCode == .notYours)

        (session, _) = try opened()
        let larger = CosignedHead(note: Bytes(try House.acts(31).note().bytes), mirroredSize: 31)
        #expect(receive(.cosignature(larger), in: &session).names == ["contradiction"])
        #expect(session.own[0].witnessed == 0)
        #expect(session.own[0].mirrored == 0)
    }

    // MARK: Time and the end
}
