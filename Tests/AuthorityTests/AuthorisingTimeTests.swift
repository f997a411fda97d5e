import Testing

@testable import Authority

@Suite struct AuthorisingTimeTests {
    @Test func `nothing is authorised before the first note of this boot`() {
        let time = AuthorisingTime()
        #expect(time.interval(atMonotonic: 10) == nil)
        #expect(time.contactAgeSeconds(atMonotonic: 10) == nil)
    }

    @Test func `the interval widens by 100 ppm on both sides and by the round trip above`() {
        var time = AuthorisingTime()
        #expect(time.take(noteTime: 1_000_000, asked: 500, answered: 700) == nil)
        #expect(time.interval(atMonotonic: 700) == TimeBounds(low: 1_000_000, high: 1_000_200))
        // Ten days of boot time: 864,000,000 ms, of which 100 ppm are 86,400 ms.
        let later: UInt64 = 700 + 864_000_000
        #expect(
            time.interval(atMonotonic: later)
                == TimeBounds(low: 1_000_000 + 864_000_000 - 86_400, high: 1_000_200 + 864_000_000 + 86_400)
        )
        #expect(time.noteAgeSeconds(atMonotonic: later) == 864_000)
        #expect(time.contactAgeSeconds(atMonotonic: later) == nil)
        time.renewContact(asked: 500)
        time.renewContact(asked: 400)
        #expect(time.contactAgeSeconds(atMonotonic: later) == 864_000)
    }

    @Test func `a note far ahead waits for people, and one within five minutes does not`() {
        var time = AuthorisingTime()
        _ = time.take(noteTime: 1_000_000, asked: 0, answered: 0)
        #expect(
            time.take(noteTime: 1_000_000 + 300_001, asked: 0, answered: 0)
                == .leapsAhead(milliseconds: 300_001)
        )
        #expect(time.interval(atMonotonic: 0)?.low == 1_000_000)
        #expect(time.take(noteTime: 1_000_000 + 300_000, asked: 0, answered: 0) == nil)
        #expect(time.take(noteTime: 9_000_000, asked: 0, answered: 0, confirmed: true) == nil)
        #expect(time.interval(atMonotonic: 0)?.low == 9_000_000)
    }

    @Test func `a note far behind waits as well`() {
        var time = AuthorisingTime()
        _ = time.take(noteTime: 1_000_000_000, asked: 0, answered: 0)
        #expect(
            time.take(noteTime: 999_000_000, asked: 10, answered: 10)
                == .fallsBehind(milliseconds: 1_000_010 - 1)
        )
    }

    @Test func `small steps from note to note do not walk away from the first one`() {
        var time = AuthorisingTime()
        #expect(time.take(noteTime: 1_000_000_000, asked: 0, answered: 0) == nil)
        #expect(time.take(noteTime: 1_000_200_000, asked: 0, answered: 0) == nil)
        #expect(
            time.take(noteTime: 1_000_400_000, asked: 0, answered: 0) == .leapsAhead(milliseconds: 400_000)
        )
        #expect(
            time.take(noteTime: 999_600_000, asked: 0, answered: 0) == .fallsBehind(milliseconds: 400_000)
        )
    }

    @Test func `a note before what an earlier boot acted on gives no time`() {
        var time = AuthorisingTime(floor: 1_000_000_000)
        #expect(
            time.take(noteTime: 999_000_000, asked: 0, answered: 0) == .fallsBehind(milliseconds: 1_000_000)
        )
        #expect(time.interval(atMonotonic: 0) == nil)
        #expect(time.take(noteTime: 1_000_000_001, asked: 0, answered: 0) == nil)
    }

    @Test func `numbers at the edge do not trap`() {
        var time = AuthorisingTime()
        _ = time.take(noteTime: FreshNote.timeMax, asked: .max, answered: .max)
        time.renewContact(asked: .max)
        #expect(time.contactAgeSeconds(atMonotonic: 0) == 0)
        #expect(time.interval(atMonotonic: .max)?.low == FreshNote.timeMax)
        _ = time.take(noteTime: 0, asked: 0, answered: .max, confirmed: true)
        _ = time.interval(atMonotonic: .max)
    }

    private static var hour: Int64 { 3_600_000 }
    private static var year: Int64 { 365 * 24 * hour }

    @Test func `hourly notes keep the contact within the hour, and missed ones let it age`() {
        var time = AuthorisingTime()
        for hour in 0..<(24 * 14) {
            let now = UInt64(Int64(hour) * Self.hour)
            #expect(time.take(noteTime: 1_000_000 + Int64(now), asked: now, answered: now + 200) == nil)
            time.renewContact(asked: now)
            #expect(time.contactAgeSeconds(atMonotonic: now + UInt64(Self.hour) - 1) == 3_599)
        }
        let last = UInt64(Int64(24 * 14 - 1) * Self.hour)
        #expect(time.contactAgeSeconds(atMonotonic: last + UInt64(24 * Self.hour)) == 86_400)
        // A note whose heads are held back gives time and no contact.
        let later = last + UInt64(48 * Self.hour)
        #expect(time.take(noteTime: 1_000_000 + Int64(later), asked: later, answered: later) == nil)
        #expect(time.contactAgeSeconds(atMonotonic: later) == 172_800)
    }

    @Test(
        arguments: [31_536_000_000, -31_536_000_000, 315_360_000_000, -315_360_000_000, 360_000, -360_000]
            as [Int64]
    )
    func `a clock that steps at headquarters gives no time, and the interval goes on`(step: Int64) {
        var time = AuthorisingTime()
        let start = 20 * Self.year
        #expect(time.take(noteTime: start, asked: 0, answered: 0) == nil)
        for hour in 1...3 as ClosedRange<Int64> {
            let now = UInt64(hour * Self.hour)
            let refusal = time.take(noteTime: start + Int64(now) + step, asked: now, answered: now)
            guard let refusal else {
                Issue.record("a step of \(step) ms was taken")
                continue
            }
            switch refusal {
            case .leapsAhead: #expect(step > 0)
            case .fallsBehind: #expect(step < 0)
            }
            let interval = time.interval(atMonotonic: now)
            #expect(interval.map { $0.low <= start + Int64(now) && start + Int64(now) <= $0.high } == true)
        }
        // Once the clock is right again, so is the next note.
        let now = UInt64(4 * Self.hour)
        #expect(time.take(noteTime: start + Int64(now), asked: now, answered: now) == nil)
    }

    @Test
    func
        `after a power-off nothing is authorised before a note of the new start, and none before what was acted on`()
    {
        let acted = 20 * Self.year
        for off in [60_000, 9 * 24 * Self.hour, Self.year] {
            var time = AuthorisingTime(floor: acted)
            #expect(time.interval(atMonotonic: 0) == nil)
            #expect(time.contactAgeSeconds(atMonotonic: 0) == nil)
            let refusal = time.take(noteTime: acted - Self.hour, asked: 0, answered: 10)
            #expect(refusal == .fallsBehind(milliseconds: Self.hour))
            #expect(time.interval(atMonotonic: 10) == nil)
            #expect(time.take(noteTime: acted + off, asked: 20, answered: 30) == nil)
            #expect(time.interval(atMonotonic: 30) == TimeBounds(low: acted + off, high: acted + off + 10))
        }
    }
}
