import Replication

/// The sockets of one attempt to connect, and of the connection that it becomes.
///
/// Each attempt has new ones and libzmq never reconnects by itself. After a refusal (ZAP 400) libzmq 4.3.4 would
/// never try again; after a lost connection it might put a frame that was meant for the old one first on the new.
struct LinkSockets: ~Copyable {
    var dealer: ZeroMQSocket
    var monitor: SocketMonitor

    /// libzmq's own reconnecting, switched off (zmq_setsockopt(3), ZMQ_RECONNECT_IVL).
    private static let neverReconnect: Int32 = -1

    /// Starts an attempt.
    /// - Parameters:
    ///   - configuration: where to connect and with which keys.
    ///   - number: a different one for each attempt in the context.
    ///   - context: where the sockets live.
    /// - Throws: that the address or a key is none, or that resources ran out.
    init(
        _ configuration: ZeroMQLinkConfiguration,
        number: UInt64,
        in context: ZeroMQContext
    ) throws(ZeroMQError) {
        let dealer = try ZeroMQSocket(.dealer, in: context)
        try dealer.limit(configuration.limits)
        try dealer.pace(configuration.times)
        try dealer.set(.immediate, 1)
        try dealer.set(.reconnectInterval, Self.neverReconnect)
        try dealer.set(.connectTimeout, configuration.times.connect.optionMilliseconds)
        try dealer.set(.routingID, Self.randomRoute())
        try dealer.set(.curveServerKey, configuration.serverKey.bytes)
        try dealer.set(.curvePublicKey, configuration.keyPair.publicKey.bytes)
        try dealer.set(.curveSecretKey, configuration.keyPair.secretKey)
        let monitor = try SocketMonitor(
            of: dealer,
            at: "inproc://signet.link.monitor.\(number)",
            events: MonitorEvent.ofLink,
            in: context
        )
        try dealer.connect(to: configuration.address)
        self.dealer = dealer
        self.monitor = monitor
    }

    deinit {
        dealer.stopMonitor()
    }

    func poll(_ wakeup: Wakeup) throws(ZeroMQError) -> DescriptorPoll {
        DescriptorPoll([wakeup.descriptor, try dealer.descriptor(), try monitor.descriptor()])
    }

    /// Never guessed by another client, who could else take the connection over (ZMQ_ROUTER_HANDOVER).
    private static func randomRoute() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        var route = (0..<ConnectionTable.routeByteCount).map { _ in
            UInt8.random(in: 0...255, using: &generator)
        }
        // Routes that begin with zero are libzmq's own.
        route[0] |= 1
        return route
    }
}
