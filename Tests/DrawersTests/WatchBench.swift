@testable import Drawers

/// A drawer watch on a clock of the test's own: steps of 20 ms in which both sensors show what was set last.
struct WatchBench {
    var watch: DrawerWatch
    var now = ContinuousClock.now
    var sample = DrawerSample(door: .shut, bolt: .thrown)

    init(_ timing: DrawerTiming? = nil) throws {
        watch = DrawerWatch(timing: try timing ?? DrawerTiming())
    }

    /// A bench whose drawer was seen locked and closed.
    static func locked() throws -> WatchBench {
        var bench = try WatchBench()
        _ = bench.wait(.milliseconds(200))
        return bench
    }

    /// Shows this from now on, and lets it settle.
    mutating func show(_ door: DoorPosition?, _ bolt: BoltPosition?) -> [DrawerEvent.Kind] {
        sample = DrawerSample(door: door, bolt: bolt)
        return wait(.milliseconds(100))
    }

    mutating func wait(_ duration: Duration) -> [DrawerEvent.Kind] {
        var events: [DrawerEvent.Kind] = []
        let end = now.advanced(by: duration)
        while now < end {
            now = now.advanced(by: .milliseconds(20))
            events += watch.observe(sample, at: now).map(\.kind)
        }
        return events
    }

    mutating func release() { watch.release(at: now) }
}
