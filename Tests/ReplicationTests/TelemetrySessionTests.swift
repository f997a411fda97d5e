import Records
import Testing

@testable import Replication

/// Telemetry on the line and on the stick: behind acts and alarms, ahead of blobs.
@Suite struct TelemetrySessionTests {
    private let acts: MemoryLog
    private let telemetry: MemoryLog

    init() throws {
        acts = try House.acts(30)
        telemetry = try MemoryLog(
            "seals.example/cabinet/0c1d/telemetry/e1",
            keySeed: 5,
            count: 800,
            byteCount: 400
        )
    }

    private var logs: [Origin: MemoryLog] { [acts.origin: acts, telemetry.origin: telemetry] }

    /// A welcomed session whose acts have so many leaves, and what it does first.
    private func opened(acts size: UInt64, credit: [TrafficClass: UInt64]) throws -> (
        CabinetSession, [CabinetSession.Action]
    ) {
        var (session, _) = CabinetSession.begin(
            try House.hello(heads: [acts.offer(from: 0), telemetry.offer(from: 0)]),
            // As a ledger would not name them.
            own: [(telemetry.origin, .telemetry, telemetry.size, 0), (acts.origin, .acts, size, size)],
            obeyed: [],
            alarms: [],
            at: 0
        )
        _ = session.receive(.received(Frame.witness([]).encoded), at: 1)
        let held = [HeldLog(origin: acts.origin.text, size: size)]
        let welcome = Welcome(
            mirrored: held,
            fresh: nil,
            heads: [],
            credit: credit.map { Credit(trafficClass: $0.key, byteTotal: $0.value) }
        )
        let actions = session.receive(.received(Frame.welcome(welcome).encoded), at: 2)
        return (session, actions)
    }

    private func answer(_ action: CabinetSession.Action) throws -> CabinetSession.Event? {
        switch action {
        case .read(let origin, let from, let byteCountMax):
            let log = try #require(logs[origin])
            return .records(origin, try log.stretch(from: from, byteCountMax: byteCountMax))
        case .offer(let origin, let from):
            let log = try #require(logs[origin])
            return .offered(origin, try log.offer(from: from), size: log.size)
        case .prove(_, let index, let from): return .proved(try acts.alarm(index, from: from))
        default: return nil
        }
    }

    private func reads(_ actions: [CabinetSession.Action]) -> [Origin] {
        actions.compactMap { if case .read(let origin, _, _) = $0 { origin } else { nil } }
    }

    @Test func `nothing of telemetry is read while acts are behind, with credit for them or without`() throws
    {
        for credit in [UInt64(1 << 20), 0] {
            var (session, actions) = try opened(acts: 20, credit: [.acts: credit, .telemetry: 1 << 20])
            #expect(reads(actions) == [telemetry.origin])
            // An act comes while a stretch of the backlog is being read.
            actions += session.receive(.appended(acts.origin, size: 21, alarms: []), at: 3)
            #expect(reads(actions) == (credit > 0 ? [telemetry.origin, acts.origin] : [telemetry.origin]))
            let stretch = try telemetry.stretch(from: 0, byteCountMax: 1_000)
            let next = session.receive(.records(telemetry.origin, stretch), at: 4)
            // What was read goes; the next of it waits until the act has gone.
            #expect(next.frames.map(\.name) == ["data"])
            #expect(reads(next).isEmpty)
        }
    }

    @Test func `telemetry that cannot be read is left out, and acts go on`() throws {
        var (session, actions) = try opened(acts: 20, credit: [.acts: 1 << 20, .telemetry: 1 << 20])
        #expect(reads(actions) == [telemetry.origin])
        actions = session.receive(.unreadable(telemetry.origin), at: 3)
        #expect(reads(actions).isEmpty)
        actions = session.receive(.appended(acts.origin, size: 21, alarms: []), at: 4)
        #expect(reads(actions) == [acts.origin])
        let act = try acts.stretch(from: 20, byteCountMax: 1_000)
        actions = session.receive(.records(acts.origin, act), at: 5)
        #expect(actions.frames.map(\.name).contains("data") && reads(actions) != [telemetry.origin])
    }

    @Test func `epochs of one log stay in the order in which they were named`() {
        let logs = (0..<40).map { (TrafficClass.telemetry, $0) } + [(TrafficClass.acts, 40)]
        #expect(CabinetSession.inOrder(logs, by: \.0).map(\.1) == [40] + Array(0..<40))
    }

