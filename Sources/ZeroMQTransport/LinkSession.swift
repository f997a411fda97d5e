import Replication

/// One attempt to connect and the connection that it becomes, on the link's thread.
struct LinkSession {
    private let configuration: ZeroMQLinkConfiguration
    private let shared: LinkShared
    private let connection: LinkConnection
    private let clock = ContinuousClock()

    /// Since when the connection stands; nil while it is an attempt.
    private(set) var connectedSince: ContinuousClock.Instant?
    /// Why it ended; what had arrived may still have to be read.
    private(set) var loss: LinkLoss?

    /// Frames in one go, so that receiving does not keep sending waiting.
    private static let batchCountMax = 64

    /// Prepares an attempt.
    /// - Parameters:
    ///   - configuration: where to connect and with which keys.
    ///   - shared: where events go and orders come from.
    ///   - next: the name of the connection, should the attempt become one.
    init(configuration: ZeroMQLinkConfiguration, shared: LinkShared, next: LinkConnection) {
        self.configuration = configuration
        self.shared = shared
        connection = next
    }

    /// The attempt came to nothing, or the connection ended.
    mutating func fail(_ loss: LinkLoss) {
        if self.loss == nil { self.loss = loss }
    }

    /// Works until the attempt failed, the connection ended and is read to its end, or an order came.
    mutating func run(_ sockets: inout LinkSockets) throws(ZeroMQError) -> LinkShared.Order {
        let deadline = clock.now.advanced(by: configuration.times.attempt)
        var poll = try sockets.poll(shared.wakeup)
        while true {
            shared.wakeup.drain()
            switch shared.takeOrder() {
            case .none: break
            case .stop:
                loss = .requested
                return .stop
            case .reconnect(let absence):
                loss = .requested
                return .reconnect(absence)
            }
            let hasEvents = try followConnection(&sockets)
            let received = connectedSince == nil ? .all(hasFrames: false) : try receiveFrames(&sockets)
            if loss != nil, case .all = received { return .none }
            let isUp = loss == nil && connectedSince != nil
            let hasSent = isUp ? try sendFrames(&sockets) : false
            if connectedSince == nil, loss == nil, clock.now >= deadline {
                loss = .timedOut
                return .none
            }
            if !hasEvents, !received.hasFrames, !hasSent, try !isReady(&sockets) {
                poll.wait(connectedSince == nil ? clock.now.duration(to: deadline) : nil)
            }
        }
    }
}

extension LinkSession {
    private enum Received {
        /// Nothing more is there.
        case all(hasFrames: Bool)
        /// More may be there.
        case some(hasFrames: Bool)

        var hasFrames: Bool {
            switch self {
            case .all(let hasFrames), .some(let hasFrames): hasFrames
            }
        }
    }

    private func isReady(_ sockets: inout LinkSockets) throws(ZeroMQError) -> Bool {
        // Each must be asked: the question makes libzmq handle what its descriptor announced.
        let readiness = try sockets.dealer.readiness()
        let hasEvents = try sockets.monitor.canReceive()
        guard connectedSince != nil else { return hasEvents }
        return hasEvents
            || (readiness.canReceive && shared.events.hasRoom)
            || (readiness.canSend && loss == nil && shared.firstFrame() != nil)
    }

    private mutating func followConnection(_ sockets: inout LinkSockets) throws(ZeroMQError) -> Bool {
        var hasEvents = false
        while let event = try sockets.monitor.next() {
            hasEvents = true
            switch event.kind {
            case .handshakeSucceeded:
                guard connectedSince == nil, loss == nil else { continue }
                connectedSince = clock.now
                shared.begin(connection)
            case .handshakeFailedAuthentication: fail(.refused)
            case .handshakeFailedProtocol: fail(.handshakeFailed)
            case .handshakeFailedNoDetail: fail(.handshakeFailed)
            case .disconnected: fail(connectedSince == nil ? .handshakeFailed : .closed)
            case .closed: fail(.unreachable)
            case .connected, .accepted, .acceptFailed, .other: break
            }
        }
        return hasEvents
    }

    private mutating func receiveFrames(_ sockets: inout LinkSockets) throws(ZeroMQError) -> Received {
        for received in 0..<Self.batchCountMax {
            guard shared.events.hasRoom else { return .some(hasFrames: received > 0) }
            guard let part = try sockets.dealer.receive() else { return .all(hasFrames: received > 0) }
            if part.hasMore { try sockets.dealer.discardRest() }
            guard !part.hasMore, !part.bytes.isEmpty,
                part.bytes.count <= configuration.limits.frameByteCountMax,
                shared.deliver(part.bytes, on: connection)
            else {
                loss = .violated
                return .all(hasFrames: false)
            }
        }
        return .some(hasFrames: true)
    }

    private func sendFrames(_ sockets: inout LinkSockets) throws(ZeroMQError) -> Bool {
        var hasSent = false
        while let frame = shared.firstFrame() {
            guard case .sent = try sockets.dealer.send(frame) else { return hasSent }
            shared.removeFirstFrame(on: connection)
            hasSent = true
        }
        return hasSent
    }
}
