import Authority
import Records
import Testing

@testable import Replication

@Suite struct HeadquartersSessionTests {
    let acts: MemoryLog
    let policy: MemoryLog

    init() throws {
        acts = try House.acts(30)
        policy = try House.policy(12)
    }

    func begin() -> HeadquartersSession {
        HeadquartersSession(
            organisation: House.organisation,
            cabinet: House.cabinet,
            writes: [acts.origin: .acts],
            obeys: [policy.origin]
        )
    }

    func receive(_ frame: Frame, in session: inout HeadquartersSession)
        -> [HeadquartersSession.Action]
    {
        session.receive(.received(frame.encoded))
    }

    /// What a store answers that took a checkpoint, records, or both.
    func answer(
        cosigning size: UInt64? = nil,
        refusing refusal: WitnessRefusal? = nil,
        leaves: IngestOutcome.Leaves = .none,
        held: SignedNote? = nil
    ) throws -> HeadquartersSession.StoredAnswer {
        let policy = try CheckpointPolicy(origin: acts.origin, logKey: acts.signer.verifierKey)
        var verdict = refusal.map { WitnessVerdict.refuse($0) }
        var note: SignedNote?
        if let size {
            verdict = .cosign(try policy.verify(acts.note(size)))
            note = try House.cosigned(acts.note(size))
        }
        let outcome = IngestOutcome(leaves: leaves, verdict: verdict, head: .empty, proved: .empty)
        return HeadquartersSession.StoredAnswer(
            outcome: outcome,
            note: note,
            mirroredSize: 0,
            held: held ?? note
        )
    }

    func welcomed(
        held: [HeldLog] = [],
        welcome: Welcome? = nil,
        answering answer: HeadquartersSession.StoredAnswer? = nil
    ) throws -> (HeadquartersSession, [HeadquartersSession.Action]) {
        var session = begin()
        _ = receive(.hello(try House.hello(heads: [acts.offer(from: 0)], held: held)), in: &session)
        _ = session.receive(.stored(acts.origin, try answer ?? self.answer(cosigning: 30)))
        let actions = session.receive(.welcomed(try welcome ?? House.welcome()))
        return (session, actions)
    }

    // MARK: Greeting

    @Test func `another organisation or cabinet than the key's is refused`() throws {
        for hello in [
            try House.hello(organisation: "other.example", heads: []),
            try House.hello(cabinet: "ffff", heads: []),
        ] {
            var session = begin()
            let actions = receive(.hello(hello), in: &session)
            #expect(actions.byeCode == .notYours)
            #expect(actions.names == ["send", "leave"])
            #expect(receive(.hello(try House.hello(heads: [])), in: &session).isEmpty)
        }
    }

    @Test func `two heads of one log, or a head of another's log, are refused`() throws {
        let foreign = try House.foreign(3)
        for (heads, code) in [
            ([try acts.offer(from: 0), try acts.offer(from: 3)], ReplicationError.Code.malformed),
            ([try foreign.offer(from: 0)], .notYours),
            ([try policy.offer(from: 0)], .notYours),
            ([HeadOffer(note: Bytes(Array("no note".utf8)), from: 0, path: [])], .malformed),
        ] {
            var session = begin()
            #expect(receive(.hello(try House.hello(heads: heads)), in: &session).byeCode == code)
        }
    }

    @Test func `the witness answers when the head is stored, and WELCOME comes after it`() throws {
        var session = begin()
        let greeted = receive(.hello(try House.hello(heads: [acts.offer(from: 0)])), in: &session)
        #expect(greeted.names == ["greeted", "store"])
        #expect(session.receive(.welcomed(try House.welcome())).isEmpty)
        let witnessed = session.receive(.stored(acts.origin, try answer(cosigning: 30)))
        #expect(witnessed.names == ["send", "welcome"])
        let line = WitnessLine(
            origin: House.actsName,
            verdict: .cosigned,
            size: 30,
            note: Bytes(try House.cosigned(acts.note()).bytes)
        )
        #expect(witnessed.frames == [.witness([line])])
        #expect(session.receive(.welcomed(try House.welcome())).frames.map(\.name) == ["welcome"])
    }

