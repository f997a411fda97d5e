import Records
import Testing

@testable import Identity

@Suite struct AttemptLedgerTests {
    private let limits = AttemptLimits.standard
    private let minute: UInt64 = 60_000

    private func failing(_ count: Int, person: UInt8? = 1, card: UInt8? = nil, every step: UInt64 = 1)
        -> AttemptLedger
    {
        var ledger = AttemptLedger()
        for index in 0..<count {
            ledger.fail(
                .init(person: person.map { id($0) }, card: card.map { uid($0) }),
                at: UInt64(index) * step
            )
        }
        return ledger
    }

    @Test func `the fifth failure locks a person for a quarter of an hour, and nobody else`() {
        #expect(failing(4).lock(person: id(1), card: nil, at: 4) == nil)
        #expect(failing(4).remaining(person: id(1), at: 4) == 1)
        let lock = failing(5).lock(person: id(1), card: nil, at: 4)
        #expect(lock?.subject == .person)
        #expect(lock?.until == 4 + 15 * minute)
        #expect(failing(5).lock(person: id(1), card: nil, at: 4 + 15 * minute) == nil)
        #expect(failing(5).lock(person: id(2), card: nil, at: 5) == nil)
    }

    @Test func `failures of a quarter of an hour ago are forgotten`() {
        let ledger = failing(5, every: 4 * minute)
        #expect(ledger.lock(person: id(1), card: nil, at: 16 * minute) == nil)
    }

    @Test func `each further lock lasts twice as long, up to a day`() {
        var ledger = AttemptLedger()
        var now: UInt64 = 0
        var lengths: [UInt64] = []
        for _ in 0..<10 {
            for _ in 0..<5 { ledger.fail(.init(person: id(1), card: nil), at: now) }
            let until = ledger.lock(person: id(1), card: nil, at: now)?.until ?? 0
            lengths.append((until - now) / minute)
            now = until + 60 * minute
        }
        #expect(lengths == [15, 30, 60, 120, 240, 480, 960, 1_440, 1_440, 1_440])
    }

    @Test func `a success clears person and card, but not the cabinet`() {
        var ledger = failing(19, person: 1, card: 1)
        ledger.succeed(person: id(1), card: uid(1))
        #expect(ledger.lock(person: id(1), card: uid(1), at: 19) == nil)
        ledger.fail(.init(person: id(2), card: nil), at: 19)
        #expect(ledger.lock(person: id(3), card: nil, at: 19)?.subject == .cabinet)
    }

    @Test func `a card is locked whoever shows it`() {
        let ledger = failing(5, person: nil, card: 9)
        #expect(ledger.lock(person: nil, card: uid(9), at: 5)?.subject == .card)
        #expect(ledger.lock(person: nil, card: uid(8), at: 5) == nil)
    }

    @Test func `switching the power off buys no tries`() {
        let failures = (0..<5).map { _ in AttemptLedger.Failure(person: id(1), card: uid(1)) }
        let ledger = AttemptLedger(restoring: failures, at: 100)
        #expect(ledger.lock(person: id(1), card: nil, at: 101)?.until == 100 + 15 * minute)
    }

    @Test func `many foreign cards take no more than their room`() {
        var ledger = AttemptLedger()
        for index in 0..<3_000 as Range<UInt64> {
            let card = Bytes((0..<7).map { UInt8(truncatingIfNeeded: index >> (UInt64($0) * 8)) })
            ledger.fail(.init(person: nil, card: card), at: index)
        }
        #expect(ledger.lock(person: id(1), card: nil, at: 3_000)?.subject == .cabinet)
        var dumped = ""
        dump(ledger, to: &dumped)
        #expect(dumped.contains("\(AttemptLedger.subjectCountMax) key/value pairs"))
    }

    @Test func `a clock at its end does not trap`() {
        var ledger = AttemptLedger()
        for _ in 0..<40 { ledger.fail(.init(person: id(1), card: uid(1)), at: .max) }
        #expect(ledger.remaining(person: id(1), at: 0) <= 5)
    }
}
