import Authority
import Cryptography
import Custody
import Records
import Testing

@testable import Evidence

/// The records of one cabinet whose sensors say something every five minutes, from noon on; and what they support.
struct PresenceBench {
    static let seal: Identifier<Seal> = id(400)
    static let other: Identifier<Seal> = id(401)
    static let tag = TagReference(uid: Bytes([4, 1, 2, 3, 4, 5, 6]), keyNumber: 1, keyVersion: 1)
    static let otherTag = TagReference(uid: Bytes([4, 9, 9, 9, 9, 9, 9]), keyNumber: 1, keyVersion: 1)
    static let noon: Int64 = 1_770_000_000_000
    static let step: UInt64 = 300_000

    private(set) var records: [OpenedRecord] = []
    private(set) var wall = noon
    private(set) var monotonic: UInt64 = 10_000_000
    private var composer: Composer
    private var quality = ClockQuality.disciplined
    /// Where the last observation ended.
    private var observed: UInt64

    init() {
        composer = Self.composer(boot: 1, next: 7, time: HybridTime(milliseconds: 0))
        observed = monotonic
    }

    private static let actKey = try? Ed25519PrivateKey()

    private static func composer(boot: Int, next: UInt64, time: HybridTime) -> Composer {
        Composer(
            origin: "example.org/cabinet/c1/acts/e1",
            boot: id(boot),
            nextSequence: next,
            lastTime: time,
            actKey: actKey
        )
    }

    /// What one observation says; as it is when nothing is wrong.
    struct Observation: Sendable {
        var sight: SlotSight = .proved(PresenceBench.tag)
        var seal: Identifier<Seal>? = PresenceBench.seal
        var state: DrawerPresence.State = .secure
        var openings: UInt64 = 0
        var tamper: PresenceObserved.Tamper = .quiet
        var mains: PresenceObserved.Mains = .present
        var hasSlot = true
        var hasDrawer = true
        /// How much later the span begins than the one before ended, in milliseconds.
        var hole: UInt64 = 0
        /// How much later the span ends than the record was made.
        var ahead: UInt64 = 0
        /// How long after the end of its span the record is made.
        var late: UInt64 = 0
        var second: SlotPresence?
        var isSigned = true
    }

    /// Lets five minutes pass, or other ones.
    mutating func wait(_ milliseconds: UInt64 = step, wallToo: Int64? = nil) {
        monotonic += milliseconds
        wall += wallToo ?? Int64(milliseconds)
    }

    mutating func observe(_ said: Observation = Observation(), after milliseconds: UInt64 = step) throws {
        wait(milliseconds)
        var slots =
            said.hasSlot ? [SlotPresence(drawer: 1, seal: said.seal, sight: said.sight)] : []
        if let second = said.second { slots.append(second) }
        let seen = PresenceObserved(
            from: observed + said.hole,
            to: monotonic + said.ahead - said.late,
            slots: slots,
            drawers: said.hasDrawer
                ? [
                    DrawerPresence(
                        drawer: 1,
                        state: said.state,
                        openingCount: said.openings,
                        closingCount: said.openings
                    )
                ] : [],
            tamper: said.tamper,
            mains: said.mains
        )
        observed = monotonic - said.late
        try add(
            Draft(
                .presence,
                .presenceObserved,
                actor: Actor(component: "sensors"),
                detail: seen.canonical,
                isSigned: said.isSigned
            )
        )
    }

    /// `policySize`: how much of `policy` the record says to have obeyed, nil for one that cites nothing; behind 2 leaves the seal
    /// belongs in drawer 2.
    mutating func add(
        _ draft: Draft,
        showing groups: Set<Group> = Set(Group.allCases),
        obeying policySize: UInt64? = 1
    ) throws {
        let reading = ClockReading(
            wallMilliseconds: wall,
            monotonicMilliseconds: monotonic,
            quality: quality
        )
        let heads = policySize.map {
            ObeyedHeads(authority: (1, 1, SHA256.hash([1])), policy: (1, $0, SHA256.hash([2])))
        }
        let record = try composer.compose(draft, at: reading, obeying: heads)
        let opened = try record.opened()
        records.append(try record.showing(groups, of: opened).opened())
    }