    @Test func `each refusal of the witness has its verdict`() throws {
        let held = try acts.note(9)
        let fork = ForkEvidence(kind: .twoRoots, held: held, offered: try acts.note(), path: [])
        for (refusal, verdict, names) in [
            (WitnessRefusal.stale(latestSize: 9), WitnessLine.Verdict.stale, ["send", "welcome"]),
            (.smaller(latestSize: 9), .smaller, ["contradiction", "send", "welcome"]),
            (.fork(fork), .fork, ["contradiction", "send", "welcome"]),
            (.quarantined(fork), .quarantined, ["send", "welcome"]),
            (.untrusted(reason: "x"), .untrusted, ["send", "welcome"]),
            (.malformed(reason: "x"), .untrusted, ["send", "welcome"]),
        ] {
            var session = begin()
            _ = receive(.hello(try House.hello(heads: [acts.offer(from: 0)])), in: &session)
            let actions = session.receive(.stored(acts.origin, try answer(refusing: refusal, held: held)))
            #expect(actions.names == names)
            let line = WitnessLine(
                origin: House.actsName,
                verdict: verdict,
                size: 9,
                note: Bytes(held.bytes)
            )
            #expect(actions.frames == [.witness([line])])
        }
    }

    @Test func `frames out of order end the session`() throws {
        for frame in try House.frames() where frame.name != "bye" {
            var (awaiting, witnessing, welcoming) = (begin(), begin(), begin())
            if frame.name != "hello" {
                #expect(receive(frame, in: &awaiting).byeCode == .unexpected, "\(frame.name)")
            }
            _ = receive(.hello(try House.hello(heads: [acts.offer(from: 0)])), in: &witnessing)
            #expect(receive(frame, in: &witnessing).byeCode == .unexpected, "\(frame.name)")
            _ = receive(.hello(try House.hello(heads: [])), in: &welcoming)
            #expect(receive(frame, in: &welcoming).byeCode == .unexpected, "\(frame.name)")
            if ["hello", "witness", "welcome", "freshNote", "credit"].contains(frame.name) {
                var (open, _) = try welcomed()
                #expect(receive(frame, in: &open).byeCode == .unexpected, "\(frame.name)")
            }
        }
    }

    // MARK: What comes

    @Test func `a cosignature leaves only when what it covers is stored`() throws {
        var (session, _) = try welcomed()
        #expect(receive(.checkpoint(try acts.offer(from: 0)), in: &session).names == ["store"])
        #expect(receive(.data(try acts.data(0..<30)), in: &session).names == ["store"])
        let actions = session.receive(.stored(acts.origin, try answer(cosigning: 30)))
        let note = Bytes(try House.cosigned(acts.note()).bytes)
        #expect(actions.frames == [.cosignature(CosignedHead(note: note, mirroredSize: 0))])
        #expect(session.receive(.stored(acts.origin, try answer(leaves: .stored(count: 30)))).frames.isEmpty)
    }

    @Test func `a head that is refused later is answered by its line`() throws {
        var (session, _) = try welcomed()
        _ = receive(.checkpoint(try acts.offer(from: 4)), in: &session)
        let refused = try answer(refusing: .stale(latestSize: 9), held: acts.note(9))
        let actions = session.receive(.stored(acts.origin, refused))
        guard case .witness(let lines)? = actions.frames.first else {
            Issue.record("\(actions.names)")
            return
        }
        #expect(lines.map(\.verdict) == [.stale])
        #expect(lines.map(\.size) == [9])
    }

    @Test func `records, heads and alarms of a log that the key does not write are refused`() throws {
        let foreign = try House.foreign(3)
        for frame: Frame in [
            .data(try foreign.data(0..<3)), .data(try policy.data(0..<3)),
            .checkpoint(try foreign.offer(from: 0)), .checkpoint(try policy.offer(from: 0)),
            .alarm(try foreign.alarm(1, from: 0)),
        ] {
            var (session, _) = try welcomed()
            let actions = receive(frame, in: &session)
            #expect(actions.byeCode == .notYours, "\(frame.name)")
            #expect(actions.names == ["send", "leave"])
        }
    }

