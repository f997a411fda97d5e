package import Replication

/// Headquarters' end of all lines: a ROUTER with CURVE, and the handler that says who may connect.
///
/// Who sent a frame is known from the handshake: the handler gives each connection its proved key as its user id.
/// Routes that clients choose serve libzmq only.
package final class ZeroMQHub: LinkHub {
    /// What happened on all lines, for one reader.
    package let events: BoundedChannel<LinkHubEvent>
    /// Where it listens, with the port that was chosen.
    package let address: String
    private let shared: HubShared

    /// Listens, on a thread of its own.
    /// - Throws: `addressInUse`, `addressNotAvailable`, `addressInvalid`, or that resources ran out.
    package init(_ configuration: ZeroMQHubConfiguration) throws(ZeroMQError) {
        let shared = try HubShared(configuration)
        let sockets = try HubSockets(configuration)
        address = try sockets.router.boundAddress()
        self.shared = shared
        events = shared.events
        let handoff = Handoff(try HubLoop(configuration, sockets: sockets, shared: shared))
        try DedicatedThread.start {
            // The sockets are closed when `run` returns, before anybody is told.
            let failure = handoff.take()?.run()
            shared.finish(failure ?? nil)
        }
    }

    deinit {
        shared.stop()
    }

    /// Hands over one frame without waiting; see `LinkHub`.
    package func send(_ frame: [UInt8], to peer: LinkPeer) -> SendOutcome {
        shared.send(frame, to: peer)
    }

    /// Ends one connection at once; the other side may connect again.
    package func drop(_ peer: LinkPeer) {
        shared.drop(peer, .dropped)
    }

    /// Ends one connection after ``TransportTimes/farewell``, or when the other side closes it.
    package func dismiss(_ peer: LinkPeer) {
        shared.dismiss(peer)
    }

    /// Ends everything; what libzmq has not sent by then is dropped.
    package func close() async {
        shared.stop()
        await shared.ended.wait()
    }

    /// Lets a key in from now on.
    package func list(_ key: TransportKey) {
        shared.list(key)
    }

    /// Lets a key in no longer.
    ///
    /// Its connection is ended, and when this returns no frame of it is delivered any more, not even one that
    /// waits among the events.
    package func unlist(_ key: TransportKey) {
        shared.unlist(key)
    }

    /// Lets in exactly these keys from now on; see `LinkHub`.
    package func relist(_ keys: Set<TransportKey>) {
        shared.relist(keys)
    }

    /// What was counted since the start.
    package var figures: HubFigures { shared.figures }

    /// Why the events ended, when nobody closed the hub.
    package var failure: (any Error)? { shared.failure }
}
