import Authority
import Custody
import Records
import Testing

@testable import Evidence

/// «Never left», and everything that stands in its way.
struct NeverLeftTests {
    typealias Observation = PresenceBench.Observation

    /// A gap of Documentation/Evidence.md and a way in which it comes about.
    struct GapCase: Sendable, CustomStringConvertible {
        let description: String
        let kind: PresenceGap.Kind
        let middle: @Sendable (inout PresenceBench) throws -> Void

        init(
            _ description: String,
            _ kind: PresenceGap.Kind,
            _ middle: @escaping @Sendable (inout PresenceBench) throws -> Void
        ) {
            self.description = description
            self.kind = kind
            self.middle = middle
        }

        /// One observation that says something else.
        static func seen(_ what: String, _ kind: PresenceGap.Kind, _ said: Observation) -> GapCase {
            GapCase(what, kind) { bench in try bench.observe(said) }
        }
    }

    static let sensors: [GapCase] = [
        .seen("a span begins after the one before ended", .silence, Observation(hole: 1)),
        .seen("the reader is ill", .readerIll, Observation(sight: .ill)),
        .seen("what is there cannot be read", .readerIll, Observation(sight: .unreadable)),
        .seen("the slot is left out", .readerIll, Observation(hasSlot: false)),
        .seen("the cabinet has not signed it", .notSeen, Observation(isSigned: false)),
        .seen("the slot is empty", .notSeen, Observation(sight: .empty)),
        .seen("another tag is there", .notSeen, Observation(sight: .other(uid: PresenceBench.otherTag.uid))),
        .seen("another seal's tag is proved", .notSeen, Observation(sight: .proved(PresenceBench.otherTag))),
        .seen("another UID is seen", .notSeen, Observation(sight: .seen(uid: PresenceBench.otherTag.uid))),
        .seen("the drawer moved", .drawerMoved, Observation(openings: 1)),
        .seen("the drawer stands open", .drawerMoved, Observation(state: .open)),
        .seen("the drawer is ajar", .drawerMoved, Observation(state: .ajar)),
        .seen("the drawer's sensor is ill", .drawerUnwatched, Observation(state: .ill)),
        .seen("the drawer is left out", .drawerUnwatched, Observation(hasDrawer: false)),
        .seen("somebody is at the case", .tamper, Observation(tamper: .raised)),
        .seen("a span ends in the future", .implausible, Observation(ahead: 1)),
        .seen(
            "the seal's tag is proved in another drawer",
            .elsewhere,
            Observation(
                second: SlotPresence(drawer: 2, seal: PresenceBench.seal, sight: .proved(PresenceBench.tag))
            )
        ),
    ]

    static let events: [GapCase] = [
        GapCase("nothing is written for longer than five minutes", .silence) { bench in
            try bench.observe(after: 300_001)
        },
        GapCase("the device starts anew", .reboot) { bench in bench.restart() },
        GapCase("the wall clock steps forward", .clockStep) { bench in bench.wait(1_000, wallToo: 3_600_000)
        },
        GapCase("the wall clock steps back", .clockStep) { bench in bench.wait(1_000, wallToo: -3_600_000) },
        GapCase("the device has no signed time", .clockUnknown) { bench in bench.loseTime() },
        GapCase("a return is not proved", .returnUnproved) { bench in
            try bench.custody(.returnEnded, ReturnEnded(outcome: .unproved, reading: .ill).canonical)
        },
        GapCase("a return is proved with another tag", .returnUnproved) { bench in
            let ended = ReturnEnded(outcome: .proved, reading: .proved(PresenceBench.otherTag))
            try bench.custody(.returnEnded, ended.canonical)
        },
        GapCase("another seal's visit opens the drawer", .drawerMoved) { bench in
            try bench.custody(.takeBegun, VisitBegun(persons: []).canonical, seal: PresenceBench.other)
        },
        GapCase("the drawer was seen to open", .drawerMoved) { bench in
            try bench.custody(.drawerOpened, as: .opening)
        },
        GapCase("a finding is about the drawer", .finding) { bench in
            let opened = FindingOpened(kind: .forced, note: "forced")
            try bench.custody(.findingOpened, opened.canonical, seal: nil, as: .alarm)
        },
        GapCase("an alarm is closed", .finding) { bench in
            try bench.custody(.findingOpened, as: .alarm, showing: [])
        },
        GapCase("a count finds nothing", .notSeen) { bench in
            let line = CountedDrawer(
                drawer: 1,
                seal: PresenceBench.seal,
                finding: .missing,
                reading: .empty,
                holder: nil
            )
            let answer = CountAnswer(nonce: Bytes([UInt8](repeating: 1, count: 16)), drawers: [line])
            try bench.custody(.countAnswered, answer.canonical, seal: nil, drawer: nil, as: .count)
        },
    ]

