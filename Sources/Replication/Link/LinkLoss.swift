/// Why a cabinet's connection ended, or why an attempt to connect did not become one.
package enum LinkLoss: String, Hashable, Sendable {
    /// No TCP connection: wrong address, no route, nothing listens, or a name that does not resolve.
    case unreachable
    /// Headquarters answered that it does not admit this cabinet's transport key.
    case refused
    /// Something listens that could not prove to hold the pinned key of headquarters, or that closed too early.
    case handshakeFailed
    /// The handshake did not end in time; headquarters also answers so when this key asks too often.
    case timedOut
    /// The connection stood, and the other side or the line ended it.
    case closed
    /// The other side sent what is no frame: nothing at all, too many bytes, or several parts.
    case violated
    /// This side ended it.
    case requested
}
