import Replication

/// The sockets of a hub: for frames, for what happens to its connections, for who may connect.
struct HubSockets: ~Copyable {
    var router: ZeroMQSocket
    var monitor: SocketMonitor
    var authenticator: ZeroMQSocket

    /// Where every context's authentication requests go (ZeroMQ RFC 27, "ZAP Transport").
    private static let authenticatorAddress = "inproc://zeromq.zap.01"
    private static let monitorAddress = "inproc://signet.hub.monitor"
    /// Connections that the kernel completes before they are accepted; it lowers this to its own limit.
    private static let backlog: Int32 = 1024

    /// Makes the sockets and listens.
    init(_ configuration: ZeroMQHubConfiguration) throws(ZeroMQError) {
        let context = try ZeroMQContext()
        // Before the first connection can ask for it.
        let authenticator = try ZeroMQSocket(.reply, in: context)
        try authenticator.set(.linger, 0)
        try authenticator.bind(to: Self.authenticatorAddress)

        let router = try ZeroMQSocket(.router, in: context)
        try router.limit(configuration.limits)
        try router.pace(configuration.times)
        try router.set(.backlog, Self.backlog)
        try router.set(.routerMandatory, 1)
        try router.set(.routerHandover, 1)
        try router.set(.curveServer, 1)
        try router.set(.curveSecretKey, configuration.keyPair.secretKey)
        try router.set(.zapDomain, Array(configuration.domain.utf8))
        let monitor = try SocketMonitor(
            of: router,
            at: Self.monitorAddress,
            events: MonitorEvent.ofHub,
            in: context
        )
        try router.bind(to: configuration.address)

        self.authenticator = authenticator
        self.router = router
        self.monitor = monitor
    }

    deinit {
        router.stopMonitor()
    }

    func poll(_ wakeup: Wakeup) throws(ZeroMQError) -> DescriptorPoll {
        DescriptorPoll([
            wakeup.descriptor, try router.descriptor(), try monitor.descriptor(),
            try authenticator.descriptor(),
        ])
    }
}
