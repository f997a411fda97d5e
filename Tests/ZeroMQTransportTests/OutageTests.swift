import Glibc
import Replication
import Testing

@testable import ZeroMQTransport

@Suite(.serialized, .timeLimit(.minutes(2))) struct OutageTests {
    @Test func `a link comes back when headquarters starts again`() async throws {
        let cabinet = try CurveKeyPair()
        let line = try TestLine(listed: [cabinet])
        let link = try line.link(cabinet)
        let connection = try await link.events.up()
        await line.hub.close()
        #expect(try await link.events.following() == .down(connection, .closed))
        #expect(try await link.events.following() == .failed(.unreachable))
        let again = try TestLine(listed: [cabinet], headquarters: line.headquarters, port: line.port)
        let next = try await link.events.up()
        #expect(link.send([2], on: next) == .accepted)
        #expect(try await again.hub.events.frame() == [2])
        await link.close()
        await again.hub.close()
    }

    @Test func `what was meant for a lost connection never reaches the next`() async throws {
        let cabinet = try CurveKeyPair()
        let line = try TestLine(listed: [cabinet])
        let relay = try TestRelay(to: line.port)
        let link = try line.link(cabinet, at: relay.address)
        for round in 0..<10 {
            let connection = try await link.events.up()
            // Frames are under way and waiting when the line is cut.
            var number: UInt8 = 0
            while number < 200,
                link.send([UInt8(round), number] + .init(repeating: 0, count: 20000), on: connection)
                    == .accepted
            {
                number += 1
            }
            relay.cut()
            _ = try await link.events.first { if case .down = $0 { true } else { false } }
            #expect(link.send([99], on: connection) == .unreachable)
        }
        let last = try await link.events.up()
        #expect(link.send([200, 0], on: last) == .accepted)
        var rounds: [UInt64: Set<UInt8>] = [:]
        var next: [UInt64: UInt8] = [:]
        while true {
            let event = try await line.hub.events.first { if case .frame = $0 { true } else { false } }
            guard case .frame(let frame, let peer) = event else { return }
            rounds[peer.connection, default: []].insert(frame[0])
            #expect(frame[1] == next[peer.connection, default: 0])
            next[peer.connection, default: 0] += 1
            if frame[0] == 200 { break }
        }
        #expect(rounds.values.allSatisfy { $0.count == 1 })
        await link.close()
        await relay.stop()
        await line.hub.close()
    }

    @Test func `a line that falls silent is found out by both ends`() async throws {
        let cabinet = try CurveKeyPair()
        let line = try TestLine(listed: [cabinet])
        let relay = try TestRelay(to: line.port)
        let link = try line.link(cabinet, at: relay.address)
        let connection = try await link.events.up()
        #expect(link.send([1], on: connection) == .accepted)
        let peer = try await line.hub.events.up()
        _ = try await line.hub.events.frame()
        relay.set(.silent)
        #expect(try await line.hub.events.following() == .down(peer, .closed))
        #expect(try await link.events.following() == .down(connection, .closed))
        // A handshake into silence ends as well.
        #expect(try await link.events.following() == .failed(.handshakeFailed))
        relay.set(.open)
        _ = try await link.events.up()
        await link.close()
        await relay.stop()
        await line.hub.close()
    }

    @Test func `a cabinet that comes back before its silent line was noticed takes over`() async throws {
        let cabinet = try CurveKeyPair()
        let line = try TestLine(listed: [cabinet]) { $0.times.heartbeatTimeout = .seconds(60) }
        let relay = try TestRelay(to: line.port)
        // Long enough apart that headquarters notices nothing by itself.
        let link = try line.link(cabinet, at: relay.address) { $0.times.heartbeatTimeout = .seconds(60) }
        let connection = try await link.events.up()
        #expect(link.send([1], on: connection) == .accepted)
        let peer = try await line.hub.events.up()
        relay.set(.silent)
        let second = try line.link(cabinet)
        try await second.sendWhenUp([2])
        #expect(
            try await line.hub.events.first { $0 == .down(peer, .superseded) } == .down(peer, .superseded)
        )
        #expect(try await line.hub.events.up().connection == peer.connection + 1)
        await second.close()
        await link.close()
        await relay.stop()
        await line.hub.close()
    }

    @Test func `nothing listens: one event, then patience`() async throws {
        let (descriptor, port) = try TestSocket.listen()
        close(descriptor)
        let line = try TestLine()
        let link = try line.link(try CurveKeyPair(), at: "tcp://127.0.0.1:\(port)")
        #expect(try await link.events.following() == .failed(.unreachable))
        await link.close()
        #expect(await link.events.next() == nil)
        await line.hub.close()
    }

    @Test func `an address that is none is a failed attempt with a reason`() async throws {
        let line = try TestLine()
        let link = try line.link(try CurveKeyPair(), at: "tcp://nowhere")
        #expect(try await link.events.following() == .failed(.unreachable))
        #expect(link.error?.code == .addressInvalid)
        await link.close()
        await line.hub.close()
    }

    @Test func `closing drops what is unsent and waits for nobody`() async throws {
        let cabinet = try CurveKeyPair()
        // No heartbeat ends the lines meanwhile.
        let line = try TestLine(listed: [cabinet]) { $0.times.heartbeatTimeout = .seconds(60) }
        let relay = try TestRelay(to: line.port)
        let link = try line.link(cabinet, at: relay.address) { $0.times.heartbeatTimeout = .seconds(60) }
        let connection = try await link.events.up()
        #expect(link.send([1], on: connection) == .accepted)
        let peer = try await line.hub.events.up()
        // Nothing gets through any more, so that what is sent now waits in every queue of either end.
        relay.set(.stopped)
        let frame = [UInt8](repeating: 1, count: LinkLimits.frameByteCountMax)
        try await eventually { link.send(frame, on: connection) == .wouldBlock }
        try await eventually { line.hub.send(frame, to: peer) == .wouldBlock }
        let start = ContinuousClock.now
        await link.close()
        await line.hub.close()
        #expect(ContinuousClock.now - start < patience)
        await relay.stop()
    }

    @Test func `links and hubs that are let go of end by themselves and close what they opened`() async throws
    {
        let before = try openDescriptorCount()
        for _ in 0..<5 {
            let cabinet = try CurveKeyPair()
            let line = try TestLine(listed: [cabinet])
            let link = try line.link(cabinet)
            try await link.sendWhenUp([1])
            _ = try await line.hub.events.frame()
        }
        try await eventually { try openDescriptorCount() <= before }
    }

    private func openDescriptorCount() throws -> Int {
        guard let directory = unsafe opendir("/proc/self/fd") else { throw NotInTime() }
        defer { _ = unsafe closedir(directory) }
        var count = 0
        while unsafe (readdir(directory) != nil) { count += 1 }
        return count
    }
}
