import Replication
import Testing

@testable import ZeroMQTransport

@Suite struct ReconnectScheduleTests {
    /// Always draws the same fraction of the range.
    private struct Fixed: RandomNumberGenerator {
        let value: UInt64

        mutating func next() -> UInt64 { value }
    }

    private let times = ReconnectTimes()

    private func waits(_ losses: [LinkLoss], connectedFor duration: Duration = .zero, value: UInt64)
        -> [Duration]
    {
        var schedule = ReconnectSchedule(times)
        var generator = Fixed(value: value)
        return losses.map { schedule.wait(after: $0, connectedFor: duration, using: &generator) }
    }

    @Test func `the bound doubles with each failure up to the longest wait`() {
        let waits = waits(Array(repeating: .unreachable, count: 40), value: .max)
        let bounds: [Double] = [2, 4, 8, 16, 30, 30]
        for (wait, bound) in zip(waits, bounds) {
            #expect(wait <= .seconds(bound))
            #expect(wait > .seconds(bound * 0.99))
        }
        #expect(waits.allSatisfy { $0 <= times.longest })
    }

    @Test func `no wait is shorter than the shortest`() {
        #expect(waits([.closed, .unreachable, .refused], value: 0).allSatisfy { $0 == times.shortest })
    }

    @Test func `a refusal has bounds of its own, and another loss starts anew`() {
        let waits = waits([.unreachable, .unreachable, .refused, .refused, .unreachable], value: .max)
        let bounds: [Double] = [2, 4, 10, 20, 2]
        for (wait, bound) in zip(waits, bounds) {
            #expect(wait <= .seconds(bound))
            #expect(wait > .seconds(bound * 0.99))
        }
    }

    @Test func `a connection that stood starts anew, one that only came and went does not`() {
        let steady = waits([.closed, .closed, .closed], connectedFor: times.steadyAfter, value: .max)
        #expect(steady.allSatisfy { $0 <= .seconds(2) })
        let brief = waits([.closed, .closed, .closed], connectedFor: .seconds(1), value: .max)
        #expect(brief[2] > .seconds(7))
    }

    @Test func `cabinets that lose headquarters together come back spread out`() {
        var generator = SystemRandomNumberGenerator()
        let waits = (0..<1000).map { _ in
            var schedule = ReconnectSchedule(times)
            return schedule.wait(after: .closed, connectedFor: .seconds(60), using: &generator)
        }
        // Ten slots of the first two seconds; each gets about a hundred of the thousand.
        let slots = Dictionary(grouping: waits) { Int($0 / .milliseconds(200)) }
        #expect(slots.count == 10)
        #expect(slots.values.allSatisfy { $0.count < 200 })
    }
}
