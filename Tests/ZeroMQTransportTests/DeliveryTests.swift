import Replication
import Testing

@testable import ZeroMQTransport

@Suite(.serialized, .timeLimit(.minutes(2))) struct DeliveryTests {
    private func number(_ frame: [UInt8]) -> Int {
        frame.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    }

    private func frame(_ number: Int, count: Int) -> [UInt8] {
        stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
            + [UInt8](repeating: 7, count: count - 4)
    }

    private func send(_ frames: Int, count: Int, on link: ZeroMQLink, _ connection: LinkConnection)
        async throws
    {
        for index in 0..<frames {
            while link.send(frame(index, count: count), on: connection) != .accepted {
                _ = try await link.events.first { $0 == .writable(connection) }
            }
        }
    }

    @Test func `a thousand frames arrive once each and in order, in both directions`() async throws {
        let cabinet = try CurveKeyPair()
        let line = try TestLine(listed: [cabinet])
        let link = try line.link(cabinet)
        let connection = try await link.events.up()
        let reader = Task {
            let peer = try await line.hub.events.up()
            for index in 0..<1000 {
                let frame = try await line.hub.events.frame()
                #expect(number(frame) == index)
            }
            return peer
        }
        try await send(1000, count: 2000, on: link, connection)
        let peer = try await reader.value
        let other = Task {
            for index in 0..<1000 {
                let frame = try await link.events.frame()
                #expect(number(frame) == index)
            }
        }
        for index in 0..<1000 {
            while line.hub.send(frame(index, count: 2000), to: peer) != .accepted {
                _ = try await line.hub.events.first { $0 == .writable(peer) }
            }
        }
        try await other.value
        await link.close()
        await line.hub.close()
    }

    @Test func `a frame of the greatest size goes through, one byte more is not taken`() async throws {
        let cabinet = try CurveKeyPair()
        let line = try TestLine(listed: [cabinet])
        let link = try line.link(cabinet)
        let connection = try await link.events.up()
        let greatest = frame(5, count: LinkLimits.frameByteCountMax)
        #expect(link.send(greatest + [0], on: connection) == .illSized)
        #expect(link.send([], on: connection) == .illSized)
        #expect(link.send(greatest, on: connection) == .accepted)
        let peer = try await line.hub.events.up()
        #expect(try await line.hub.events.frame() == greatest)
        #expect(line.hub.send(greatest + [0], to: peer) == .illSized)
        #expect(line.hub.send([], to: peer) == .illSized)
        #expect(line.hub.send(greatest, to: peer) == .accepted)
        #expect(try await link.events.frame() == greatest)
        await link.close()
        await line.hub.close()
    }

    @Test func `a reader at headquarters that is slow slows the sender, and nothing is lost`() async throws {
        let cabinet = try CurveKeyPair()
        let line = try TestLine(listed: [cabinet]) { configuration in
            configuration.limits.inboxFrameCountMax = 4
            configuration.limits.kernelBufferByteCount = 32 * 1024
        }
        let link = try line.link(cabinet) { $0.limits.kernelBufferByteCount = 32 * 1024 }
        let connection = try await link.events.up()
        var accepted = 0
        // Full everywhere: it stays so, however often it is tried.
        var refusals = 0
        let deadline = ContinuousClock.now.advanced(by: patience)
        while refusals < 20000, ContinuousClock.now < deadline {
            if link.send(frame(accepted, count: 32 * 1024), on: connection) == .accepted {
                accepted += 1
                refusals = 0
            } else {
                refusals += 1
                await Task.yield()
            }
        }
        #expect(refusals == 20000)
        let limits = TransportLimits.standard
        // Both outboxes and queues, the events, and what the kernel holds of 32 KiB each.
        #expect(accepted <= limits.outboxFrameCountMax + 2 * Int(limits.highWaterMark) + 4 + 16)
        #expect(line.hub.figures.frames <= 4)
        for index in 0..<accepted { #expect(number(try await line.hub.events.frame()) == index) }
        _ = try await link.events.first { $0 == .writable(connection) }
        #expect(link.send(frame(accepted, count: 32 * 1024), on: connection) == .accepted)
        #expect(number(try await line.hub.events.frame()) == accepted)
        await link.close()
        await line.hub.close()
    }

    @Test func `a reader that makes room gets the next frame at once`() async throws {
        let cabinet = try CurveKeyPair()
        let line = try TestLine(listed: [cabinet]) { $0.limits.inboxFrameCountMax = 1 }
        let link = try line.link(cabinet)
        let connection = try await link.events.up()
        let start = ContinuousClock.now
        let sender = Task { try await send(30, count: 100, on: link, connection) }
        for index in 0..<30 { #expect(number(try await line.hub.events.frame()) == index) }
        try await sender.value
        // The thread looks once a second by itself; thirty frames must not wait for that.
        #expect(ContinuousClock.now - start < .seconds(10))
        await link.close()
        await line.hub.close()
    }

    @Test func `a cabinet that is slow slows headquarters for itself only`() async throws {
        let slow = try CurveKeyPair()
        let quick = try CurveKeyPair()
        let line = try TestLine(listed: [slow, quick]) { $0.limits.kernelBufferByteCount = 32 * 1024 }
        let slowLink = try line.link(slow) { configuration in
            configuration.limits.inboxFrameCountMax = 2
            configuration.limits.kernelBufferByteCount = 32 * 1024
        }
        let quickLink = try line.link(quick)
        try await slowLink.sendWhenUp([1])
        let slowPeer = try await line.hub.events.up()
        try await quickLink.sendWhenUp([1])
        let quickPeer = try await line.hub.events.up()
        var accepted = 0
        var refusals = 0
        while refusals < 5000 {
            if line.hub.send(frame(accepted, count: 32 * 1024), to: slowPeer) == .accepted {
                accepted += 1
                refusals = 0
            } else {
                refusals += 1
                await Task.yield()
            }
        }
        for index in 0..<100 {
            while line.hub.send(frame(index, count: 1000), to: quickPeer) != .accepted { await Task.yield() }
            #expect(number(try await quickLink.events.frame()) == index)
        }
        for index in 0..<accepted { #expect(number(try await slowLink.events.frame()) == index) }
        _ = try await line.hub.events.first { $0 == .writable(slowPeer) }
        await slowLink.close()
        await quickLink.close()
        await line.hub.close()
    }

    @Test func `the same key connecting once more takes over, and the older line is ended`() async throws {
        let cabinet = try CurveKeyPair()
        let line = try TestLine(listed: [cabinet])
        let first = try line.link(cabinet) { $0.reconnect.shortest = .seconds(3600) }
        let firstConnection = try await first.events.up()
        #expect(first.send([1], on: firstConnection) == .accepted)
        let older = try await line.hub.events.up()
        let second = try line.link(cabinet)
        try await second.sendWhenUp([2])
        #expect(
            try await line.hub.events.first { $0 == .down(older, .superseded) } == .down(older, .superseded)
        )
        let newer = try await line.hub.events.up()
        #expect(newer.key == older.key)
        #expect(newer.connection > older.connection)
        #expect(try await line.hub.events.frame() == [2])
        #expect(try await first.events.following() == .down(firstConnection, .closed))
        #expect(line.hub.send([3], to: older) == .unreachable)
        #expect(line.hub.send([3], to: newer) == .accepted)
        #expect(try await second.events.frame() == [3])
        await first.close()
        await second.close()
        await line.hub.close()
    }

    @Test func `a dropped cabinet is told by the end of its connection and comes back`() async throws {
        let cabinet = try CurveKeyPair()
        let line = try TestLine(listed: [cabinet])
        let link = try line.link(cabinet)
        let connection = try await link.events.up()
        #expect(link.send([1], on: connection) == .accepted)
        let peer = try await line.hub.events.up()
        line.hub.drop(peer)
        #expect(try await line.hub.events.down() == .dropped)
        #expect(try await link.events.following() == .down(connection, .closed))
        let next = try await link.events.up()
        #expect(next > connection)
        #expect(link.send([2], on: connection) == .unreachable)
        #expect(link.send([2], on: next) == .accepted)
        #expect(try await line.hub.events.up().connection > peer.connection)
        await link.close()
        await line.hub.close()
    }

    @Test func `a dismissed cabinet gets every frame that was sent before, and is ended if it stays`()
        async throws
    {
        let cabinet = try CurveKeyPair()
        let line = try TestLine(listed: [cabinet])
        let link = try line.link(cabinet)
        // Whether a frame is read before its connection ends is a race: ten rounds leave chance no room.
        for round in UInt8(1)...10 {
            let connection = try await link.events.up()
            #expect(link.send([round], on: connection) == .accepted)
            let peer = try await line.hub.events.up()
            for last in 0..<3 as Range<UInt8> {
                #expect(line.hub.send([round, last], to: peer) == .accepted)
            }
            line.hub.dismiss(peer)
            for last in 0..<3 as Range<UInt8> {
                #expect(try await link.events.frame() == [round, last])
            }
            guard round > 1 else {
                #expect(try await line.hub.events.down() == .dropped)
                continue
            }
            link.reconnect(after: .zero)
            #expect(try await line.hub.events.down() == .closed)
        }
        await link.close()
        await line.hub.close()
    }

    @Test func `a link stays away as long as it is told`() async throws {
        let cabinet = try CurveKeyPair()
        let line = try TestLine(listed: [cabinet])
        let link = try line.link(cabinet)
        let connection = try await link.events.up()
        let start = ContinuousClock.now
        link.reconnect(after: .milliseconds(300))
        #expect(try await link.events.following() == .down(connection, .requested))
        _ = try await link.events.up()
        #expect(ContinuousClock.now - start >= .milliseconds(300))
        await link.close()
        await line.hub.close()
    }
}
