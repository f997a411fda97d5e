/// What headquarters' end of all lines reports, in the order in which it happened per connection.
package enum LinkHubEvent: Hashable, Sendable {
    /// A connection sent its first frame; the frame follows. `address` is the numeric address it came from.
    case up(LinkPeer, address: String)
    /// One frame, whole: 1 to `LinkLimits.frameByteCountMax` bytes.
    case frame([UInt8], LinkPeer)
    /// After `SendOutcome.wouldBlock`: there is room again.
    case writable(LinkPeer)
    /// The connection ended. No frame of it follows.
    case down(LinkPeer, LinkHubLoss)
}
