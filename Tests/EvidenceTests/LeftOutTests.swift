import Authority
import Cryptography
import Custody
import Records
import Store
import Testing

@testable import Evidence

/// Records that are left out because nobody signed them: they take a claim away by name, and give none.
@Suite(.timeLimit(.minutes(5))) struct LeftOutTests {
    private static let opened = Draft(
        .opening,
        .drawerOpened,
        actor: Actor(component: "sensors"),
        subject: Subject(drawer: 1),
        isSigned: true
    )

    @Test func `one of custody ends «no departure», and is named as left out and not as closed`() throws {
        let left = try PresenceBench.hour { try $0.forge(.custody) }.judged()
        #expect(left.leftOut.map(\.index) == [14] && left.closed.isEmpty && left.departures.isEmpty)
        #expect(!left.isWithoutDeparture && !left.isNeverLeft)
        let words = PresenceWords(language: .english, moment: Moment.text).statement(left, seal: "X")
        #expect(words.contains("NO STATEMENT") && words.contains("left out") && words.contains("records 14"))
        #expect(!words.contains("closed"))
    }

    @Test(arguments: [(.alarm, .finding), (.count, .notSeen)] as [(RecordClass, PresenceGap.Kind)])
    func `one of another class is a gap with its place`(recordClass: RecordClass, kind: PresenceGap.Kind)
        throws
    {
        let left = try PresenceBench.hour { try $0.forge(recordClass) }.judged()
        #expect(left.isWithoutDeparture && !left.isNeverLeft)
        #expect(left.gaps.map(\.kind) == [kind] && left.gaps.map(\.place?.index) == [14])
    }

    @Test func `one says nothing of clocks and starts`() throws {
        #expect(try PresenceBench.hour { try $0.forge(.identification) }.judged().isNeverLeft)
    }

    @Test(arguments: [true, false])
    func `one that obeys a move does not hide that the drawer moved`(isLeftOut: Bool) throws {
        func judged(isMoved: Bool) throws -> NeverLeft {
            try PresenceBench.hour { bench in
                let size: UInt64 = isMoved ? 2 : 1
                if isLeftOut {
                    try bench.forge(.identification, obeying: size)
                } else {
                    // This one needs no signature, and has none.
                    let draft = Draft(.system, RecordKind(rawValue: 199), actor: Actor(component: "thief"))
                    try bench.add(draft, obeying: size)
                }
                try bench.add(Self.opened, obeying: nil)
            }.judged()
        }
        for isMoved in [false, true] {
            #expect(try judged(isMoved: isMoved).gaps.map(\.kind) == [.drawerMoved], "\(isMoved)")
        }
    }

    @Test func `one at the end does not make the records reach farther`() throws {
        let bench = try PresenceBench.hour()
        var longer = bench
        longer.wait()
        try longer.forge(.identification)
        let last = try #require(bench.records.last).leaf.header.time.milliseconds
        for left in [try bench.judged(to: last + 300_000), try longer.judged(to: last + 300_000)] {
            #expect(left.gaps.contains { $0.kind == .unmirrored && $0.from == last })
        }
    }
}

/// The same in whole files.
extension LeftOutTests {
    private static let moment = House.evening

    /// What somebody with the log's key alone writes: a record that must be signed and is not, or one that need not be.
    private static func thief(_ recordClass: RecordClass) -> Draft {
        Draft(
            recordClass,
            recordClass == .system ? RecordKind(rawValue: 199) : .identified,
            actor: Actor(component: "thief"),
            subject: Subject(seal: House.seal)
        )
    }

    @Test(arguments: [RecordClass.identification, .system])
    func `who could use a seal follows from what the cabinet signed that it obeyed`(recordClass: RecordClass)
        throws
    {
        let claim = EvidenceClaim.users(House.seal, at: Self.moment)
        let honest = try #require(try House.day().report(claim).users)
        #expect(honest.grants.contains(where: \.isKnownToCabinet) && !honest.holders.isEmpty)
        let day = try House.day { house in
            let origin = house.policy.writer.origin
            let old = ObeyedHeads(
                authority: (1, house.authority.writer.head.size, house.authority.writer.head.root),
                policy: (1, 1, try house.store.root(of: origin, size: 1))
            )
            try house.act(Self.thief(recordClass), obeying: old)
        }
        let users = try #require(try day.report(claim).users)
        #expect(users.grants.map(\.isKnownToCabinet) == honest.grants.map(\.isKnownToCabinet))
        #expect(users.holders.map(\.person) == honest.holders.map(\.person))
    }

    @Test func `one of custody that may have moved a seal is said with its leaf`() throws {
        let house = try House.day { house in
            try house.act(Self.thief(.custody))
        }
        let report = try house.report(.users(House.seal, at: Self.moment))
        guard case .lastShown(_, let doubts)? = report.users?.place else {
            Issue.record("\(String(describing: report.users?.place))")
            return
        }
        let passed = try #require(
            report.findings.first { $0.message.english.contains("left out") }?.index
        )
        #expect(
            doubts.map(\.english) == [
                "1 later records of c1 that may have moved it are left out, the first of them leaf \(passed)"
            ]
        )
        let gaps = try house.report().gaps.map(\.english)
        #expect(
            gaps.contains(
                "1 records of c1 about seals are left out, the first of them leaf \(passed), and may concern this one"
            )
        )
        #expect(!gaps.contains { $0.contains("about seals are closed") })
    }

    @Test func `one at the end does not let a file reach to its moment`() throws {
        var house = try House.day()
        let last = house.now
        house.now += 3_600_000
        try house.act(Self.thief(.identification))
        try house.mirror()
        let later = last + 1_800_000
        let report = try house.report(.users(House.seal, at: later))
        guard case .lastShown(_, let doubts)? = report.users?.place else {
            Issue.record("\(String(describing: report.users?.place))")
            return
        }
        #expect(doubts.map(\.english) == ["records of c1 end at \(Moment.text(last))"])
        let seal = try #require(EvidenceClaim(seal: House.seal, from: House.morning, to: later))
        let end = house.acts.writer.head.size - 1
        #expect(
            try house.report(seal).gaps.map(\.english).contains(
                "acts of c1 end at leaf \(end), \(Moment.text(last)); what stands behind it is left out"
            )
        )
    }
}
