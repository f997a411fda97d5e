/// What became of a frame that was given to a line.
package enum SendOutcome: String, Hashable, Sendable {
    /// Taken; it is delivered in order, or the connection ends.
    case accepted
    /// Not taken: as much waits for the other side as may wait. A `writable` event follows.
    case wouldBlock
    /// Not taken: that connection is no longer there.
    case unreachable
    /// Not taken, now or ever: no bytes, or more than a frame may have.
    case illSized
}
