import Authority
import Records
import Testing

@testable import Replication

@Suite struct CabinetSessionTests {
    let acts: MemoryLog
    let policy: MemoryLog

    init() throws {
        acts = try House.acts(30)
        policy = try House.policy(12)
    }

    func begin(
        witnessed: UInt64 = 0,
        held: UInt64 = 0,
        confirmed: UInt64 = 0,
        alarms: [UInt64] = []
    ) throws -> (CabinetSession, [CabinetSession.Action]) {
        CabinetSession.begin(
            try House.hello(heads: [acts.offer(from: witnessed)]),
            own: [(acts.origin, .acts, acts.size, witnessed)],
            obeyed: [(policy.origin, held, confirmed)],
            alarms: alarms.map { (acts.origin, $0) },
            at: 1_000
        )
    }

    /// A session that headquarters has welcomed, and what it did then.
    func opened(
        witnessed: UInt64 = 0,
        held: UInt64 = 0,
        confirmed: UInt64 = 0,
        alarms: [UInt64] = [],
        lines: [WitnessLine] = [],
        welcome: Welcome? = nil
    ) throws -> (CabinetSession, [CabinetSession.Action]) {
        var (session, _) = try begin(witnessed: witnessed, held: held, confirmed: confirmed, alarms: alarms)
        var actions = receive(.witness(lines), in: &session)
        actions += receive(.welcome(try welcome ?? House.welcome()), in: &session)
        return (session, actions)
    }

    func receive(_ frame: Frame, in session: inout CabinetSession) -> [CabinetSession.Action] {
        session.receive(.received(frame.encoded), at: 2_000)
    }

    func line(_ verdict: WitnessLine.Verdict, size: UInt64, note: SignedNote? = nil) -> WitnessLine {
        WitnessLine(
            origin: House.actsName,
            verdict: verdict,
            size: size,
            note: note.map { Bytes($0.bytes) }
        )
    }

    /// Answers every read, offer and proof as a ledger does, until nothing is asked any more.
    func perform(
        _ actions: [CabinetSession.Action],
        in session: inout CabinetSession
    ) throws -> [Frame] {
        var frames: [Frame] = []
        for action in actions {
            let event: CabinetSession.Event
            switch action {
            case .send(let bytes):
                frames.append(try Frame(decoding: bytes))
                continue
            case .read(_, let from, let byteCountMax):
                event = .records(acts.origin, try acts.stretch(from: from, byteCountMax: byteCountMax))
            case .offer(_, let from):
                event = .offered(acts.origin, try acts.offer(from: from), size: acts.size)
            case .prove(_, let index, let from): event = .proved(try acts.alarm(index, from: from))
            default: continue
            }
            frames += try perform(session.receive(event, at: 2_000), in: &session)
        }
        return frames
    }

    // MARK: Greeting

    @Test func `nothing but HELLO leaves before WELCOME`() throws {
        var (session, actions) = try begin(alarms: [3])
        #expect(actions.names == ["send"])
        #expect(actions.frames.map(\.name) == ["hello"])
        #expect(session.receive(.appended(acts.origin, size: 31, alarms: [30]), at: 1).isEmpty)
        #expect(session.receive(.freshDue(nonce: House.nonce), at: 1).isEmpty)
        #expect(receive(.witness([line(.stale, size: 4)]), in: &session).isEmpty)
        #expect(session.receive(.appended(acts.origin, size: 32, alarms: []), at: 1).isEmpty)
        #expect(!receive(.welcome(try House.welcome()), in: &session).isEmpty)
    }

    @Test func `the note from which headquarters wants a proof is compared before WELCOME gives time`() throws
    {
        var (session, _) = try begin()
        let actions = receive(.witness([line(.stale, size: 4, note: try acts.note(4))]), in: &session)
        #expect(actions.names == ["compare"])
        guard case .compare(acts.origin, let note)? = actions.first else { return }
        #expect(note == (try acts.note(4)).bytes)
    }

    @Test func `the witness's note is kept before anything else comes`() throws {
        var (session, _) = try begin()
        let note = try House.cosigned(acts.note())
        let actions = receive(.witness([line(.cosigned, size: 30, note: note)]), in: &session)
        guard case .keep(let kept, nil)? = actions.first else {
            Issue.record("the note was not kept")
            return
        }
        #expect(kept == note.bytes)
        #expect(actions.names == ["keep"])
    }

