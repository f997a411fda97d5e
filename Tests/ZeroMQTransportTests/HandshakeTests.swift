import Replication
import Testing

@testable import ZeroMQTransport

@Suite(.serialized, .timeLimit(.minutes(2))) struct HandshakeTests {
    @Test func `frames go both ways, and headquarters knows the sender by its key`() async throws {
        let cabinet = try CurveKeyPair()
        let line = try TestLine(listed: [cabinet])
        let link = try line.link(cabinet)
        let connection = try await link.events.up()
        #expect(link.send([1, 2, 3], on: connection) == .accepted)
        let up = try await line.hub.events.following()
        guard case .up(let peer, let address) = up else {
            Issue.record("a frame before the connection was up")
            return
        }
        #expect(peer.key == cabinet.publicKey)
        #expect(address.hasSuffix("127.0.0.1"))
        #expect(try await line.hub.events.following() == .frame([1, 2, 3], peer))
        #expect(line.hub.send([4], to: peer) == .accepted)
        #expect(try await link.events.following() == .frame([4], connection))
        await link.close()
        #expect(try await line.hub.events.following() == .down(peer, .closed))
        #expect(line.hub.send([5], to: peer) == .unreachable)
        await line.hub.close()
        #expect(await line.hub.events.next() == nil)
        #expect(line.hub.failure == nil)
    }

    @Test func `a server without the pinned key is not headquarters`() async throws {
        let cabinet = try CurveKeyPair()
        let line = try TestLine(listed: [cabinet])
        let link = try line.link(cabinet, serverKey: try CurveKeyPair().publicKey)
        #expect(try await link.events.following() == .failed(.handshakeFailed))
        try await eventually { line.hub.figures.handshakesFailed >= 2 }
        #expect(line.hub.figures.admitted == 0)
        await link.close()
        // One event however often it tries.
        #expect(await link.events.next() == nil)
        await line.hub.close()
    }

    @Test func `a key that is not listed is refused, and connects once it is listed`() async throws {
        let cabinet = try CurveKeyPair()
        let line = try TestLine()
        let link = try line.link(cabinet)
        #expect(try await link.events.following() == .failed(.refused))
        try await eventually { line.hub.figures.refusedUnknown >= 3 }
        #expect(line.hub.figures.admitted == 0)
        line.hub.list(cabinet.publicKey)
        let connection = try await link.events.up()
        #expect(link.send([9], on: connection) == .accepted)
        #expect(try await line.hub.events.frame() == [9])
        await link.close()
        await line.hub.close()
    }

    @Test func `a key that is taken from the list is refused at once and stays so`() async throws {
        let cabinet = try CurveKeyPair()
        let other = try CurveKeyPair()
        let line = try TestLine(listed: [cabinet, other])
        let link = try line.link(cabinet)
        let connection = try await link.events.up()
        #expect(link.send([1], on: connection) == .accepted)
        let peer = try await line.hub.events.up()
        _ = try await line.hub.events.frame()
        // These wait among the events when the key is removed.
        for number in 2..<6 { #expect(link.send([UInt8(number)], on: connection) == .accepted) }
        try await eventually { line.hub.figures.frames == 5 }
        line.hub.unlist(cabinet.publicKey)
        #expect(line.hub.send([1], to: peer) == .unreachable)
        #expect(try await line.hub.events.following() == .down(peer, .removed))
        #expect(try await link.events.following() == .down(connection, .closed))
        #expect(try await link.events.following() == .failed(.refused))
        let refused = line.hub.figures.refusedUnknown
        try await eventually { line.hub.figures.refusedUnknown >= refused + 3 }
        #expect(line.hub.figures.frames == 5)
        // Others are not touched, and it may come back when it is listed again.
        let neighbour = try line.link(other)
        _ = try await neighbour.events.up()
        line.hub.list(cabinet.publicKey)
        _ = try await link.events.up()
        await neighbour.close()
        await link.close()
        await line.hub.close()
    }

    @Test func `a new list ends those who are no longer on it`() async throws {
        let staying = try CurveKeyPair()
        let leaving = try CurveKeyPair()
        let line = try TestLine(listed: [staying, leaving])
        let first = try line.link(staying)
        let second = try line.link(leaving)
        try await first.sendWhenUp([1])
        try await second.sendWhenUp([2])
        _ = try await line.hub.events.up()
        _ = try await line.hub.events.up()
        line.hub.relist([staying.publicKey])
        let down = try await line.hub.events.first { if case .down = $0 { true } else { false } }
        guard case .down(let peer, .removed) = down else {
            Issue.record("ended for another reason")
            return
        }
        #expect(peer.key == leaving.publicKey)
        #expect(try await second.events.first { $0 == .failed(.refused) } == .failed(.refused))
        await first.close()
        await second.close()
        await line.hub.close()
    }

    @Test func `a key that shakes hands too often has to wait`() async throws {
        let cabinet = try CurveKeyPair()
        let line = try TestLine(listed: [cabinet]) { configuration in
            configuration.handshakes = RateLimit(burst: 2, interval: .seconds(3600))
            configuration.times.handshake = .milliseconds(200)
        }
        let link = try line.link(cabinet) { $0.times.handshake = .milliseconds(400) }
        for _ in 0..<2 {
            _ = try await link.events.up()
            link.reconnect(after: .zero)
        }
        #expect(
            try await link.events.first { if case .failed = $0 { true } else { false } }
                == .failed(.handshakeFailed)
        )
        #expect(line.hub.figures.admitted == 2)
        #expect(line.hub.figures.refusedTooOften >= 1)
        await link.close()
        await line.hub.close()
    }

    @Test func `the door for enrolment takes any key, small frames, and few`() async throws {
        let newcomer = try CurveKeyPair()
        let line = try TestLine(policy: .anyKey) { configuration in
            configuration.limits = .enrolment
            configuration.frames = RateLimit(burst: 3, interval: .seconds(3600))
        }
        let link = try line.link(newcomer) { $0.limits = .enrolment }
        let connection = try await link.events.up()
        #expect(link.send([UInt8](repeating: 1, count: 32 * 1024 + 1), on: connection) == .illSized)
        for number in 0..<3 { #expect(link.send([UInt8(number)], on: connection) == .accepted) }
        let peer = try await line.hub.events.up()
        #expect(peer.key == newcomer.publicKey)
        for number in 0..<3 {
            #expect(try await line.hub.events.following() == .frame([UInt8(number)], peer))
        }
        #expect(link.send([3], on: connection) == .accepted)
        #expect(try await line.hub.events.following() == .down(peer, .rateExceeded))
        await link.close()
        await line.hub.close()
    }

    @Test func `libzmq itself never tries again after a refusal, which is why each attempt has new sockets`()
        async throws
    {
        let cabinet = try CurveKeyPair()
        let line = try TestLine()
        let context = try ZeroMQContext()
        let socket = try ZeroMQSocket(.dealer, in: context)
        try socket.set(.linger, 0)
        try socket.set(.reconnectInterval, 5)
        try socket.set(.curveServerKey, line.headquarters.publicKey.bytes)
        try socket.set(.curvePublicKey, cabinet.publicKey.bytes)
        try socket.set(.curveSecretKey, cabinet.secretKey)
        var monitor = try SocketMonitor(
            of: socket,
            at: "inproc://watch",
            events: MonitorEvent.ofLink,
            in: context
        )
        try socket.connect(to: line.hub.address)
        var events: [MonitorEvent] = []
        try await eventually {
            while let event = try monitor.next() { events.append(event) }
            return events.contains { $0.kind == .handshakeFailedAuthentication && $0.value == 400 }
        }
        line.hub.list(cabinet.publicKey)
        // A hundred of its reconnect intervals: ours is through in a few of its own.
        let link = try line.link(cabinet)
        _ = try await link.events.up()
        let deadline = ContinuousClock.now.advanced(by: .milliseconds(500))
        while ContinuousClock.now < deadline {
            while let event = try monitor.next() { events.append(event) }
            await Task.yield()
        }
        #expect(!events.contains { $0.kind == .handshakeSucceeded })
        #expect(events.filter { $0.kind == .connected }.count == 1)
        socket.stopMonitor()
        await link.close()
        await line.hub.close()
    }

    @Test func `an address that is taken, not ours or none is named as such`() async throws {
        let line = try TestLine()
        #expect(throws: ZeroMQError(.addressInUse, "")) { try TestLine(port: line.port) }
        for (address, code) in [
            ("tcp://192.0.2.1:1", ZeroMQError.Code.addressNotAvailable), ("tcp://", .addressInvalid),
            ("carrier://pigeon", .addressInvalid),
        ] {
            #expect(throws: ZeroMQError(code, "")) { try TestLine { $0.address = address } }
        }
        await line.hub.close()
    }
}
