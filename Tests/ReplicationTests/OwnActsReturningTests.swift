import Authority
import Cryptography
import Records
import Testing

@testable import Replication

/// What a cabinet's session takes of its own acts, when headquarters gives them back.
@Suite struct OwnActsReturningTests {
    /// What is wrong with the body of the second of three acts.
    enum Wrong: CaseIterable {
        /// A byte is another one.
        case changed
        /// No group is there, as where all were erased.
        case withheld
        /// One group is not there.
        case cut
        /// One group is sealed for a person whose key nobody has.
        case sealed

        func body(_ record: Record) throws -> [UInt8] {
            let body = try record.opened().body
            switch self {
            case .changed:
                return record.bodyBytes.dropLast() + [record.bodyBytes[record.bodyBytes.count - 1] ^ 1]
            case .withheld: return []
            case .cut: return body.showing([.kind, .subject]).encoded
            case .sealed:
                var generator = SplitMix(seed: 3)
                return try body.sealing(.detail, for: SubjectKey(makingFor: Identifier(using: &generator)))
                    .encoded
            }
        }
    }

    private let origin: Origin

    init() throws { origin = try Origin(House.actsName) }

    /// Three acts as a cabinet writes them.
    private func acts() throws -> [Record] {
        var generator = SplitMix(seed: 5)
        var composer = Composer(
            origin: origin.text,
            boot: Identifier(using: &generator),
            nextSequence: 0,
            lastTime: HybridTime(milliseconds: 0),
            actKey: try Ed25519PrivateKey()
        )
        let draft = Draft(
            .custody,
            RecordKind(rawValue: 2),
            actor: Actor(component: "test"),
            subject: Subject(drawer: 1),
            detail: .bytes([1, 2, 3]),
            isSigned: true
        )
        let reading = ClockReading(wallMilliseconds: 1, monotonicMilliseconds: 1, quality: .unknown)
        return try (0..<3).map { _ in try composer.compose(draft, at: reading, obeying: nil) }
    }

    /// What a session does with these acts, all of which it lacks and has asked for.
    private func take(_ records: [Record]) throws -> [CabinetSession.Action] {
        var (session, _) = CabinetSession.begin(
            try House.hello(heads: []),
            own: [],
            obeyed: [],
            alarms: [],
            missing: [(origin, 0, 3)],
            at: 0
        )
        let data = LogStretch(origin: origin.text, first: 0, bundle: try RecordBundle(records))
        for frame in [.witness([]), .welcome(try House.welcome())] as [Frame] {
            _ = session.receive(.received(frame.encoded), at: 1)
        }
        return session.receive(.received(Frame.data(data).encoded), at: 1)
    }

    private func stored(_ actions: [CabinetSession.Action]) -> [Record]? {
        for case .store(let ingest) in actions { return ingest.bundle?.records }
        return nil
    }

    @Test func `whole acts are taken`() throws {
        let acts = try acts()
        let actions = try take(acts)
        #expect(actions.names == ["store"])
        #expect(stored(actions) == acts)
    }

    @Test(arguments: Wrong.allCases)
    func `an act without its whole body is not taken, nor what stands behind it`(wrong: Wrong) throws {
        var acts = try acts()
        let body = try wrong.body(acts[1])
        #expect(body != acts[1].bodyBytes)
        acts[1] = Record(leafBytes: acts[1].leafBytes, bodyBytes: body)
        let actions = try take(acts)
        #expect(actions.names == ["damagedRecord", "store"])
        #expect(stored(actions) == [acts[0]])
    }

    @Test func `a leaf that nobody can read is taken with whatever came with it`() throws {
        var acts = try acts()
        acts[1] = Record(leafBytes: [0xFF], bodyBytes: [1])
        #expect(stored(try take(acts)) == acts)
    }
}