    @Test func `WELCOME without the witness before it, and every other frame out of order, ends the session`()
        throws
    {
        for frame in try House.frames() {
            var (greeting, _) = try begin()
            switch frame {
            // Headquarters may ask for leaves of its own before it says anything (``Pull``).
            case .witness, .pull, .bye: break
            default: #expect(receive(frame, in: &greeting).byeCode == .unexpected, "\(frame.name)")
            }
            var (witnessed, _) = try begin()
            _ = receive(.witness([]), in: &witnessed)
            switch frame {
            case .welcome, .bye: break
            default: #expect(receive(frame, in: &witnessed).byeCode == .unexpected, "\(frame.name)")
            }
        }
        for frame in try House.frames() {
            switch frame {
            case .hello, .welcome, .pull, .freshRequest, .alarm:
                var (open, _) = try opened()
                let actions = receive(frame, in: &open)
                #expect(actions.byeCode == .unexpected, "\(frame.name)")
                #expect(actions.names == ["send", "leave"])
                #expect(open.receive(.appended(acts.origin, size: 40, alarms: [39]), at: 3).isEmpty)
            default: break
            }
        }
    }

    @Test func `bytes that are no frame end the session with the reason`() throws {
        let cases: [([UInt8], ReplicationError.Code)] = [
            ([0xFF], .malformed),
            ([0xA3, 0, 0x17, 1, 1, 2, 0x80], .unknownFrame),
            ([0xA3, 0, 0x04, 1, 2, 2, 0x80], .unknownVersion),
        ]
        for (bytes, code) in cases {
            var (session, _) = try opened()
            #expect(session.receive(.received(bytes), at: 2).byeCode == code)
        }
    }

    // MARK: The backlog

    @Test func `records go from the mirrored size on, and the head above them last`() throws {
        var (session, actions) = try opened(
            witnessed: 8,
            welcome: House.welcome(mirrored: 8, credit: [.acts: 1 << 20])
        )
        let frames = try perform(actions, in: &session)
        #expect(frames.map(\.name) == ["data", "checkpoint"])
        guard case .data(let data)? = frames.first, case .checkpoint(let offer)? = frames.last else { return }
        #expect(data.first == 8)
        #expect(try data.bundle().records == Array(acts.records[8...]))
        #expect(offer == (try acts.offer(from: 8)))
    }

    @Test func `a mirrored size beyond the log is taken as the log's end`() throws {
        let (session, actions) = try opened(welcome: House.welcome(mirrored: 1 << 40))
        #expect(session.own[0].mirrored == 30)
        #expect(!actions.names.contains("read"))
    }

    @Test(arguments: [0, 1, 49, 50, 500, 1_000, 1_700, 1 << 20])
    func `no more is sent than there is credit for`(credit: UInt64) throws {
        var (session, actions) = try opened(welcome: House.welcome(credit: [.acts: credit]))
        var sent: UInt64 = 0
        var count = 0
        for case .data(let data) in try perform(actions, in: &session) {
            sent += data.byteCount
            count += try data.bundle().count
        }
        // What there is room for does go.
        #expect(count == min(30, Int(credit / (try acts.data(0..<1).byteCount))))
        #expect(sent <= credit)
        #expect(session.sentBytes[.acts, default: 0] == sent)
    }

    @Test func `credit is a total: the same or a smaller one changes nothing, a larger one goes on`() throws {
        var (session, actions) = try opened(welcome: House.welcome(credit: [.acts: 500]))
        let first = try perform(actions, in: &session)
        #expect(first.map(\.name) == ["data"])
        for total in [UInt64(500), 400, 0, 500] {
            let credit = Credit(trafficClass: .acts, byteTotal: total)
            #expect(try perform(receive(.credit(credit), in: &session), in: &session).isEmpty)
            #expect(session.credit[.acts] == 500)
        }
        let other = Credit(trafficClass: .telemetry, byteTotal: 1 << 20)
        #expect(try perform(receive(.credit(other), in: &session), in: &session).isEmpty)
        let more = Credit(trafficClass: .acts, byteTotal: 700)
        #expect(try perform(receive(.credit(more), in: &session), in: &session).map(\.name) == ["data"])
        #expect(session.sentBytes[.acts, default: 0] <= 700)
    }

    @Test func `an epoch waits until everything of the one before has been sent`() throws {
        let second = try MemoryLog("seals.example/cabinet/0c1d/acts/e2", keySeed: 4, count: 3)
        var (session, _) = CabinetSession.begin(
            try House.hello(heads: [acts.offer(from: 0), second.offer(from: 0)]),
            own: [(acts.origin, .acts, acts.size, 0), (second.origin, .acts, second.size, 0)],
            obeyed: [],
            alarms: [],
            at: 0
        )
        _ = receive(.witness([]), in: &session)
        let actions = receive(.welcome(try House.welcome(credit: [.acts: 1 << 20])), in: &session)
        guard case .read(acts.origin, _, _)? = actions.last else {
            Issue.record("\(actions.names)")
            return
        }
        #expect(actions.names.filter { $0 == "read" }.count == 1)
        let stretch = try acts.stretch(from: 0, byteCountMax: 1 << 20)
        let sent = session.receive(.records(acts.origin, stretch), at: 1)
        #expect(sent.names == ["send", "offer", "read"])
    }