    @Test func `an hour in which nothing moved and every look was a proof is «never left»`() throws {
        let left = try PresenceBench.hour().judged()
        #expect(left.isNeverLeft)
        #expect(left.gaps.isEmpty)
        #expect(left.provedCount == 14)
        #expect(left.longestUnsupported == 300_000)
        #expect(left.first.index == 7)
        #expect(left.last.index == 20)
    }

    @Test(arguments: sensors + events)
    func `each gap is named and ends «never left», and «no departure» stays`(
        gap: GapCase
    ) throws {
        let left = try PresenceBench.hour(gap.middle).judged()
        #expect(left.isWithoutDeparture)
        #expect(!left.isNeverLeft)
        #expect(left.gaps.contains { $0.kind == gap.kind }, "\(left.gaps.map(\.kind))")
    }

    @Test func `seen and not proved carries from proof to proof, and lengthens what is unsupported`() throws {
        let left = try PresenceBench.hour { bench in
            for _ in 0..<3 { try bench.observe(Observation(sight: .seen(uid: PresenceBench.tag.uid))) }
        }.judged()
        #expect(left.isNeverLeft)
        #expect(left.provedCount == 14)
        #expect(left.longestUnsupported == 4 * 300_000)
    }

    @Test func `without a challenge before the first moment and after the last there is no «never left»`()
        throws
    {
        let bench = try PresenceBench.hour()
        let (first, last) = (PresenceBench.noon + 300_000, PresenceBench.noon + 14 * 300_000)
        let early = try bench.judged(from: first - 1)
        #expect(early.gaps.map(\.kind).contains(.startUnproved))
        #expect(try bench.judged(from: first + 1).isNeverLeft)
        let late = try bench.judged(to: last + 1)
        #expect(late.gaps.map(\.kind).contains(.endUnproved))
        #expect(late.gaps.map(\.kind).contains(.unmirrored))
    }

    @Test func `what lies above the last mirrored head is a gap up to the last moment`() throws {
        let bench = try PresenceBench.hour()
        let left = try bench.judged(dropping: 3)
        let tail = try #require(left.gaps.first { $0.kind == .unmirrored })
        #expect(tail.to - tail.from == 3 * 300_000)
        #expect(left.longestUnsupported == 3 * 300_000)
    }

    @Test func `a tag that is proved in another cabinet meanwhile is a contradiction`() throws {
        let left = try PresenceBench.hour().judged(elsewhere: [PresenceBench.noon + 1_000_000])
        #expect(left.gaps.map(\.kind) == [.elsewhere])
    }

    @Test func `a seal that officers placed in another cabinet is not supported by this one`() throws {
        let left = try PresenceBench.hour().judged(home: "c2")
        #expect(left.provedCount == 0)
        #expect(left.gaps.contains { $0.kind == .homeUnknown })
    }

    @Test func `a case without contacts and a cut of the mains are said beside it`() throws {
        let left = try PresenceBench.hour { bench in
            try bench.observe(Observation(tamper: .unknown, mains: .absent))
        }.judged()
        #expect(left.isNeverLeft)
        #expect(left.isCaseUnwatched)
        #expect(left.batteryCount == 1)
    }
}

/// What a cabinet, or whoever exports its records, would try.
struct DepartureTests {
    private static let taken = TakeEnded(outcome: .taken, reading: .empty).canonical
    private static let begun = VisitBegun(persons: []).canonical

    @Test func `a take is a departure, and its return does not undo it`() throws {
        let left = try PresenceBench.hour { bench in
            try bench.custody(.takeBegun, Self.begun)
            try bench.custody(.takeEnded, Self.taken)
            try bench.custody(.returnBegun, Self.begun, visit: 2)
            try bench.custody(
                .returnEnded,
                ReturnEnded(outcome: .proved, reading: .proved(PresenceBench.tag)).canonical,
                visit: 2
            )
        }.judged()
        #expect(left.departures.map(\.isCertain) == [true])
        #expect(!left.isWithoutDeparture)
    }

