import Custody
import Records
import Testing

@testable import Evidence

/// «Never left», and everything that stands in its way.
struct NeverLeftTests {
    typealias Observation = PresenceBench.Observation

    /// Each gap of Documentation/Evidence.md with a way in which it comes about.
    static let gaps: [(String, PresenceGap.Kind, @Sendable (inout PresenceBench) throws -> Void)] = [
        ("nothing is written for longer than five minutes", .silence, { try $0.observe(after: 300_001) }),
        ("a span begins after the one before ended", .silence, { try $0.observe(Observation(hole: 1)) }),
        ("the device starts anew", .reboot, { $0.restart() }),
        ("the wall clock steps forward", .clockStep, { $0.wait(1_000, wallToo: 3_600_000) }),
        ("the wall clock steps back", .clockStep, { $0.wait(1_000, wallToo: -3_600_000) }),
        ("the device has no signed time", .clockUnknown, { $0.loseTime() }),
        ("the reader is ill", .readerIll, { try $0.observe(Observation(sight: .ill)) }),
        ("what is there cannot be read", .readerIll, { try $0.observe(Observation(sight: .unreadable)) }),
        ("the slot is left out", .readerIll, { try $0.observe(Observation(hasSlot: false)) }),
        ("the slot is empty", .notSeen, { try $0.observe(Observation(sight: .empty)) }),
        (
            "another tag is there", .notSeen,
            { try $0.observe(Observation(sight: .other(uid: PresenceBench.otherTag.uid))) }
        ),
        (
            "the tag of another seal is proved", .notSeen,
            { try $0.observe(Observation(sight: .proved(PresenceBench.otherTag))) }
        ),
        (
            "a UID that is not the seal's is seen", .notSeen,
            { try $0.observe(Observation(sight: .seen(uid: PresenceBench.otherTag.uid))) }
        ),
        ("the drawer moved", .drawerMoved, { try $0.observe(Observation(openings: 1)) }),
        ("the drawer stands open", .drawerMoved, { try $0.observe(Observation(state: .open)) }),
        ("the drawer is ajar", .drawerMoved, { try $0.observe(Observation(state: .ajar)) }),
        ("the drawer's sensor is ill", .drawerUnwatched, { try $0.observe(Observation(state: .ill)) }),
        ("the drawer is left out", .drawerUnwatched, { try $0.observe(Observation(hasDrawer: false)) }),
        ("somebody is at the case", .tamper, { try $0.observe(Observation(tamper: .raised)) }),
        ("a span ends in the future", .implausible, { try $0.observe(Observation(ahead: 1)) }),
        (
            "a return is not proved", .returnUnproved,
            { try $0.custody(.returnEnded, ReturnEnded(outcome: .unproved, reading: .ill).canonical) }
        ),
        (
            "a return is proved with another tag", .returnUnproved,
            {
                try $0.custody(
                    .returnEnded,
                    ReturnEnded(outcome: .proved, reading: .proved(PresenceBench.otherTag)).canonical
                )
            }
        ),
        (
            "another seal's visit opens the drawer", .drawerMoved,
            { try $0.custody(.takeBegun, VisitBegun(persons: []).canonical, seal: PresenceBench.other) }
        ),
        ("the drawer was seen to open", .drawerMoved, { try $0.custody(.drawerOpened, as: .opening) }),
        (
            "a finding is about the drawer", .finding,
            {
                try $0.custody(
                    .findingOpened,
                    FindingOpened(kind: .forced, note: "forced").canonical,
                    seal: nil,
                    as: .alarm
                )
            }
        ),
        ("an alarm is closed", .finding, { try $0.custody(.findingOpened, as: .alarm, showing: []) }),
        (
            "the seal's tag is proved in another drawer", .elsewhere,
            {
                try $0.observe(
                    Observation(
                        second: SlotPresence(
                            drawer: 2,
                            seal: PresenceBench.seal,
                            sight: .proved(PresenceBench.tag)
                        )
                    )
                )
            }
        ),
        (
            "a count finds nothing", .notSeen,
            {
                let line = CountedDrawer(
                    drawer: 1,
                    seal: PresenceBench.seal,
                    finding: .missing,
                    reading: .empty,
                    holder: nil
                )
                let answer = CountAnswer(nonce: Bytes([UInt8](repeating: 1, count: 16)), drawers: [line])
                try $0.custody(.countAnswered, answer.canonical, seal: nil, drawer: nil, as: .count)
            }
        ),
    ]

    @Test func `an hour in which nothing moved and every look was a proof is «never left»`() throws {
        let left = try PresenceBench.hour().judged()
        #expect(left.isNeverLeft)
        #expect(left.gaps.isEmpty)
        #expect(left.provedCount == 14)
        #expect(left.longestUnsupported == 300_000)
        #expect(left.first == 7)
        #expect(left.last == 20)
    }

    @Test(arguments: gaps.indices) func `each gap is named and ends «never left», and nothing else is said`(
        index: Int
    ) throws {
        let (what, kind, middle) = Self.gaps[index]
        let left = try PresenceBench.hour(middle).judged()
        #expect(left.isWithoutDeparture, "\(what)")
        #expect(!left.isNeverLeft, "\(what)")
        #expect(left.gaps.contains { $0.kind == kind }, "\(what): \(left.gaps.map(\.kind))")
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
