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
}
