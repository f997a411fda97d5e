/// The reading end of a socket's monitor.
///
/// Must be read always: when it is full, libzmq's I/O thread waits, and with it every connection.
struct SocketMonitor: ~Copyable {
    private var socket: ZeroMQSocket

    /// Watches a socket.
    ///
    /// The address is an inproc name that is used once per context.
    init(
        of watched: borrowing ZeroMQSocket,
        at address: String,
        events: Int32,
        in context: ZeroMQContext
    ) throws(ZeroMQError) {
        let socket = try ZeroMQSocket(.pair, in: context)
        try socket.set(.linger, 0)
        try watched.startMonitor(at: address, events: events)
        try socket.connect(to: address)
        self.socket = socket
    }

    /// The next event; nil when none is there.
    mutating func next() throws(ZeroMQError) -> MonitorEvent? {
        while let parts = try socket.receiveParts(partCountMax: 2) {
            if let first = parts.first, let event = MonitorEvent(first) { return event }
        }
        return nil
    }

    func descriptor() throws(ZeroMQError) -> Int32 { try socket.descriptor() }

    func canReceive() throws(ZeroMQError) -> Bool { try socket.readiness().canReceive }
}
