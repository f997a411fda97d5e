package import Replication
import Synchronization

/// A cabinet's end of a simulated line.
package final class SimulatedLink: Link {
    package let events: BoundedChannel<LinkEvent>
    private let network: SimulatedNetwork
    private let number: UInt64

    init(network: SimulatedNetwork, number: UInt64, events: BoundedChannel<LinkEvent>) {
        self.network = network
        self.number = number
        self.events = events
    }

    package func send(_ frame: [UInt8], on connection: LinkConnection) -> SendOutcome {
        network.send(frame, fromLink: number, on: connection)
    }

    package func reconnect(after delay: Duration) {
        let (seconds, attoseconds) = delay.components
        let pause = UInt64(clamping: seconds * 1_000 + attoseconds / 1_000_000_000_000_000)
        network.end(link: number)
        network.attempt(number, after: pause...pause + SimulatedNetwork.retryPause.upperBound)
    }

    package func close() async { vanish() }

    /// The machine has lost its power: nothing is sent or heard any more, and headquarters hears nothing of that for a while.
    package func vanish() { network.remove(link: number) }
}

extension SimulatedNetwork {
    /// Ends the connection of an end that asked for it.
    func end(link: UInt64) {
        state.withLock { state in
            guard let wire = state.links[link]?.wire else { return }
            endAtLink(wire, .requested, &state)
            Self.endAtHub(wire, .closed, &state)
        }
    }

    func remove(link: UInt64) {
        let wire = state.withLock { state -> UInt64? in
            guard let end = state.links.removeValue(forKey: link) else { return nil }
            end.events.finish()
            guard let wire = end.wire else { return nil }
            state.wires[wire]?.isOpenAtLink = false
            state.wires[wire]?.lanes[.down] = Wire.Lane()
            return wire
        }
        guard let wire else { return }
        thread.after(Self.silenceMax) { self.state.withLock { Self.endAtHub(wire, .closed, &$0) } }
    }
}
