import CZeroMQ
import Glibc
import Replication
import Testing

@testable import ZeroMQTransport

@Suite(.serialized, .timeLimit(.minutes(2))) struct AttackTests {
    private let route = [UInt8](repeating: 0x77, count: ConnectionTable.routeByteCount)

    /// Sends one message of the parts as soon as the connection takes it.
    private func send(_ parts: [[UInt8]], on socket: borrowing ZeroMQSocket) async throws {
        for (index, part) in parts.enumerated() {
            let deadline = ContinuousClock.now.advanced(by: patience)
            while case .wouldBlock = try socket.send(part, hasMore: index < parts.count - 1) {
                guard ContinuousClock.now < deadline else { throw NotInTime() }
                await Task.yield()
            }
        }
    }

    /// A cabinet that keeps the rules, up and heard, while others do not.
    private func witness(_ line: TestLine, _ cabinet: CurveKeyPair) async throws -> (
        ZeroMQLink, LinkConnection, LinkPeer
    ) {
        let link = try line.link(cabinet)
        let connection = try await link.events.up()
        #expect(link.send([1], on: connection) == .accepted)
        let peer = try await line.hub.events.up()
        _ = try await line.hub.events.frame()
        return (link, connection, peer)
    }

    /// The cabinet of `witness` is still served on the same connection.
    private func isServed(
        _ line: TestLine,
        _ link: ZeroMQLink,
        _ connection: LinkConnection,
        _ peer: LinkPeer
    ) async throws {
        #expect(link.send([42], on: connection) == .accepted)
        #expect(
            try await line.hub.events.first { $0 == .frame([42], peer) || $0 == .down(peer, .closed) }
                == .frame([42], peer)
        )
    }

    @Test func `a message above the limit ends its connection and no other`() async throws {
        let cabinet = try CurveKeyPair()
        let hostile = try CurveKeyPair()
        let line = try TestLine(listed: [cabinet, hostile])
        let (link, connection, peer) = try await witness(line, cabinet)
        let socket = try line.stranger(hostile, route: route)
        try await send([[1]], on: socket)
        let stranger = try await line.hub.events.up()
        try await send([[UInt8](repeating: 1, count: LinkLimits.frameByteCountMax + 1)], on: socket)
        #expect(
            try await line.hub.events.first { $0 == .down(stranger, .closed) } == .down(stranger, .closed)
        )
        try await isServed(line, link, connection, peer)
        await link.close()
        await line.hub.close()
    }

    @Test(arguments: [[[1], [2]], [[1], [2], [3], [4]], [[]], [[], [1]]] as [[[UInt8]]])
    func `a message that is no frame ends its connection and no other`(parts: [[UInt8]]) async throws {
        let cabinet = try CurveKeyPair()
        let hostile = try CurveKeyPair()
        let line = try TestLine(listed: [cabinet, hostile])
        let (link, connection, peer) = try await witness(line, cabinet)
        let socket = try line.stranger(hostile, route: route)
        try await send([[1]], on: socket)
        let stranger = try await line.hub.events.up()
        try await send(parts, on: socket)
        #expect(
            try await line.hub.events.first { $0 == .down(stranger, .violated) } == .down(stranger, .violated)
        )
        #expect(line.hub.figures.violations >= 1)
        try await isServed(line, link, connection, peer)
        await link.close()
        await line.hub.close()
    }

    @Test func `a client without a route of its own is not served`() async throws {
        let cabinet = try CurveKeyPair()
        let hostile = try CurveKeyPair()
        let line = try TestLine(listed: [cabinet, hostile])
        let (link, connection, peer) = try await witness(line, cabinet)
        let socket = try line.stranger(hostile)
        try await send([[1]], on: socket)
        try await eventually { line.hub.figures.violations >= 1 }
        try await isServed(line, link, connection, peer)
        #expect(line.hub.figures.frames == 2)
        await link.close()
        await line.hub.close()
    }

    @Test func `who takes over another's route gets nothing for it`() async throws {
        let victim = try CurveKeyPair()
        let hostile = try CurveKeyPair()
        let line = try TestLine(listed: [victim, hostile])
        let socket = try line.stranger(victim, route: route)
        try await send([[1]], on: socket)
        let peer = try await line.hub.events.up()
        var thief = try line.stranger(hostile, route: route)
        try await send([[2]], on: thief)
        #expect(try await line.hub.events.first { $0 == .down(peer, .violated) } == .down(peer, .violated))
        #expect(line.hub.send([3], to: peer) == .unreachable)
        #expect(line.hub.figures.violations >= 1)
        let stolen = try thief.receive()
        #expect(stolen == nil)
        await line.hub.close()
    }

    @Test func `a message of many parts ends before it fills the memory`() async throws {
        let cabinet = try CurveKeyPair()
        let hostile = try CurveKeyPair()
        let line = try TestLine(listed: [cabinet, hostile])
        let (link, connection, peer) = try await witness(line, cabinet)
        let relay = try TestRelay(to: line.port)
        relay.set(.slow)
        let socket = try line.stranger(hostile, route: route, at: relay.address)
        try await send([[1]], on: socket)
        let stranger = try await line.hub.events.up()
        // Each part is small; all together are sixteen times what may be incomplete.
        let part = [UInt8](repeating: 1, count: 32 * 1024)
        try await send(Array(repeating: part, count: 2048), on: socket)
        #expect(
            try await line.hub.events.first { if case .down(stranger, _) = $0 { true } else { false } }
                == .down(stranger, .violated)
        )
        #expect(line.hub.figures.endedForLimits == 1)
        try await isServed(line, link, connection, peer)
        await link.close()
        await relay.stop()
        await line.hub.close()
    }

    @Test func `foreign bytes and port scans on the port disturb nobody`() async throws {
        let cabinet = try CurveKeyPair()
        let line = try TestLine(listed: [cabinet]) { $0.times.handshake = .milliseconds(300) }
        let (link, connection, peer) = try await witness(line, cabinet)
        var generator = SystemRandomNumberGenerator()
        let zmtp3 = [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 0] + Array("CURVE".utf8)
        let greetings: [[UInt8]] = [
            [], Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8), [0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3],
            [UInt8](repeating: 0, count: 4096), [UInt8](repeating: 0xFF, count: 4096),
            (0..<4096).map { _ in UInt8.random(in: 0...255, using: &generator) },
            zmtp3 + [UInt8](repeating: 0, count: 15 + 1 + 31) + [4, 200]
                + [UInt8](repeating: 0x55, count: 200),
            [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 0] + Array("NULL".utf8)
                + [UInt8](repeating: 0, count: 48),
            [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 1, 0],
        ]
        for greeting in greetings {
            for closesAtOnce in [true, false] {
                let descriptor = try #require(TestSocket.connect(to: line.port))
                defer { close(descriptor) }
                _ = TestSocket.write(greeting, to: descriptor)
                if closesAtOnce { continue }
                // It is closed by headquarters, at the latest when the time for the handshake is over.
                while TestSocket.read(from: descriptor) != nil {}
            }
        }
        let scanned = (0..<200).compactMap { _ in TestSocket.connect(to: line.port) }
        for descriptor in scanned { close(descriptor) }
        try await eventually { line.hub.figures.accepted >= 200 + 2 * greetings.count }
        #expect(line.hub.figures.admitted == 1)
        try await isServed(line, link, connection, peer)
        await link.close()
        await line.hub.close()
    }

    @Test func `connections beyond the limit are ended, those within it stay`() async throws {
        let cabinet = try CurveKeyPair()
        let line = try TestLine(listed: [cabinet]) { $0.limits.connectionCountMax = 10 }
        let (link, connection, peer) = try await witness(line, cabinet)
        let idle = (0..<30).compactMap { _ in TestSocket.connect(to: line.port) }
        defer { for descriptor in idle { close(descriptor) } }
        try await eventually { line.hub.figures.endedForLimits >= 21 }
        try await isServed(line, link, connection, peer)
        await link.close()
        await line.hub.close()
    }
}
