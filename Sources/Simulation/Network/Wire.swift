import Replication

/// One connection between a cabinet and headquarters, and what is under way on it.
struct Wire: Sendable {
    /// What waits on a line of one direction.
    struct Lane: Sendable {
        var passages: [(due: UInt64, bytes: [UInt8])] = []
        var lastDue: UInt64 = 0
        /// The sender was told to wait.
        var isShort = false
    }

    /// The most frames that are under way in one direction: past it the sender waits, as at a socket's high-water mark.
    static let frameCountMax = 32

    let link: UInt64
    /// Headquarters' end, by number.
    let hub: UInt64
    let connection: LinkConnection
    let peer: LinkPeer
    let isRelayed: Bool
    var lanes: [Direction: Lane] = [.up: Lane(), .down: Lane()]
    var isOpenAtLink = true
    var isOpenAtHub = true
    /// Headquarters hears of a connection with its first frame.
    var isKnownAtHub = false
}

/// One end of lines at a cabinet.
struct LinkEnd: Sendable {
    let place: String
    let key: TransportKey
    let events: BoundedChannel<LinkEvent>
    var wire: UInt64?
    var connectionCount: UInt64 = 0
    /// Only the newest attempt counts.
    var attempt: UInt64 = 0
    /// How many attempts failed since the last connection: the pause before the next one doubles.
    var failureCount: UInt64 = 0
}

/// Headquarters' end of all lines.
struct HubEnd: Sendable {
    let number: UInt64
    let house: String
    let events: BoundedChannel<LinkHubEvent>
    var listed: Set<TransportKey> = []
}
