import Replication
import Simulation

/// Headquarters' end of all lines, with all credit multiplied on its way out.
final class SpendthriftHub: LinkHub {
    private static let factor: UInt64 = 1_000

    private let hub: SimulatedHub

    init(_ hub: SimulatedHub) { self.hub = hub }

    var events: BoundedChannel<LinkHubEvent> { hub.events }
    var failure: (any Error)? { hub.failure }

    func send(_ frame: [UInt8], to peer: LinkPeer) -> SendOutcome {
        guard case .credit(let credit)? = try? Frame(decoding: frame) else {
            return hub.send(frame, to: peer)
        }
        let more = Credit(trafficClass: credit.trafficClass, byteTotal: credit.byteTotal * Self.factor)
        return hub.send(Frame.credit(more).encoded, to: peer)
    }

    func relist(_ keys: Set<TransportKey>) { hub.relist(keys) }
    func drop(_ peer: LinkPeer) { hub.drop(peer) }
    func close() async { await hub.close() }
}
