import Testing

@testable import Drawers

/// A sensor that cannot be believed is its own state: never "shut", never "nobody", and never in the way of an opening.
@Suite struct DrawerIllnessTests {
    @Test(arguments: [
        (DoorPosition?.none, BoltPosition?.some(.thrown), true, false),
        (.some(.shut), .none, false, true),
        (.none, .none, true, true),
    ])
    func `what cannot be read is ill after its time, and well when it is read again`(
        door: DoorPosition?,
        bolt: BoltPosition?,
        doorIsIll: Bool,
        boltIsIll: Bool
    ) throws {
        var bench = try WatchBench.locked()
        #expect(bench.show(door, bolt) == [])
        #expect(bench.watch.state == .lockedAndClosed)
        #expect(bench.wait(.seconds(4)) == [.sensorIll(door: doorIsIll, bolt: boltIsIll)])
        #expect(bench.watch.state == .sensorIll)
        #expect(bench.watch.clear(.sensorIll) == false)
        #expect(bench.show(.shut, .thrown) == [.sensorsWell, .closed])
        #expect(bench.watch.state == .lockedAndClosed)
        #expect(bench.watch.latched == [.sensorIll])
        #expect(bench.watch.clear(.sensorIll) == true)
    }

    @Test func `a switch that will not stay is ill, and well when it stayed still`() throws {
        var bench = try WatchBench.locked()
        var events: [DrawerEvent.Kind] = []
        for _ in 0..<10 {
            bench.sample = DrawerSample(door: .open, bolt: .thrown)
            events += bench.wait(.milliseconds(40))
            bench.sample = DrawerSample(door: .shut, bolt: .thrown)
            events += bench.wait(.milliseconds(40))
        }
        #expect(events == [.sensorIll(door: true, bolt: false)])
        #expect(bench.watch.state == .sensorIll)
        #expect(bench.wait(.seconds(6)) == [.sensorsWell, .closed])
    }

    @Test func `an ill bolt switch hides no opening door`() throws {
        var bench = try WatchBench.locked()
        _ = bench.show(.shut, nil)
        _ = bench.wait(.seconds(4))
        #expect(bench.show(.open, nil) == [.forced])
        #expect(bench.watch.state == .forced)
    }

    @Test func `an ill door switch hides no drawn bolt`() throws {
        var bench = try WatchBench.locked()
        _ = bench.show(nil, .thrown)
        _ = bench.wait(.seconds(4))
        #expect(bench.show(nil, .drawn) == [.forced])
    }

    @Test func `an ill bolt switch does not stand in the way of an opening`() throws {
        var bench = try WatchBench.locked()
        _ = bench.show(.shut, nil)
        _ = bench.wait(.seconds(4))
        bench.release()
        #expect(bench.show(.open, nil) == [.opened])
        #expect(bench.wait(.seconds(61)) == [.heldOpen])
    }

    @Test func `an authorisation does not last for ever because a sensor is ill`() throws {
        var bench = try WatchBench.locked()
        _ = bench.show(.shut, nil)
        _ = bench.wait(.seconds(4))
        bench.release()
        #expect(bench.wait(.seconds(5)) == [.jammed(boltMoved: false)])
        #expect(bench.show(.open, nil) == [.forced])

        var other = try WatchBench.locked()
        other.release()
        _ = other.show(.open, .drawn)
        _ = other.show(.shut, nil)
        _ = other.wait(.seconds(62))
        #expect(other.show(.open, nil) == [.forced])
    }

    @Test func `opened, then blind, then seen open is still the same opening`() throws {
        var bench = try WatchBench.locked()
        bench.release()
        #expect(bench.show(.open, .drawn) == [.opened])
        #expect(bench.show(nil, nil) == [])
        #expect(bench.wait(.seconds(4)) == [.sensorIll(door: true, bolt: true)])
        #expect(bench.show(.open, .drawn) == [.sensorsWell])
        #expect(bench.watch.state == .open)
    }

    @Test func `ill from the start, then open, is found open`() throws {
        var bench = try WatchBench()
        _ = bench.show(nil, nil)
        #expect(bench.wait(.seconds(4)) == [.sensorIll(door: true, bolt: true)])
        #expect(bench.show(.open, .drawn) == [.sensorsWell, .foundOpen])
    }

    /// Whatever the sensors show and whenever a lock is released: no opening is called allowed without a release of its
    /// own, an alarm latches, and a door that is believed open is never called locked.
    @Test(arguments: 0..<16)
    func `whatever happens, nothing is called allowed that was not, and no alarm is lost`(seed: UInt64) throws
    {
        var random = SplitMix(state: seed)
        var bench = try WatchBench.locked()
        var released = false
        for _ in 0..<150 {
            let before = bench.watch.latched
            if Int.random(in: 0..<12, using: &random) == 0 {
                bench.release()
                released = true
            }
            let door: DoorPosition? = [.shut, .shut, .open, nil].randomElement(using: &random) ?? nil
            let bolt: BoltPosition? = [.thrown, .thrown, .drawn, nil].randomElement(using: &random) ?? nil
            bench.sample = DrawerSample(door: door, bolt: bolt)
            let length = Duration.milliseconds(Int.random(in: 20...6000, using: &random))
            let events = bench.wait(length)
            if events.contains(.opened) {
                #expect(released)
                released = false
            }
            #expect(before.isSubset(of: bench.watch.latched))
            #expect(!bench.watch.state.isAlarm || bench.watch.latched.contains(bench.watch.state))
            // Debounced by then.
            if length > .milliseconds(100), door == .open { #expect(bench.watch.state != .lockedAndClosed) }
        }
    }
}
