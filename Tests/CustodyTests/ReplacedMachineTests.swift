import Authority
import Records
import Simulation
import Testing

@testable import Custody

/// What a machine may do that took another's place under a cabinet's name.
@Suite struct ReplacedMachineTests {
    private static func opening(_ reason: EpochReason, isSigned: Bool = true) -> Draft {
        Draft(
            .system,
            .epochOpened,
            actor: Actor(component: "ledger"),
            detail: EpochOpening(
                reason: reason,
                nextKey: Bytes([UInt8](repeating: 1, count: 32)),
                key: Bytes([UInt8](repeating: 2, count: 32))
            ).canonical,
            isSigned: isSigned
        )
    }

    private static func count(_ readings: [TagReading], finding: CountedDrawer.Finding = .vacant) -> Draft {
        let drawers = readings.enumerated().map { number, reading in
            CountedDrawer(
                drawer: UInt64(number) + 1,
                seal: nil,
                finding: finding,
                reading: reading,
                holder: nil
            )
        }
        return Draft(
            .count,
            .countAnswered,
            actor: Actor(component: "count"),
            subject: Subject(run: id(700)),
            detail: CountAnswer(nonce: Bytes([UInt8](repeating: 3, count: 16)), drawers: drawers).canonical,
            isSigned: true
        )
    }

    /// A seal that lies in its drawer by what the machine before wrote, and the first leaf of the next machine.
    private static func replaced(_ draft: Draft = opening(.replacement)) throws -> Branch {
        var branch = try Branch.withSealIn()
        branch.nextEpoch()
        try branch.write([draft])
        return branch
    }

    @Test func `nothing is taken before every drawer was looked into, and everything afterwards`() throws {
        var branch = try Self.replaced()
        #expect(branch.refusals(branch.question()) == [.countAwaited])
        // A reader that is ill and a tag that says nothing leave the count open.
        for readings: [TagReading] in [[.empty, .ill], [.unreadable, .empty], []] {
            try branch.write([Self.count(readings)])
            #expect(branch.refusals(branch.question()) == [.countAwaited])
        }
        // What lies there and should not is counted; so is what was set apart before.
        try branch.write([
            Self.count([.foreign(uid: Bytes([UInt8](repeating: 9, count: 7))), .empty], finding: .unexpected)
        ])
        #expect(branch.refusals(branch.question()).isEmpty)
        branch = try Self.replaced()
        try branch.write([Self.count([.unreadable], finding: .quarantined)])
        #expect(branch.refusals(branch.question()).isEmpty)
    }

    @Test func `a count is awaited over a rotation and a stored state, and after no other beginning`() throws
    {
        var branch = try Self.replaced()
        let stored = try CustodyState(decoding: branch.custody.encoded)
        #expect(stored == branch.custody && stored.awaitsCount)
        branch.nextEpoch()
        try branch.write([Self.opening(.rotation)])
        #expect(branch.custody.awaitsCount)
        try branch.write([Self.count([.empty])])
        #expect(!branch.custody.awaitsCount)
        for reason in [EpochReason.rotation, .restore, .diskLost, .enrolment] {
            #expect(!(try Self.replaced(Self.opening(reason)).custody.awaitsCount))
        }
        // Whoever has the log key alone stops no takes with it.
        #expect(!(try Self.replaced(Self.opening(.replacement, isSigned: false)).custody.awaitsCount))
    }

    @Test func `while the record before is missing, and where another machine stands, nothing is taken`()
        throws
    {
        let branch = try Self.replaced()
        func refusals(isReplaced: Bool, isInheriting: Bool) -> [TakeRefusal] {
            let desk = TakeDesk(
                standing: branch.organisation.standing,
                policy: branch.organisation.policy,
                custody: branch.custody,
                missesCriticalRecord: false,
                isContradicted: false,
                isRebuilding: isInheriting,
                isReplaced: isReplaced,
                isInheriting: isInheriting
            )
            guard case .refused(let reasons) = desk.decide(branch.question()) else { return [] }
            return reasons
        }
        #expect(refusals(isReplaced: false, isInheriting: true) == [.recordAwaited])
        #expect(refusals(isReplaced: true, isInheriting: false) == [.machineReplaced, .countAwaited])
    }
}
