/// A cabinet's line to headquarters: whole frames, in order, at most once, paced by the receiver.
///
/// A link connects and reconnects by itself and reports it. It keeps nothing for later: what was under way
/// when a connection ended is gone, and the session sends it again from the log.
package protocol Link: Sendable {
    /// What happened on the line, for one reader. Ends after `close`.
    var events: BoundedChannel<LinkEvent> { get }

    /// Hands over one frame without waiting.
    /// - Parameters:
    ///   - frame: 1 to `LinkLimits.frameByteCountMax` bytes.
    ///   - connection: the connection it is meant for, as `LinkEvent.up` named it.
    /// - Returns: whether it was taken, and when not, whether to try again.
    func send(_ frame: [UInt8], on connection: LinkConnection) -> SendOutcome

    /// Ends the connection, or the attempt, and stays away for at least `delay` before the next attempt.
    func reconnect(after delay: Duration)

    /// Ends the connection and the link; returns when its resources are given back.
    func close() async
}
