import Authority
import Records
import Testing

@testable import Replication

/// How headquarters paces what comes.
extension HeadquartersSessionTests {
    @Test func `more than the credit is refused`() throws {
        let large = try House.acts(30, byteCount: 48_000)
        var (session, _) = try welcomed()
        let limit = HeadquartersSession.window(.acts)
        var received: UInt64 = 0
        for index in 0..<30 {
            let data = try large.data(index..<index + 1)
            let actions = receive(.data(data), in: &session)
            received += data.byteCount
            guard received <= limit else {
                #expect(actions.byeCode == .creditExceeded)
                return
            }
            #expect(actions.names == ["store"])
        }
        Issue.record("everything was taken")
    }

    @Test func `credit grows by what is stored, not by what has come, and never falls`() throws {
        let large = try House.acts(40, byteCount: 48_000)
        let window = HeadquartersSession.window(.acts)
        var (session, _) = try welcomed()
        var (stored, granted) = (UInt64(0), window)
        for index in stride(from: 0, to: 40, by: 2) {
            for place in index..<index + 2 {
                _ = receive(.data(try large.data(place..<place + 1)), in: &session)
            }
            for place in index..<index + 2 {
                stored += try large.data(place..<place + 1).byteCount
                let actions = session.receive(.stored(acts.origin, try answer(leaves: .stored(count: 1))))
                guard case .credit(let credit)? = actions.frames.first else {
                    #expect(stored + window < granted + window / 2)
                    continue
                }
                #expect(credit.trafficClass == .acts)
                #expect(credit.byteTotal == stored + window)
                #expect(credit.byteTotal >= granted + window / 2)
                granted = credit.byteTotal
            }
        }
        #expect(granted > window)
    }

    @Test func `a window that grows gives credit at once, and one that shrinks takes none back`() throws {
        let large = try House.acts(40, byteCount: 48_000)
        var (session, _) = try welcomed()
        session.actsWindow = .max
        let most = HeadquartersSession.actsWindows.upperBound
        #expect(session.actsWindow == most)
        _ = receive(.data(try large.data(0..<1)), in: &session)
        let stored = try large.data(0..<1).byteCount
        let grown = session.receive(.stored(acts.origin, try answer(leaves: .stored(count: 1))))
        #expect(grown.frames == [.credit(Credit(trafficClass: .acts, byteTotal: stored + most))])
        session.actsWindow = 0
        #expect(session.actsWindow == HeadquartersSession.actsWindows.lowerBound)
        _ = receive(.data(try large.data(1..<2)), in: &session)
        #expect(session.receive(.stored(acts.origin, try answer(leaves: .stored(count: 1)))).frames.isEmpty)
        for index in 2..<40 {
            #expect(receive(.data(try large.data(index..<index + 1)), in: &session).byeCode == nil)
        }
    }

    @Test func `alarms have a small credit of their own`() throws {
        let large = try House.acts(30, byteCount: 8_000)
        var (session, _) = try welcomed()
        let frame = Frame.alarm(try large.alarm(29, from: 0))
        var total: UInt64 = 0
        for _ in 0..<40 {
            let actions = receive(frame, in: &session)
            #expect(actions.names.first == "alarm")
            total += UInt64(frame.encoded.count)
            for case .credit(let credit) in actions.frames {
                #expect(credit == Credit(trafficClass: .alarms, byteTotal: total + 256 * 1_024))
            }
        }
        #expect(session.received[.acts] == nil)
        #expect(session.initialCredit.count == TrafficClass.allCases.count)
    }

    /// Of each alarm that is shown, whether its cabinet was held fast.
    private func heldFast(_ actions: [HeadquartersSession.Action]) -> [Bool] {
        actions.compactMap { if case .alarm(_, let isHeldFast) = $0 { isHeldFast } else { nil } }
    }

    @Test(arguments: [true, false])
    func `an alarm waits for the head that holds its cabinet fast, and for no other`(isCosigned: Bool) throws
    {
        let alarm = Frame.alarm(try acts.alarm(1, from: 0))
        var (session, _) = try welcomed(answering: answer(refusing: .stale(latestSize: 30)))
        #expect(heldFast(receive(alarm, in: &session)) == [false])
        #expect(receive(.checkpoint(try acts.offer(from: 0)), in: &session).names == ["store"])
        #expect(receive(alarm, in: &session).isEmpty)
        let judged = isCosigned ? try answer(cosigning: 30) : try answer(refusing: .stale(latestSize: 30))
        #expect(heldFast(session.receive(.stored(acts.origin, judged))) == [isCosigned])
        #expect(receive(.checkpoint(try acts.offer(from: 0)), in: &session).names == ["store"])
        #expect(heldFast(receive(alarm, in: &session)) == (isCosigned ? [true] : []))
    }

    @Test(arguments: ["bye", "failed", "lost", "stopping", "out of order"])
    func `an alarm that waits is shown without a place when the session ends`(end: String) throws {
        var (session, _) = try welcomed(answering: answer(refusing: .stale(latestSize: 30)))
        _ = receive(.checkpoint(try acts.offer(from: 0)), in: &session)
        #expect(receive(.alarm(try acts.alarm(1, from: 0)), in: &session).isEmpty)
        let bye = Bye(code: .stopping, message: "", retryAfterMilliseconds: 0)
        let actions =
            switch end {
            case "bye": receive(.bye(bye), in: &session)
            case "failed": session.receive(.failed)
            case "lost": session.receive(.lost)
            case "stopping": session.receive(.stopping)
            default: receive(.checkpoint(try acts.offer(from: 0)), in: &session)
            }
        #expect(heldFast(actions) == [false])
        // The answer that comes behind it shows nothing a second time.
        #expect(session.receive(.stored(acts.origin, try answer(cosigning: 30))).isEmpty)
        #expect(session.receive(.lost).isEmpty)
    }

    // MARK: What is obeyed

    @Test
    func `a second head of a log before the first was answered ends the session, and so do endless PULLs`()
        throws
    {
        var (session, _) = try welcomed()
        #expect(receive(.checkpoint(try acts.offer(from: 0)), in: &session).names == ["store"])
        let second = receive(.checkpoint(try acts.offer(from: 0)), in: &session)
        #expect(second.names == ["send", "leave"])
        var (other, _) = try welcomed()
        let pull = Frame.pull(Pull(origin: House.policyName, from: 0, byteCountMax: 1_000))
        for _ in 0..<HeadquartersSession.readsUnderWayMax {
            #expect(receive(pull, in: &other).names == ["read"])
        }
        #expect(receive(pull, in: &other).names == ["send", "leave"])
    }
}
