/// What a cabinet's line to headquarters reports, in the order in which it happened.
package enum LinkEvent: Hashable, Sendable {
    /// Headquarters proved its key and admitted ours; the connection takes frames.
    case up(LinkConnection)
    /// One frame, whole, as headquarters sent it: 1 to `LinkLimits.frameByteCountMax` bytes.
    case frame([UInt8], LinkConnection)
    /// After `SendOutcome.wouldBlock`: there is room again.
    case writable(LinkConnection)
    /// The connection ended; everything that had arrived on it was reported before.
    case down(LinkConnection, LinkLoss)
    /// No connection came about. Reported once, and again when the reason changes.
    case failed(LinkLoss)
}
