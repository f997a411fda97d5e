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
        switch try? Frame(decoding: frame) {
        case .credit(let credit)?: hub.send(Frame.credit(Self.more(credit)).encoded, to: peer)
        case .welcome(let welcome)?:
            hub.send(
                Frame.welcome(
                    Welcome(
                        mirrored: welcome.mirrored,
                        fresh: welcome.fresh,
                        heads: welcome.heads,
                        credit: welcome.credit.map(Self.more)
                    )
                ).encoded,
                to: peer
            )
        default: hub.send(frame, to: peer)
        }
    }

    private static func more(_ credit: Credit) -> Credit {
        Credit(trafficClass: credit.trafficClass, byteTotal: credit.byteTotal * factor)
    }

    func relist(_ keys: Set<TransportKey>) { hub.relist(keys) }
    func drop(_ peer: LinkPeer) { hub.drop(peer) }
    func dismiss(_ peer: LinkPeer) { hub.dismiss(peer) }
    func close() async { await hub.close() }
}
