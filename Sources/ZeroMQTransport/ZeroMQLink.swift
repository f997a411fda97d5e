package import Replication

/// A cabinet's line to headquarters: a DEALER with CURVE that pins headquarters' key.
package final class ZeroMQLink: Link {
    /// What happened on the line, for one reader.
    package let events: BoundedChannel<LinkEvent>
    private let shared: LinkShared

    /// Begins to connect, on a thread of its own.
    /// - Throws: that resources ran out. An address that cannot be reached is an event, not an error.
    package init(_ configuration: ZeroMQLinkConfiguration) throws(ZeroMQError) {
        let shared = try LinkShared(configuration.limits)
        self.shared = shared
        events = shared.events
        let loop = LinkLoop(configuration, shared: shared, context: try ZeroMQContext())
        let handoff = Handoff(loop)
        try DedicatedThread.start {
            handoff.take()?.run()
            shared.finish()
        }
    }

    deinit {
        shared.stop()
    }

    package func send(_ frame: [UInt8], on connection: LinkConnection) -> SendOutcome {
        shared.send(frame, on: connection)
    }

    package func reconnect(after delay: Duration) {
        shared.reconnect(after: delay)
    }

    package func close() async {
        shared.stop()
        await shared.ended.wait()
    }

    /// What libzmq or the kernel refused last when an attempt was prepared; nil when it never did.
    package var error: ZeroMQError? { shared.error }
}
