import Testing

@testable import Drawers

@Suite struct DrawerWatchTests {
    @Test func `a drawer found closed is locked and closed`() throws {
        var bench = try WatchBench()
        #expect(bench.watch.state == .unknown)
        #expect(bench.wait(.milliseconds(200)) == [.foundClosed])
        #expect(bench.watch.state == .lockedAndClosed)
        #expect(bench.wait(.seconds(600)) == [])
    }

    @Test func `released, open, closed: the ordinary way, without an alarm`() throws {
        var bench = try WatchBench.locked()
        bench.release()
        #expect(bench.watch.state == .released)
        #expect(bench.show(.shut, .drawn) == [])
        #expect(bench.show(.open, .drawn) == [.opened])
        #expect(bench.watch.state == .open)
        #expect(bench.wait(.seconds(20)) == [])
        #expect(bench.show(.shut, .thrown) == [.closed])
        #expect(bench.watch.state == .lockedAndClosed)
        #expect(bench.watch.latched == [])
    }

    @Test func `open without a release is forced, and stays to be explained when it is shut again`() throws {
        var bench = try WatchBench.locked()
        #expect(bench.show(.open, .drawn) == [.forced])
        #expect(bench.watch.state == .forced)
        #expect(bench.watch.clear(.forced) == false)
        #expect(bench.wait(.seconds(300)) == [])
        #expect(bench.show(.shut, .thrown) == [.closed])
        #expect(bench.watch.state == .lockedAndClosed)
        #expect(bench.watch.latched == [.forced])
        #expect(bench.watch.clear(.forced) == true)
        #expect(bench.watch.latched == [])
        #expect(bench.watch.clear(.forced) == false)
    }

    @Test func `a bolt that stays thrown does not hide a door that was forced`() throws {
        var bench = try WatchBench.locked()
        #expect(bench.show(.open, .thrown) == [.forced])
    }

    @Test func `a second opening after the closing needs a second release`() throws {
        var bench = try WatchBench.locked()
        bench.release()
        #expect(bench.show(.open, .drawn) == [.opened])
        #expect(bench.show(.shut, .thrown) == [.closed])
        #expect(bench.show(.open, .drawn) == [.forced])
    }

    @Test func `released and nothing moved is jammed, and another try is the way out`() throws {
        var bench = try WatchBench.locked()
        bench.release()
        #expect(bench.wait(.seconds(5)) == [.jammed(boltMoved: false)])
        #expect(bench.watch.state == .jammed)
        #expect(bench.watch.latched == [.jammed])
        #expect(bench.wait(.seconds(60)) == [])
        bench.release()
        #expect(bench.show(.open, .drawn) == [.opened])
        #expect(bench.show(.shut, .thrown) == [.closed])
        #expect(bench.watch.clear(.jammed) == true)
    }

    @Test func `a jam that is cleared is a locked drawer`() throws {
        var bench = try WatchBench.locked()
        bench.release()
        _ = bench.wait(.seconds(5))
        #expect(bench.watch.clear(.jammed) == true)
        #expect(bench.watch.state == .lockedAndClosed)
        #expect(bench.show(.open, .drawn) == [.forced])
    }

    @Test func `a jam tells whether the bolt moved`() throws {
        var bench = try WatchBench.locked()
        bench.release()
        _ = bench.show(.shut, .drawn)
        _ = bench.show(.shut, .thrown)
        #expect(bench.wait(.seconds(5)) == [.jammed(boltMoved: true)])
    }

    @Test func `the time to open runs from the pulse, however long its turn took`() throws {
        var bench = try WatchBench.locked()
        bench.release()
        #expect(bench.wait(.seconds(3)) == [])
        bench.watch.noteReleased(at: bench.now)
        #expect(bench.wait(.seconds(3)) == [])
        #expect(bench.show(.open, .drawn) == [.opened])

        var late = try WatchBench.locked()
        late.release()
        #expect(late.wait(.seconds(5)) == [.jammed(boltMoved: false)])
        late.watch.noteReleased(at: late.now)
        #expect(late.show(.open, .drawn) == [.opened])
    }

