import Replication
import Testing

@testable import ZeroMQTransport

/// Short waits, so that tests of silence end soon, and long enough for a busy machine.
extension TransportTimes {
    static let test = TransportTimes(
        handshake: .milliseconds(1500),
        connect: .seconds(2),
        heartbeatInterval: .milliseconds(150),
        heartbeatTimeout: .milliseconds(1500),
        farewell: .milliseconds(600)
    )
}

extension ReconnectTimes {
    static let test = ReconnectTimes(
        shortest: .milliseconds(5),
        first: .milliseconds(30),
        longest: .milliseconds(100),
        firstAfterRefusal: .milliseconds(30),
        longestAfterRefusal: .milliseconds(100)
    )
}

/// Headquarters and what connects to it, on the loopback.
struct TestLine {
    let headquarters: CurveKeyPair
    let hub: ZeroMQHub

    init(
        listed: [CurveKeyPair] = [],
        policy: AdmissionPolicy = .listedKeys,
        headquarters: CurveKeyPair? = nil,
        port: UInt16 = 0,
        _ change: (inout ZeroMQHubConfiguration) -> Void = { _ in }
    ) throws {
        self.headquarters = try headquarters ?? CurveKeyPair()
        var configuration = ZeroMQHubConfiguration.cabinets(
            at: "tcp://127.0.0.1:\(port)",
            keyPair: self.headquarters,
            listedKeys: Set(listed.map(\.publicKey))
        )
        configuration.policy = policy
        configuration.times = .test
        configuration.handshakes = RateLimit(burst: 1000, interval: .milliseconds(1))
        change(&configuration)
        hub = try ZeroMQHub(configuration)
    }

    var port: UInt16 { TestSocket.port(of: hub.address) }

    func link(
        _ keyPair: CurveKeyPair,
        at address: String? = nil,
        serverKey: TransportKey? = nil,
        _ change: (inout ZeroMQLinkConfiguration) -> Void = { _ in }
    ) throws -> ZeroMQLink {
        var configuration = ZeroMQLinkConfiguration(
            address: address ?? hub.address,
            serverKey: serverKey ?? headquarters.publicKey,
            keyPair: keyPair
        )
        configuration.times = .test
        configuration.reconnect = .test
        change(&configuration)
        return try ZeroMQLink(configuration)
    }

    /// A client that keeps none of our rules but knows its keys: a DEALER as libzmq makes it.
    func stranger(_ keyPair: CurveKeyPair, route: [UInt8]? = nil, at address: String? = nil) throws
        -> ZeroMQSocket
    {
        let socket = try ZeroMQSocket(.dealer, in: ZeroMQContext())
        try socket.set(.linger, 0)
        try socket.set(.curveServerKey, headquarters.publicKey.bytes)
        try socket.set(.curvePublicKey, keyPair.publicKey.bytes)
        try socket.set(.curveSecretKey, keyPair.secretKey)
        if let route { try socket.set(.routingID, route) }
        try socket.connect(to: address ?? hub.address)
        return socket
    }
}

/// How long a test waits for what must happen.
let patience: Duration = .seconds(20)

struct NotInTime: Error {}

extension BoundedChannel {
    /// The next element that meets the condition, in time; others are passed over.
    func first(_ isMeant: @escaping @Sendable (Element) -> Bool) async throws -> Element {
        try await withThrowingTaskGroup(of: Element?.self) { group in
            group.addTask {
                while let element = await self.next() {
                    if isMeant(element) { return element }
                }
                return nil
            }
            group.addTask {
                try await Task.sleep(for: patience)
                return nil
            }
            defer { group.cancelAll() }
            guard let element = try await group.next() ?? nil else {
                Issue.record("nothing of the kind happened in \(patience)")
                throw NotInTime()
            }
            return element
        }
    }

    /// The next element, in time.
    func following() async throws -> Element { try await first { _ in true } }
}

extension BoundedChannel<LinkEvent> {
    func up() async throws -> LinkConnection {
        let event = try await first { if case .up = $0 { true } else { false } }
        guard case .up(let connection) = event else { throw NotInTime() }
        return connection
    }

    func frame() async throws -> [UInt8] {
        let event = try await first { if case .frame = $0 { true } else { false } }
        guard case .frame(let frame, _) = event else { throw NotInTime() }
        return frame
    }
}

extension ZeroMQLink {
    func sendWhenUp(_ frame: [UInt8]) async throws {
        let connection = try await events.up()
        #expect(send(frame, on: connection) == .accepted)
    }
}

extension BoundedChannel<LinkHubEvent> {
    func up() async throws -> LinkPeer {
        let event = try await first { if case .up = $0 { true } else { false } }
        guard case .up(let peer, _) = event else { throw NotInTime() }
        return peer
    }

    func frame() async throws -> [UInt8] {
        let event = try await first { if case .frame = $0 { true } else { false } }
        guard case .frame(let frame, _) = event else { throw NotInTime() }
        return frame
    }

    func down() async throws -> LinkHubLoss {
        let event = try await first { if case .down = $0 { true } else { false } }
        guard case .down(_, let loss) = event else { throw NotInTime() }
        return loss
    }
}

/// Asks again and again until the condition holds, in time.
func eventually(_ condition: () throws -> Bool) async throws {
    let deadline = ContinuousClock.now.advanced(by: patience)
    while try !condition() {
        guard ContinuousClock.now < deadline else {
            Issue.record("the condition did not hold in \(patience)")
            throw NotInTime()
        }
        await Task.yield()
    }
}