    @Test func `a take without an outcome may be a departure`() throws {
        let left = try PresenceBench.hour { try $0.custody(.takeBegun, Self.begun) }.judged()
        #expect(left.departures.map(\.isCertain) == [false])
    }

    @Test func `a take after which the tag proved itself is none, and still a gap`() throws {
        let left = try PresenceBench.hour { bench in
            try bench.custody(.takeBegun, Self.begun)
            try bench.custody(
                .takeEnded,
                TakeEnded(outcome: .notTaken, reading: .proved(PresenceBench.tag)).canonical
            )
        }.judged()
        #expect(left.isWithoutDeparture)
        #expect(left.gaps.map(\.kind) == [.drawerMoved])
    }

    @Test func `a take that nobody saw end may be a departure`() throws {
        for reading in [TagReading.ill, .unreadable, .empty, .proved(PresenceBench.otherTag)] {
            let left = try PresenceBench.hour { bench in
                try bench.custody(.takeBegun, Self.begun)
                try bench.custody(.takeEnded, TakeEnded(outcome: .notOpened, reading: reading).canonical)
            }.judged()
            #expect(!left.isWithoutDeparture, "\(reading)")
        }
    }

    @Test func `a departure whose subject, kind or outcome is closed ends «no departure»`() throws {
        for groups in [[], [.subject], [.kind], [.kind, .subject]] as [Set<Group>] {
            let left = try PresenceBench.hour { bench in
                try bench.custody(.takeEnded, Self.taken, showing: groups)
            }.judged()
            #expect(left.closed.count == 1, "\(groups)")
            #expect(!left.isWithoutDeparture, "\(groups)")
        }
    }

    @Test func `another seal's departure is none, if its subject is open`() throws {
        let left = try PresenceBench.hour { bench in
            try bench.custody(.takeBegun, Self.begun, seal: PresenceBench.other, drawer: 2)
            try bench.custody(
                .takeEnded,
                Self.taken,
                seal: PresenceBench.other,
                drawer: 2,
                showing: [.subject]
            )
        }.judged()
        #expect(left.isNeverLeft)
    }

    @Test func `an act of custody under another class is read all the same`() throws {
        let left = try PresenceBench.hour { try $0.custody(.takeEnded, Self.taken, as: .system) }.judged()
        #expect(left.departures.count == 1)
    }

    @Test func `an act of custody that names neither seal nor drawer ends «no departure»`() throws {
        let left = try PresenceBench.hour { bench in
            try bench.custody(.takeEnded, Self.taken, seal: nil, drawer: nil)
        }.judged()
        #expect(left.closed.count == 1)
    }

    @Test func `setting aside what lies in the drawer, and kinds that come later, may be departures`() throws
    {
        let aside = try PresenceBench.hour { try $0.custody(.setAsideBegun, Self.begun, seal: nil) }.judged()
        #expect(aside.departures.count == 1)
        let later = try PresenceBench.hour { try $0.custody(RecordKind(rawValue: 19)) }.judged()
        #expect(later.closed.count == 1)
    }

    @Test
    func
        `what leaves after the last moment did not leave within it, and its return is no challenge at the end`()
        throws
    {
        let bench = try PresenceBench.hour { bench in
            bench.wait(1_000)
            try bench.custody(.takeEnded, Self.taken)
        }
        let departure = try #require(try bench.judged().departures.first)
        let left = try bench.judged(to: departure.time - 1)
        #expect(left.isWithoutDeparture)
        #expect(left.gaps.map(\.kind).contains(.endUnproved))
        #expect(!left.isNeverLeft)
    }

    @Test
    func `a departure between the challenges at both ends counts, although it lies outside the moments`()
        throws
    {
        let bench = try PresenceBench.hour { bench in
            bench.wait(1_000)
            try bench.custody(.takeEnded, Self.taken)
        }
        let departure = try #require(try bench.judged().departures.first)
        let left = try bench.judged(from: departure.time + 1)
        #expect(left.departures == [departure])
    }
}
