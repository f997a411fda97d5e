import Replication

/// Which descriptor, route and peer belong together at headquarters.
///
/// libzmq tells of descriptors when connections come and go, of routes when frames arrive, and of keys with each
/// frame. A connection that was ended keeps its place until its descriptor is closed and all its frames are
/// read, so that a late frame cannot pass for a new connection.
struct ConnectionTable {
    /// What a frame is.
    enum Arrival: Equatable {
        /// Of a connection that is served.
        case frame(LinkPeer)
        /// The first of its connection, which ends the ones named.
        case first(LinkPeer, ending: [LinkPeer])
        /// Of a connection that was ended.
        case stray
        /// From one who claims the route of another key, whose frames it might get: both must be ended.
        case forged(LinkPeer)
        /// From a route that no end of ours chooses, or a user id that is no key.
        case malformed
    }

    private struct Opened {
        let name: PeerName?
        var route: [UInt8]?
    }

    private struct Place {
        let route: [UInt8]
        let descriptor: Int32
    }

    private struct Connection {
        let peer: LinkPeer
        let userID: String
        let descriptor: Int32
        var isServed = true
    }

    /// Each connection of ours draws a route of its own.
    ///
    /// libzmq gives five bytes to those without one, and those could be guessed, and taken over, by another
    /// client.
    static let routeByteCount = 16

    private var opened: [Int32: Opened] = [:]
    private var connections: [[UInt8]: Connection] = [:]
    private var places: [LinkPeer: Place] = [:]
    private var served: [TransportKey: LinkPeer] = [:]
    private var gone: [Place] = []
    private var lastNumber: UInt64 = 0

    /// TCP connections, with those that have sent no frame.
    var openedCount: Int { opened.count }

    /// Whether nothing is kept of any connection.
    var isEmpty: Bool {
        opened.isEmpty && connections.isEmpty && places.isEmpty && served.isEmpty && gone.isEmpty
    }

    /// A connection was accepted.
    mutating func accepted(_ descriptor: Int32, name: PeerName?) {
        opened[descriptor] = Opened(name: name)
    }

    /// A connection's descriptor was closed.
    mutating func disconnected(_ descriptor: Int32) {
        guard let route = opened.removeValue(forKey: descriptor)?.route else { return }
        gone.append(Place(route: route, descriptor: descriptor))
    }

    /// Who is at the far end of an open descriptor.
    func name(of descriptor: Int32) -> PeerName? { opened[descriptor]?.name }

    /// Whether a frame came on this route before.
    func isKnown(_ route: [UInt8]) -> Bool { connections[route] != nil }

    /// How to address a peer that is served.
    func route(of peer: LinkPeer) -> [UInt8]? { places[peer]?.route }

    /// Who is behind a descriptor, if it is served.
    func peer(at descriptor: Int32) -> LinkPeer? {
        guard let route = opened[descriptor]?.route, let connection = connections[route], connection.isServed
        else { return nil }
        return connection.peer
    }

    /// Says what a frame is.
    ///
    /// All events of the monitor must have been read before, and those that it says are ending must be ended.
    mutating func arrival(on route: [UInt8], userID: String, descriptor: Int32) -> Arrival {
        var ending: [LinkPeer] = []
        if let known = connections[route] {
            guard known.userID == userID else { return .forged(known.peer) }
            if known.descriptor == descriptor { return known.isServed ? .frame(known.peer) : .stray }
            // The same client came back with the route of its earlier connection.
            if known.isServed { ending.append(known.peer) }
        }
        guard route.count == Self.routeByteCount, let key = TransportKey(text: userID) else {
            return .malformed
        }
        guard let earlier = opened[descriptor] else { return .stray }
        if let other = earlier.route, other != route, let ghost = connections[other], ghost.isServed {
            ending.append(ghost.peer)
        }
        if let other = served[key], !ending.contains(other) { ending.append(other) }
        lastNumber += 1
        let peer = LinkPeer(key: key, connection: lastNumber)
        opened[descriptor]?.route = route
        connections[route] = Connection(peer: peer, userID: userID, descriptor: descriptor)
        places[peer] = Place(route: route, descriptor: descriptor)
        served[key] = peer
        return .first(peer, ending: ending)
    }

    /// Stops serving a connection; returns its descriptor, to be ended.
    mutating func end(_ peer: LinkPeer) -> Int32? {
        if served[peer.key] == peer { served[peer.key] = nil }
        guard let place = places.removeValue(forKey: peer) else { return nil }
        if connections[place.route]?.peer == peer { connections[place.route]?.isServed = false }
        return opened[place.descriptor]?.route == place.route ? place.descriptor : nil
    }

    /// libzmq no longer knows the route of a peer.
    mutating func unreachable(_ peer: LinkPeer) {
        if let place = places[peer] { gone.append(place) }
    }

    /// To be called when every frame that had arrived is read: the peers that were served until now and
    /// whose connections are closed.
    mutating func forgetGone() -> [LinkPeer] {
        var lost: [LinkPeer] = []
        for place in gone {
            guard let connection = connections[place.route], connection.descriptor == place.descriptor
            else { continue }
            if connection.isServed {
                lost.append(connection.peer)
                _ = end(connection.peer)
            }
            connections[place.route] = nil
        }
        gone.removeAll()
        return lost
    }
}