    @Test func `records that are badly framed, or none, are refused`() throws {
        let (empty, whole) = (try RecordBundle([]), try acts.data(0..<3))
        var map = CBORMap([0: House.actsName.canonical, 1: UInt64(0).canonical])
        map[2] = .bytes(Array(whole.leaves.bytes.dropLast()))
        map[3] = whole.bodies.canonical
        let cut = try LogStretch(canonical: .map(map))
        for data in [LogStretch(origin: House.actsName, first: 0, bundle: empty), cut] {
            var (session, _) = try welcomed()
            #expect(receive(.data(data), in: &session).byeCode == .malformed)
        }
    }

    @Test func `the log's own checkpoint goes to the store with its records, another log's is refused`()
        throws
    {
        let bundle = try acts.data(0..<9).bundle()
        var (session, _) = try welcomed()
        let data = LogStretch(origin: House.actsName, first: 0, bundle: bundle, checkpoint: try acts.note(9))
        guard case .store(let ingest)? = receive(.data(data), in: &session).first else {
            Issue.record("nothing was stored")
            return
        }
        #expect(ingest.checkpoint == (try acts.note(9)))
        #expect(ingest.offer == nil)
        #expect(data.byteCount == (try acts.data(0..<9).byteCount) + UInt64(try acts.note(9).bytes.count))
        let foreign = LogStretch(
            origin: House.actsName,
            first: 0,
            bundle: bundle,
            checkpoint: try policy.note(9)
        )
        (session, _) = try welcomed()
        #expect(receive(.data(foreign), in: &session).byeCode == .malformed)
    }

    @Test func `records that contradict what lies here, or leave a gap, end the session`() throws {
        for (leaves, code) in [
            (IngestOutcome.Leaves.disputed(.otherLeaf), ReplicationError.Code.fork),
            (.disputed(.quarantined), .fork), (.gap, .unexpected), (.unsigned, .unexpected),
        ] {
            var (session, _) = try welcomed()
            _ = receive(.data(try acts.data(3..<9)), in: &session)
            let actions = session.receive(.stored(acts.origin, try answer(leaves: leaves)))
            #expect(actions.byeCode == code)
            #expect(actions.names == ["send", "leave"])
        }
    }

    // MARK: Credit

    @Test func `a log that the cabinet obeys is read for it, in one frame, any other is refused`() throws {
        var (session, _) = try welcomed()
        for (asked, given) in [(UInt64(500), 500), (1 << 40, LogStretch.byteCountAim)] {
            let pull = Pull(origin: House.policyName, from: 3, byteCountMax: asked)
            let actions = receive(.pull(pull), in: &session)
            guard case .read(let origin, from: 3, byteCountMax: let byteCount)? = actions.first else {
                Issue.record("\(actions.names)")
                return
            }
            #expect(origin == policy.origin)
            #expect(byteCount == given)
        }
        let data = session.receive(
            .records(policy.origin, try policy.stretch(from: 3, byteCountMax: 1 << 20))
        )
        #expect(data.frames == [.data(try policy.data(3..<12))])
        for origin in [House.foreignName, "no origin"] {
            (session, _) = try welcomed()
            let pull = Pull(origin: origin, from: 0, byteCountMax: 1)
            #expect(receive(.pull(pull), in: &session).byeCode == .notYours)
        }
    }

    @Test func `a cabinet gets its own leaves back, as they lie at headquarters`() throws {
        var (session, _) = try welcomed()
        let pull = Pull(origin: House.actsName, from: 4, byteCountMax: 500)
        guard case .read(acts.origin, from: 4, byteCountMax: 500)? = receive(.pull(pull), in: &session).first
        else {
            Issue.record("nothing was read")
            return
        }
        let data = session.receive(.records(acts.origin, try acts.stretch(from: 4, byteCountMax: 500)))
        #expect(data.frames.map(\.name) == ["data"])
    }

