package import Replication
import Synchronization

/// Headquarters' end of all simulated lines.
package final class SimulatedHub: LinkHub {
    package let events: BoundedChannel<LinkHubEvent>
    private let network: SimulatedNetwork
    private let number: UInt64

    init(network: SimulatedNetwork, number: UInt64, events: BoundedChannel<LinkHubEvent>) {
        self.network = network
        self.number = number
        self.events = events
    }

    package func send(_ frame: [UInt8], to peer: LinkPeer) -> SendOutcome {
        network.send(frame, fromHub: number, to: peer)
    }

    package func relist(_ keys: Set<TransportKey>) { network.relist(keys, hub: number) }

    package func drop(_ peer: LinkPeer) { network.drop(peer, hub: number) }

    package func dismiss(_ peer: LinkPeer) { network.dismiss(peer, hub: number) }

    package var failure: (any Error)? { nil }

    package func close() async { vanish() }

    /// The machine has lost its power, or stops: every connection ends.
    package func vanish() { network.remove(hub: number) }
}

extension SimulatedNetwork {
    func relist(_ keys: Set<TransportKey>, hub: UInt64) {
        state.withLock { state in
            guard state.hubs[hub] != nil else { return }
            state.hubs[hub]?.listed = keys
            let unlisted = state.wires.filter { $0.value.hub == hub && !keys.contains($0.value.peer.key) }
            for wire in unlisted.keys.sorted() {
                Self.endAtHub(wire, .removed, &state)
                endAtLink(wire, .closed, &state)
            }
        }
    }

    func drop(_ peer: LinkPeer, hub: UInt64) {
        state.withLock { state in
            guard state.wires[peer.connection]?.hub == hub else { return }
            // What was sent before the end arrives before it, or some of it.
            let count = state.wires[peer.connection]?.lanes[.down]?.passages.count ?? 0
            let arriving = state.draw(0...UInt64(count))
            for _ in 0..<arriving {
                guard Self.hand(peer.connection, .down, &state) else { break }
            }
            Self.endAtHub(peer.connection, .dropped, &state)
            endAtLink(peer.connection, .closed, &state)
        }
    }

    func dismiss(_ peer: LinkPeer, hub: UInt64) {
        thread.after(Self.dismissalPause) { self.drop(peer, hub: hub) }
    }

    func remove(hub: UInt64) {
        state.withLock { state in
            guard let end = state.hubs.removeValue(forKey: hub) else { return }
            end.events.finish()
            for wire in state.wires.filter({ $0.value.hub == hub }).keys.sorted() {
                state.wires[wire]?.isOpenAtHub = false
                endAtLink(wire, .closed, &state)
                state.wires[wire] = nil
            }
        }
    }
}