    @Test func `a release that was never sent leaves a locked drawer`() throws {
        var bench = try WatchBench.locked()
        bench.release()
        bench.watch.withdrawRelease()
        #expect(bench.watch.state == .lockedAndClosed)
        #expect(bench.wait(.seconds(10)) == [])
        #expect(bench.show(.open, .drawn) == [.forced])
    }

    @Test func `a drawer that stands open is held open after its time, once`() throws {
        var bench = try WatchBench.locked()
        bench.release()
        _ = bench.show(.open, .drawn)
        #expect(bench.wait(.seconds(59)) == [])
        #expect(bench.wait(.seconds(2)) == [.heldOpen])
        #expect(bench.wait(.seconds(120)) == [])
        #expect(bench.watch.state == .heldOpen)
        #expect(bench.show(.shut, .thrown) == [.closed])
        #expect(bench.watch.latched == [.heldOpen])
    }

    @Test func `shut without being caught is ajar; pulled open once more it is no alarm`() throws {
        var bench = try WatchBench.locked()
        bench.release()
        _ = bench.show(.open, .drawn)
        #expect(bench.show(.shut, .drawn) == [])
        #expect(bench.wait(.seconds(2)) == [.ajar])
        #expect(bench.show(.open, .drawn) == [])
        #expect(bench.watch.state == .open)
        #expect(bench.show(.shut, .thrown) == [.closed])
        #expect(bench.watch.latched == [.ajar])
    }

    @Test func `a hook thrown while the door is open is ajar`() throws {
        var bench = try WatchBench.locked()
        bench.release()
        _ = bench.show(.open, .drawn)
        #expect(bench.show(.open, .thrown) == [])
        #expect(bench.wait(.seconds(2)) == [.ajar])
    }

    @Test func `a bolt that draws itself is ajar, and the opening that follows is forced`() throws {
        var bench = try WatchBench.locked()
        #expect(bench.show(.shut, .drawn) == [])
        #expect(bench.wait(.seconds(2)) == [.ajar])
        #expect(bench.show(.open, .drawn) == [.forced])
    }

    @Test func `released, bolt drawn, door kept shut is ajar in the end`() throws {
        var bench = try WatchBench.locked()
        bench.release()
        _ = bench.show(.shut, .drawn)
        #expect(bench.wait(.seconds(3)) == [])
        #expect(bench.wait(.seconds(2)) == [.ajar])
        #expect(bench.show(.open, .drawn) == [])
        #expect(bench.show(.shut, .thrown) == [.closed])
    }

    @Test func `a short flicker of either switch is nothing`() throws {
        var bench = try WatchBench.locked()
        for glitch in [DrawerSample(door: .open, bolt: .thrown), DrawerSample(door: .shut, bolt: .drawn)] {
            bench.sample = glitch
            #expect(bench.wait(.milliseconds(40)) == [])
            #expect(bench.show(.shut, .thrown) == [])
            #expect(bench.wait(.seconds(5)) == [])
        }
        #expect(bench.watch.state == .lockedAndClosed)
    }

    @Test func `released once more while it stands open is no new opening, until it was shut`() throws {
        var bench = try WatchBench.locked()
        bench.release()
        _ = bench.show(.open, .drawn)
        bench.release()
        #expect(bench.show(.open, .drawn) == [])
        #expect(bench.show(.shut, .thrown) == [.closed])
        #expect(bench.watch.state == .released)
        #expect(bench.show(.open, .drawn) == [.opened])
    }

    @Test func `found open at start is neither forced nor believed to be allowed for ever`() throws {
        var bench = try WatchBench()
        #expect(bench.show(.open, .drawn) == [.foundOpen])
        #expect(bench.wait(.seconds(61)) == [.heldOpen])
        #expect(bench.show(.shut, .thrown) == [.closed])
        #expect(bench.show(.open, .drawn) == [.forced])
    }

    @Test func `timings out of their range are refused`() {
        #expect(throws: DrawersError.self) { try DrawerTiming(openingMax: .zero) }
        #expect(throws: DrawersError.self) { try DrawerTiming(debounce: .seconds(5)) }
        #expect(throws: DrawersError.self) { try DrawerTiming(openMax: .seconds(3601)) }
        #expect(throws: DrawersError.self) { try DrawerTiming(chatterEdgeCountMax: 1) }
    }
}