    @Test func `an announced epoch is opened before any head of it is witnessed`() throws {
        let second = try MemoryLog("seals.example/cabinet/0c1d/acts/e2", keySeed: 4, count: 3)
        let epoch = AnnouncedEpoch(origin: second.origin.text, record: second.records[0])
        var session = begin()
        let hello = try House.hello(heads: [acts.offer(from: 30), second.offer(from: 0)], epochs: [epoch])
        let greeted = receive(.hello(hello), in: &session)
        #expect(greeted.names == ["greeted", "open"])
        #expect(receive(.checkpoint(try acts.offer(from: 0)), in: &session).byeCode == .unexpected)

        session = begin()
        _ = receive(.hello(hello), in: &session)
        let writes: [Origin: TrafficClass] = [acts.origin: .acts, second.origin: .acts]
        #expect(session.receive(.opened(writes: writes, current: second.origin)).names == ["compare"])
        let compared = session.receive(.compared([]))
        guard case .store(let first)? = compared.first else {
            Issue.record("\(compared.names)")
            return
        }
        #expect(first.origin == acts.origin)
        // The present epoch's own head is the one that has to be cosigned.
        _ = session.receive(.stored(acts.origin, try answer(cosigning: 30)))
        #expect(!session.isHeldFast)
    }

    @Test func `what an announced epoch gave reason to find is asked for before its head ends the session`()
        throws
    {
        let second = try MemoryLog("seals.example/cabinet/0c1d/acts/e2", keySeed: 4, count: 3)
        let epoch = AnnouncedEpoch(origin: second.origin.text, record: second.records[0])
        var session = begin()
        let heads = [try acts.offer(from: 30), try second.offer(from: 0)]
        _ = receive(.hello(try House.hello(heads: heads, epochs: [epoch])), in: &session)
        // Also where the cabinet shows no notes.
        let refused = session.receive(.opened(writes: [acts.origin: .acts], current: acts.origin))
        #expect(refused.names == ["compare"])
        #expect(session.receive(.compared([])).byeCode == .notYours)
    }

    @Test func `a head that moves is proved from what the cabinet was last shown`() throws {
        let held = [HeldLog(origin: House.policyName, size: 3)]
        var (session, _) = try welcomed(
            held: held,
            welcome: House.welcome(heads: [policy.offer(from: 3, size: 9)])
        )
        guard case .offer(policy.origin, from: 9)? = session.receive(.headMoved(policy.origin)).first else {
            Issue.record("the head was not offered from the size in WELCOME")
            return
        }
        // Moves while one is being proved are one more, from there.
        #expect(session.receive(.headMoved(policy.origin)).isEmpty)
        #expect(session.receive(.headMoved(policy.origin)).isEmpty)
        let offered = session.receive(.offered(try policy.offer(from: 9, size: 11), policy.origin, size: 11))
        #expect(offered.names == ["send", "offer"])
        guard case .offer(policy.origin, from: 11)? = offered.last else {
            Issue.record("the next head was not offered from the last one")
            return
        }
        #expect(session.receive(.headMoved(acts.origin)).isEmpty)
    }

    @Test func `a head that moves before WELCOME is offered after it`() throws {
        var session = begin()
        _ = receive(.hello(try House.hello(heads: [])), in: &session)
        #expect(session.receive(.headMoved(policy.origin)).isEmpty)
        #expect(session.receive(.welcomed(try House.welcome())).names == ["send", "offer"])
    }

    // MARK: Time

    @Test func `a disk that fails is told to the cabinet, which comes back later`() throws {
        var (session, _) = try welcomed()
        let actions = session.receive(.failed)
        #expect(actions.byeCode == .unavailable)
        #expect(session.receive(.headMoved(policy.origin)).isEmpty)
    }

    @Test func `stopping says so, and nothing follows`() throws {
        var (session, _) = try welcomed()
        #expect(session.receive(.stopping).byeCode == .stopping)
        #expect(receive(.data(try acts.data(0..<1)), in: &session).isEmpty)
        (session, _) = try welcomed()
        let bye = Bye(code: .malformed, message: "x", retryAfterMilliseconds: 0)
        #expect(receive(.bye(bye), in: &session).names == ["leave"])
    }
}
