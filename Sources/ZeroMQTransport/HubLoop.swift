import Replication

/// The thread of a hub: owns its sockets, and waits only when nothing can be done.
struct HubLoop: ~Copyable {
    private let shared: HubShared
    private let limits: TransportLimits
    private let frameLimit: RateLimit?
    private let clock = ContinuousClock()
    private var sockets: HubSockets
    private var poll: DescriptorPoll
    private var admission: Admission
    private var table = ConnectionTable()
    private var intake: IntakeGuard
    private var intakeDue: ContinuousClock.Instant
    private var budgets: [LinkPeer: TokenBucket] = [:]
    /// Connections whose queue in libzmq is full.
    private var blocked: Set<LinkPeer> = []
    /// When connections that were dismissed are ended, if nobody closed them by then.
    private var dismissed: [LinkPeer: ContinuousClock.Instant] = [:]
    private let farewell: Duration

    /// Frames, or handshakes, in one go, so that one kind of work does not keep the others waiting.
    private static let batchCountMax = 64
    /// A full queue that empties shows on the ROUTER's descriptor, but any call may have consumed the sign.
    private static let blockedRetryInterval: Duration = .milliseconds(20)
    /// Version, id, domain, address, identity, mechanism, credentials; one more shows that there are too many.
    private static let zapPartCountMax = ZAPRequest.partCount + 1

    init(
        _ configuration: ZeroMQHubConfiguration,
        sockets: consuming HubSockets,
        shared: HubShared
    ) throws(ZeroMQError) {
        poll = try sockets.poll(shared.wakeup)
        self.sockets = sockets
        self.shared = shared
        limits = configuration.limits
        frameLimit = configuration.frames
        farewell = configuration.times.farewell
        admission = Admission(configuration.policy, handshakes: configuration.handshakes)
        intake = IntakeGuard(byteCountMax: configuration.limits.incompleteByteCountMax)
        intakeDue = clock.now.advanced(by: IntakeGuard.interval)
    }

    /// Works until it is told to stop, or until libzmq fails.
    consuming func run() -> ZeroMQError? {
        do throws(ZeroMQError) {
            while try step() {}
            return nil
        } catch {
            return error
        }
    }

    private mutating func step() throws(ZeroMQError) -> Bool {
        shared.wakeup.drain()
        let orders = shared.takeOrders()
        guard !orders.isStopping else { return false }
        for peer in orders.ending { endConnection(of: peer) }
        for peer in orders.dismissed where dismissed[peer] == nil {
            dismissed[peer] = clock.now.advanced(by: farewell)
        }
        let hasConnections = try followConnections()
        let hasHandshakes = try answerHandshakes()
        let hasFrames = try receiveFrames()
        let hasSent = try sendFrames(orders.ready)
        checkIntake()
        endDismissed()
        if !hasConnections, !hasHandshakes, !hasFrames, !hasSent, try !isReady() { poll.wait(patience) }
        return true
    }

    private func isReady() throws(ZeroMQError) -> Bool {
        // Each must be asked: the question makes libzmq handle what its descriptor announced.
        let hasFrames = try sockets.router.readiness().canReceive
        let hasConnections = try sockets.monitor.canReceive()
        let hasHandshakes = try sockets.authenticator.readiness().canReceive
        return hasConnections || hasHandshakes || (hasFrames && shared.events.hasRoom)
    }

    private var patience: Duration? {
        let due = (intake.isEmpty ? [] : [intakeDue]) + dismissed.values
        let untilDue = due.min().map { clock.now.duration(to: $0) }
        guard !blocked.isEmpty else { return untilDue }
        return min(untilDue ?? Self.blockedRetryInterval, Self.blockedRetryInterval)
    }
}

/// Connections.
extension HubLoop {
    private mutating func followConnections() throws(ZeroMQError) -> Bool {
        var hasEvents = false
        while let event = try sockets.monitor.next() {
            hasEvents = true
            switch event.kind {
            case .accepted: accepted(event.value)
            case .disconnected:
                table.disconnected(event.value)
                intake.closed(event.value)
            case .acceptFailed: shared.count { $0.acceptFailures += 1 }
            case .handshakeSucceeded: shared.count { $0.admitted += 1 }
            case .handshakeFailedNoDetail, .handshakeFailedProtocol:
                shared.count { $0.handshakesFailed += 1 }
            case .handshakeFailedAuthentication, .connected, .closed, .other: break
            }
        }
        return hasEvents
    }

    private mutating func accepted(_ descriptor: Int32) {
        let name = PeerName(of: descriptor)
        table.accepted(descriptor, name: name)
        intake.opened(descriptor)
        shared.count { $0.accepted += 1 }
        if table.openedCount > limits.connectionCountMax {
            shared.count { $0.endedForLimits += 1 }
            name?.endConnection(descriptor)
        }
    }

    private mutating func endConnection(of peer: LinkPeer) {
        forget(peer)
        if let descriptor = table.end(peer) { table.name(of: descriptor)?.endConnection(descriptor) }
    }

    private mutating func end(_ peer: LinkPeer, _ loss: LinkHubLoss) {
        shared.end(peer, loss)
        endConnection(of: peer)
    }

