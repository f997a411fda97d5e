/// Headquarters' end of the lines of all cabinets.
///
/// One connection per key is served: a newer one of the same key supersedes the older.
package protocol LinkHub: Sendable {
    /// What happened on all lines, for one reader. Ends after `close`.
    var events: BoundedChannel<LinkHubEvent> { get }

    /// Hands over one frame without waiting.
    /// - Parameters:
    ///   - frame: 1 to `LinkLimits.frameByteCountMax` bytes.
    ///   - peer: the connection it is meant for, as `LinkHubEvent.up` named it.
    /// - Returns: whether it was taken, and when not, whether to try again.
    func send(_ frame: [UInt8], to peer: LinkPeer) -> SendOutcome

    /// Lets in exactly these keys from now on.
    ///
    /// The connection of a key that is not among them is ended, and when this returns no frame of it is delivered any more.
    func relist(_ keys: Set<TransportKey>)

    /// Why the events ended, when nobody closed the hub.
    var failure: (any Error)? { get }

    /// Ends one connection at once; the other side may connect again.
    func drop(_ peer: LinkPeer)

    /// Ends one connection once the other side has had time to read what was sent: it may close by itself before.
    func dismiss(_ peer: LinkPeer)

    /// Ends all connections and the hub; returns when its resources are given back.
    func close() async
}