    @Test func `a backlog of telemetry delays neither an act nor an alarm`() throws {
        var (session, first) = try opened(
            acts: 20,
            credit: [.alarms: 1 << 20, .acts: 1 << 20, .telemetry: 1 << 20]
        )
        var queue = first
        var frames: [Frame] = []
        var hasGrown = false
        while !queue.isEmpty {
            let action = queue.removeFirst()
            if let bytes = action.sentBytes { frames.append(try Frame(decoding: bytes)) }
            guard let event = try answer(action) else { continue }
            queue += session.receive(event, at: 5)
            guard !hasGrown else { continue }
            // With the first stretch of the backlog read: an alarm, and two acts.
            hasGrown = true
            queue.insert(
                contentsOf: session.receive(.appended(acts.origin, size: 30, alarms: [29]), at: 6),
                at: 0
            )
        }
        let names = frames.map { frame -> String in
            guard case .data(let data) = frame else { return frame.name }
            return data.origin == acts.origin.text ? "acts" : "telemetry"
        }
        let act = try #require(names.firstIndex(of: "acts"))
        let alarm = try #require(names.firstIndex(of: "alarm"))
        #expect(names[..<act].count { $0 == "telemetry" } <= 1)
        #expect(names[..<alarm].count { $0 == "telemetry" } <= 1)
        #expect(names.count { $0 == "telemetry" } > 3)
    }

    @Test func `its own credit bounds it, and acts go on without`() throws {
        var (session, first) = try opened(acts: 20, credit: [.acts: 1 << 20, .telemetry: 500])
        var queue = first
        while !queue.isEmpty {
            guard let event = try answer(queue.removeFirst()) else { continue }
            queue += session.receive(event, at: 5)
        }
        #expect(session.sentBytes[.telemetry, default: 0] <= 500)
        let actions = session.receive(.appended(acts.origin, size: 21, alarms: []), at: 6)
        #expect(reads(actions) == [acts.origin])
    }

    @Test func `a stick takes all acts before any telemetry`() throws {
        var (session, queue) = CabinetSession.carry(
            try House.hello(heads: [telemetry.offer(from: 0), acts.offer(from: 0)]),
            own: [
                (telemetry.origin, .telemetry, telemetry.size, 0), (acts.origin, .acts, acts.size, 0),
            ],
            obeyed: [],
            byteCountMax: 1 << 20
        )
        var origins: [String] = []
        while !queue.isEmpty {
            let action = queue.removeFirst()
            if let bytes = action.sentBytes, case .data(let data) = try Frame(decoding: bytes) {
                origins.append(data.origin)
            }
            // A little at a time.
            if case .read(let origin, let from, _) = action {
                let log = try #require(logs[origin])
                let stretch = try log.stretch(from: from, byteCountMax: 600)
                queue += session.receive(.records(origin, stretch), at: 1)
            }
        }
        let last = try #require(origins.lastIndex(of: acts.origin.text))
        let first = try #require(origins.firstIndex(of: telemetry.origin.text))
        #expect(last < first)
    }

    @Test func `an epoch that headquarters has not opened is refused by itself, and acts go on`() throws {
        var session = HeadquartersSession(
            organisation: House.organisation,
            cabinet: House.cabinet,
            writes: [acts.origin: .acts],
            obeys: []
        )
        let hello = try House.hello(heads: [telemetry.offer(from: 0), acts.offer(from: 0)])
        let first = session.receive(.received(Frame.hello(hello).encoded))
        #expect(first.names == ["greeted", "store"])
        let outcome = IngestOutcome(
            leaves: .none,
            verdict: .refuse(.untrusted(reason: "a test")),
            head: .empty,
            proved: .empty
        )
        let answer = HeadquartersSession.StoredAnswer(
            outcome: outcome,
            note: nil,
            mirroredSize: 0,
            held: nil
        )
        let next = session.receive(.stored(acts.origin, answer))
        guard case .witness(let lines)? = next.frames.first else {
            Issue.record("\(next.names)")
            return
        }
        #expect(lines.map(\.origin) == [acts.origin.text, telemetry.origin.text])
        #expect(lines.map(\.verdict) == [.untrusted, .untrusted])
        #expect(next.byeCode == nil)
        // Another cabinet's is not this one's, whatever it is called.
        let foreign = try MemoryLog("seals.example/cabinet/ffff/telemetry/e1", keySeed: 6, count: 1)
        var other = HeadquartersSession(
            organisation: House.organisation,
            cabinet: House.cabinet,
            writes: [acts.origin: .acts],
            obeys: []
        )
        let bad = try House.hello(heads: [foreign.offer(from: 0)])
        #expect(other.receive(.received(Frame.hello(bad).encoded)).byeCode == .notYours)
    }
}