    private mutating func forget(_ peer: LinkPeer) {
        blocked.remove(peer)
        budgets[peer] = nil
        dismissed[peer] = nil
    }

    private mutating func endDismissed() {
        let now = clock.now
        for (peer, due) in dismissed where due <= now { end(peer, .dropped) }
    }

    private mutating func checkIntake() {
        let now = clock.now
        guard now >= intakeDue else { return }
        intakeDue = now.advanced(by: IntakeGuard.interval)
        for descriptor in intake.overdue() {
            shared.count { $0.endedForLimits += 1 }
            endConnection(at: descriptor, .violated)
        }
    }

    private mutating func endConnection(at descriptor: Int32, _ loss: LinkHubLoss) {
        let name = table.name(of: descriptor)
        if let peer = table.peer(at: descriptor) { end(peer, loss) }
        name?.endConnection(descriptor)
    }

    private mutating func answerHandshakes() throws(ZeroMQError) -> Bool {
        for answered in 0..<Self.batchCountMax {
            guard let parts = try sockets.authenticator.receiveParts(partCountMax: Self.zapPartCountMax)
            else { return answered > 0 }
            let reply = answer(ZAPRequest(parts)).parts(answering: parts.count > 1 ? parts[1] : [])
            for (index, part) in reply.enumerated() {
                _ = try sockets.authenticator.send(part, hasMore: index < reply.count - 1)
            }
        }
        return true
    }

    private mutating func answer(_ request: ZAPRequest?) -> ZAPReply {
        guard let request else { return .fault }
        let reply = admission.answer(request, isListed: shared.isListed(request.key), at: clock.now)
        switch reply {
        case .refuse: shared.count { $0.refusedUnknown += 1 }
        case .later: shared.count { $0.refusedTooOften += 1 }
        case .admit, .fault: break
        }
        return reply
    }
}

/// Frames.
extension HubLoop {
    private mutating func receiveFrames() throws(ZeroMQError) -> Bool {
        for received in 0..<Self.batchCountMax {
            guard shared.events.hasRoom else { return received > 0 }
            guard let route = try sockets.router.receive() else {
                for peer in table.forgetGone() {
                    forget(peer)
                    shared.end(peer, .closed)
                }
                return received > 0
            }
            guard route.hasMore, let body = try sockets.router.receive() else { continue }
            let origin = sockets.router.origin()
            if body.hasMore { try sockets.router.discardRest() }
            guard let origin else {
                shared.count { $0.framesRefused += 1 }
                continue
            }
            try receive(body, on: route.bytes, from: origin)
        }
        return true
    }

    private mutating func receive(
        _ body: MessagePart,
        on route: [UInt8],
        from origin: MessageOrigin
    ) throws(ZeroMQError) {
        intake.delivered(origin.descriptor)
        if !table.isKnown(route) {
            // The descriptor may have been another's; what happened to it is in the monitor by now.
            _ = try followConnections()
        }
        switch table.arrival(on: route, userID: origin.userID, descriptor: origin.descriptor) {
        case .frame(let peer):
            take(body, from: peer, at: origin.descriptor)
        case .first(let peer, let ending):
            for other in ending { end(other, .superseded) }
            guard shared.begin(peer, address: origin.address) else {
                shared.count { $0.framesRefused += 1 }
                endConnection(of: peer)
                return
            }
            if let frameLimit { budgets[peer] = TokenBucket(frameLimit, at: clock.now) }
            take(body, from: peer, at: origin.descriptor)
        case .stray:
            shared.count { $0.framesRefused += 1 }
        case .forged(let victim):
            shared.count { $0.violations += 1 }
            end(victim, .violated)
            endConnection(at: origin.descriptor, .violated)
        case .malformed:
            shared.count { $0.violations += 1 }
            endConnection(at: origin.descriptor, .violated)
        }
    }

    private mutating func take(_ body: MessagePart, from peer: LinkPeer, at descriptor: Int32) {
        guard !body.hasMore, !body.bytes.isEmpty, body.bytes.count <= limits.frameByteCountMax else {
            shared.count { $0.violations += 1 }
            end(peer, .violated)
            return
        }
        guard budgets[peer]?.take(at: clock.now) != false else {
            end(peer, .rateExceeded)
            return
        }
        if !shared.deliver(body.bytes, from: peer) { shared.count { $0.framesRefused += 1 } }
    }

    private mutating func sendFrames(_ ready: Set<LinkPeer>) throws(ZeroMQError) -> Bool {
        var hasSent = false
        for peer in ready.union(blocked) {
            blocked.remove(peer)
            hasSent = try sendFrames(to: peer) || hasSent
        }
        return hasSent
    }

    private mutating func sendFrames(to peer: LinkPeer) throws(ZeroMQError) -> Bool {
        var hasSent = false
        while let route = table.route(of: peer), let frame = shared.firstFrame(for: peer) {
            switch try sockets.router.send(route, hasMore: true) {
            case .sent:
                _ = try sockets.router.send(frame)
                shared.removeFirstFrame(for: peer)
                hasSent = true
            case .wouldBlock:
                blocked.insert(peer)
                return hasSent
            case .unreachable:
                shared.forgetFrames(for: peer)
                table.unreachable(peer)
                return true
            }
        }
        return hasSent
    }
}
