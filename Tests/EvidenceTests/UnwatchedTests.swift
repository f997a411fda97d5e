import Authority
import Custody
import Records
import Testing

@testable import Evidence

/// That the tag was there is not that nobody opened the drawer in between: for that somebody must have looked.
struct UnwatchedTests {
    private static let noon = PresenceBench.noon

    @Test func `counts every four minutes, with nobody at the drawer's sensors, are no «never left»`() throws
    {
        var bench = PresenceBench()
        for _ in 0..<14 { try bench.count() }
        let left = try bench.judged()
        #expect(left.provedCount == 14)
        #expect(left.longestUnsupported == 240_000)
        #expect(!left.isNeverLeft)
        #expect(
            left.gaps == [
                PresenceGap(.drawerUnwatched, from: Self.noon + 240_000, to: Self.noon + 14 * 240_000)
            ]
        )
    }

    @Test func `observations that begin late or end early leave the rest unwatched`() throws {
        var late = PresenceBench()
        try late.count()
        // The span of the first observation begins 30 s after the count.
        late.wait(30_000)
        late.beginSpan()
        try late.observe(after: 200_000)
        for _ in 0..<6 { try late.observe() }
        let start = Self.noon + 240_000
        #expect(
            try late.judged(from: start).gaps == [
                PresenceGap(.drawerUnwatched, from: start, to: start + 30_000)
            ]
        )

        var early = PresenceBench()
        for _ in 0..<6 { try early.observe() }
        try early.count()
        let end = Self.noon + 6 * 300_000
        #expect(
            try early.judged().gaps == [PresenceGap(.drawerUnwatched, from: end, to: end + 240_000)]
        )
    }

    @Test(arguments: [RecordKind.drawerOpened, .drawerClosed])
    func `an opening of which the body is closed may be of this drawer`(kind: RecordKind) throws {
        let closed = try PresenceBench.hour { try $0.custody(kind, as: .opening, showing: []) }.judged()
        #expect(closed.gaps.map(\.kind) == [.drawerMoved])
        let placeless = try PresenceBench.hour { try $0.custody(kind, drawer: nil, as: .opening) }.judged()
        #expect(placeless.gaps.map(\.kind) == [.drawerMoved])
        // Whose subject is open is seen to be about another drawer.
        let other = try PresenceBench.hour {
            try $0.custody(kind, seal: nil, drawer: 2, as: .opening, showing: [.subject])
        }.judged()
        #expect(other.isNeverLeft)
    }

    @Test(arguments: [[], [.kind], [.kind, .subject]] as [Set<Group>])
    func `a count of which the answer is closed may have found nothing`(groups: Set<Group>) throws {
        let left = try PresenceBench.hour { bench in
            try bench.custody(.countAnswered, seal: nil, drawer: nil, as: .count, showing: groups)
        }.judged()
        #expect(left.gaps.map(\.kind) == [.notSeen])
    }

    @Test
    func `a proof that does not name its tag proves no seal, and one in another drawer speaks against it`()
        throws
    {
        let here = try PresenceBench.hour { try $0.custody(.tagProved, visit: nil, as: .presence) }.judged()
        #expect(here.provedCount == 14)
        #expect(here.isNeverLeft)
        let there = try PresenceBench.hour {
            try $0.custody(.tagProved, drawer: 2, visit: nil, as: .presence)
        }.judged()
        #expect(there.provedCount == 14)
        #expect(there.gaps.map(\.kind) == [.elsewhere])
    }

    @Test func `what an observation that was written late leaves behind itself is looked for by time`() throws
    {
        func bench(_ kind: RecordKind, _ detail: CBOR, showing groups: Set<Group>) throws -> PresenceBench {
            var bench = PresenceBench()
            try bench.observe()
            bench.wait(60_000)
            try bench.custody(kind, detail, showing: groups)
            // It says what was seen up to a minute ago: the record in between lies after its moment and below its leaf.
            try bench.observe(PresenceBench.Observation(late: 61_000), after: 1_000)
            for _ in 0..<3 { try bench.observe() }
            return bench
        }
        let from = Self.noon + 360_500
        let ended = TakeEnded(outcome: .taken, reading: .empty).canonical
        let closed = try bench(.takeEnded, ended, showing: []).judged(from: from)
        #expect(closed.closed.count == 1)
        let open = try bench(.takeEnded, ended, showing: Set(Group.allCases)).judged(from: from)
        #expect(open.departures.count == 1)
    }
}

extension PresenceBench {
    /// A count that finds the seal, so many milliseconds after what came before.
    fileprivate mutating func count(after milliseconds: UInt64 = 240_000) throws {
        wait(milliseconds)
        let line = CountedDrawer(
            drawer: 1,
            seal: Self.seal,
            finding: .present,
            reading: .proved(Self.tag),
            holder: nil
        )
        let answer = CountAnswer(nonce: Bytes([UInt8](repeating: 1, count: 16)), drawers: [line])
        try custody(.countAnswered, answer.canonical, seal: nil, drawer: nil, visit: nil, as: .count)
    }
}