    @Test
    func `nothing of a withheld log is sent, and what is missing of a log that was given up is asked for`()
        throws
    {
        var (session, _) = CabinetSession.begin(
            try House.hello(heads: [acts.offer(from: 4, size: 4)]),
            own: [(acts.origin, .acts, acts.size, 4)],
            obeyed: [],
            alarms: [],
            withheld: [acts.origin],
            missing: [(policy.origin, 3, 12)],
            at: 0
        )
        _ = receive(
            .witness([line(.cosigned, size: 4, note: try House.cosigned(acts.note(4)))]),
            in: &session
        )
        let actions = receive(.welcome(try House.welcome(credit: [.acts: 1 << 20])), in: &session)
        let asked = Pull(origin: House.policyName, from: 3, byteCountMax: CabinetSession.pullByteCount)
        let pull = Frame.pull(asked)
        #expect(actions.frames == [pull])
        #expect(!actions.names.contains("read"))
        #expect(receive(.data(try policy.data(3..<12)), in: &session).names == ["store"])
    }

    // MARK: Alarms

    @Test func `alarms go ahead of the backlog, from the witnessed size, with credit of their own`() throws {
        let note = try House.cosigned(acts.note(8))
        var (session, actions) = try opened(
            alarms: [20, 25],
            lines: [line(.cosigned, size: 8, note: note)],
            welcome: House.welcome(credit: [.alarms: 100_000, .acts: 1 << 20])
        )
        let frames = try perform(actions, in: &session)
        #expect(frames.map(\.name) == ["alarm", "alarm", "data", "checkpoint"])
        #expect(frames.first == .alarm(try acts.alarm(20, from: 8)))

        (session, actions) = try opened(
            alarms: [20],
            welcome: House.welcome(credit: [.alarms: 100_000, .acts: 0])
        )
        #expect(try perform(actions, in: &session).map(\.name) == ["alarm"])
        #expect(session.sentBytes[.acts] == nil)

        (session, actions) = try opened(
            alarms: [20],
            welcome: House.welcome(credit: [.alarms: 0, .acts: 100])
        )
        #expect(try perform(actions, in: &session).map(\.name) == ["data"])
        let credit = Credit(trafficClass: .alarms, byteTotal: 100_000)
        #expect(try perform(receive(.credit(credit), in: &session), in: &session).map(\.name) == ["alarm"])
    }

    @Test func `an alarm that lies at headquarters is not sent again`() throws {
        var (session, actions) = try opened(
            alarms: [3, 20],
            welcome: House.welcome(mirrored: 10, credit: [.alarms: 100_000, .acts: 0])
        )
        #expect(try perform(actions, in: &session) == [.alarm(try acts.alarm(20, from: 0))])
    }

    @Test func `alarms that wait are limited to the newest`() throws {
        var (session, _) = try begin(alarms: Array(0..<300))
        #expect(session.alarms.count == CabinetSession.alarmCountMax)
        #expect(session.alarms.first?.index == 44)
        _ = session.receive(.appended(acts.origin, size: 400, alarms: Array(300..<310)), at: 2)
        #expect(session.alarms.count == CabinetSession.alarmCountMax)
        #expect(session.alarms.last?.index == 309)
    }

    // MARK: Verdicts

    @Test func `a fresh note is checked against the last nonce and the moment it was asked`() throws {
        var (session, actions) = try opened()
        guard case .fresh(_, House.nonce, 1_000)? = actions.first else {
            Issue.record("\(actions.names)")
            return
        }
        let nonce = [UInt8](repeating: 0x77, count: FreshNote.nonceByteCount)
        #expect(
            session.receive(.freshDue(nonce: nonce), at: 5_000).frames == [.freshRequest(nonce: Bytes(nonce))]
        )
        guard case .fresh(_, nonce, 5_000)? = receive(.freshNote(try House.freshNote()), in: &session).first
        else {
            Issue.record("the note was not to be checked")
            return
        }
    }

    @Test func `a WELCOME without a note gives no time`() throws {
        let welcome = Welcome(mirrored: [], fresh: nil, heads: [], credit: [])
        let (session, actions) = try opened(welcome: welcome)
        #expect(actions.isEmpty)
        #expect(session.isOpen)
    }

    @Test func `BYE ends the session for as long as it says`() throws {
        var (session, _) = try opened()
        let bye = Bye(code: .unavailable, message: "later", retryAfterMilliseconds: 7_000)
        let actions = receive(.bye(bye), in: &session)
        guard case .leave(let milliseconds, let error)? = actions.first else {
            Issue.record("\(actions.names)")
            return
        }
        #expect(milliseconds == 7_000)
        #expect(error.code == .unavailable)
        #expect(receive(.credit(Credit(trafficClass: .acts, byteTotal: 1 << 30)), in: &session).isEmpty)
    }
}