    mutating func custody(
        _ kind: RecordKind,
        _ detail: CBOR = .map(CBORMap()),
        seal: Identifier<Seal>? = seal,
        drawer: UInt64? = 1,
        visit: Int? = 1,
        as recordClass: RecordClass = .custody,
        showing groups: Set<Group> = Set(Group.allCases)
    ) throws {
        let subject = Subject(seal: seal, visit: visit.map { id($0) }, drawer: drawer)
        try add(
            Draft(
                recordClass,
                kind,
                actor: Actor(person: id(3)),
                subject: subject,
                detail: detail,
                isSigned: true
            ),
            showing: groups
        )
    }

    /// Somebody who has the key of the log alone writes a record, which must be signed and is not, by another start's clocks.
    mutating func forge(_ recordClass: RecordClass, obeying policySize: UInt64 = 1) throws {
        let (before, time) = (composer, wall)
        composer = Self.composer(
            boot: 9,
            next: records.last.map { $0.leaf.header.sequence + 1 } ?? 7,
            time: HybridTime(milliseconds: 0)
        )
        let draft = Draft(
            recordClass,
            .takeEnded,
            actor: Actor(component: "thief"),
            subject: Subject(seal: Self.seal)
        )
        (wall, monotonic) = (wall + 1_000, monotonic + 90_000_000)
        try add(draft, obeying: policySize)
        (wall, monotonic) = (time, monotonic - 90_000_000)
        composer = Self.composer(
            boot: 1,
            next: (records.last?.leaf.header.sequence ?? 7) + 1,
            time: before.lastTime
        )
    }

    mutating func restart() {
        let last = records.last?.leaf.header
        composer = Self.composer(
            boot: 2,
            next: (last?.sequence ?? 0) + 1,
            time: last?.time ?? HybridTime(milliseconds: 0)
        )
        wait(60_000)
        monotonic = 5_000
        observed = 0
    }

    /// The next span of observation begins now.
    mutating func beginSpan() { observed = monotonic }

    mutating func loseTime() { quality = .unknown }

    /// An hour of quiet, with something in its middle.
    static func hour(_ middle: (inout PresenceBench) throws -> Void = { _ in }) throws -> PresenceBench {
        var bench = PresenceBench()
        for _ in 0..<7 { try bench.observe() }
        try middle(&bench)
        for _ in 0..<7 { try bench.observe() }
        return bench
    }

    /// What the hour supports, from its first observation to its last.
    func judged(
        from: Int64? = nil,
        to: Int64? = nil,
        dropping: Int = 0,
        elsewhere: [Int64] = [],
        home: String = "c1"
    ) throws -> NeverLeft {
        func statement(drawer: UInt64) -> SealStatement {
            SealStatement(
                head: StatementHead(organisation: "example.org", madeUnder: 1),
                seal: Self.seal,
                version: 1,
                name: "合同专用章",
                tag: Self.tag,
                grade: .proved,
                cabinet: home,
                drawer: drawer,
                rule: "contract"
            )
        }

        let first = records.first?.leaf.header.time.milliseconds ?? 0
        let last = records.last?.leaf.header.time.milliseconds ?? 0
        let judge = SignatureJudge(
            organisation: "example.org",
            cabinet: "c1",
            origin: try Origin("example.org/cabinet/c1/acts/e1"),
            keys: ActKeys(),
            authoritySize: 1,
            openedSizes: [:]
        )
        return try NeverLeft(
            PresenceQuestion(
                seal: Self.seal,
                range: try #require(MomentRange(from: from ?? first, to: to ?? last)),
                cabinet: "c1",
                records: try records.dropLast(dropping).map {
                    // Whose signature is good is for others to say; here it is there, or not.
                    try ActRecord(
                        judge.examine($0, leafBytes: $0.leaf.encoded),
                        epoch: 1,
                        verdict: $0.lacksOwnSignature
                            ? .missing : $0.leaf.signature == nil ? .notNeeded : .good
                    )
                },
                registered: { heads in
                    heads?.policySize == 0 ? nil : statement(drawer: heads?.policySize == 2 ? 2 : 1)
                },
                isShown: { _ in true },
                breaks: [],
                elsewhere: elsewhere
            )
        )
    }
}
