import Testing

@testable import Replication

@Suite struct SessionPairTests {
    @Test func `both sides come to hold the same, and then rest`() throws {
        var pair = try MemoryPair(seed: 1)
        try pair.connect()
        #expect(pair.hasConverged)
        #expect(pair.alarmsShown == [7, 33])
        try pair.connect()
        #expect(pair.hasConverged)
        // HELLO, WITNESS, WELCOME, and the cabinet's cosignature on the head that it was shown.
        #expect(pair.frameCount == 4)
        #expect(pair.contradictionCount == 0)
        #expect(pair.refusedHeadCount == 0)
    }

    @Test func `from every frame after which the line is cut, the next connection comes to the same`() throws
    {
        let start = try MemoryPair(seed: 2)
        var whole = start
        try whole.connect()
        #expect(whole.hasConverged)
        #expect(whole.frameCount > 12)
        for cut in 0...whole.frameCount {
            var pair = start
            try pair.connect(cutAfter: cut)
            try pair.connect()
            let hasConverged = pair.hasConverged
            #expect(hasConverged, "cut after \(cut) frames: \(pair.progress)")
            #expect(pair.contradictionCount == 0, "cut after \(cut) frames")
            #expect(pair.refusedHeadCount == 0, "cut after \(cut) frames")
        }
    }

    @Test(arguments: UInt64(0)..<60)
    func `logs that grow while the line comes and goes end the same on both sides`(seed: UInt64) throws {
        var generator = SplitMix(seed: seed &* 0x5EED)
        var pair = try MemoryPair(seed: seed)
        for _ in 0..<Int.random(in: 1..<6, using: &generator) {
            try pair.connect(cutAfter: Int.random(in: 0..<20, using: &generator), growing: 3)
        }
        try pair.connect(growing: 3)
        let hasConverged = pair.hasConverged
        #expect(hasConverged, "\(pair.progress)")
        #expect(pair.contradictionCount == 0)
        #expect(pair.refusedHeadCount == 0)
    }

    @Test func `a record that is too large for a frame goes in two, from every cut on, both ways`() throws {
        var start = try MemoryPair(seed: 4)
        try start.appendLargest()
        var whole = start
        try whole.connect()
        #expect(whole.hasConverged)
        for cut in 0...whole.frameCount {
            var pair = start
            try pair.connect(cutAfter: cut)
            try pair.connect()
            let hasConverged = pair.hasConverged
            #expect(hasConverged, "cut after \(cut) frames: \(pair.progress)")
        }
    }

    @Test func `a cabinet that was restored from a backup is told once in a connection`() throws {
        var pair = try MemoryPair(seed: 3)
        try pair.connect()
        try pair.restoreActs(25)
        try pair.connect()
        // Once on each side.
        #expect(pair.contradictionCount == 2)
        #expect(pair.actsCopy.records.count == 40)
        #expect(pair.freshCount == 1)
    }
}
