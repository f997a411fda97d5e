/// Why a cabinet's connection ended, or why an attempt to connect did not become one.
package enum LinkLoss: String, Hashable, Sendable {
    /// No TCP connection: wrong address, no route, or nothing listens.
    case unreachable
    /// Headquarters answered that it does not admit this cabinet's transport key.
    case refused
    /// Something listens that did not prove to hold the pinned key of headquarters, or was silent.
    /// Headquarters is silent too when a key asks too often.
    case handshakeFailed
    /// Nothing came of the attempt in time, as when a name does not resolve.
    case timedOut
    /// The connection stood, and the other side or the line ended it.
    case closed
    /// The other side sent what is no frame: nothing at all, too many bytes, or several parts.
    case violated
    /// This side ended it.
    case requested
}
