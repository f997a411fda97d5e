/// Why headquarters lost or ended the connection of a cabinet.
package enum LinkHubLoss: String, Hashable, Sendable {
    /// The other side or the line ended it.
    case closed
    /// The same key connected once more; the newer connection is served.
    case superseded
    /// The key was taken from the list.
    case removed
    /// The application dropped it.
    case dropped
    /// It sent frames faster than this hub takes them from one connection.
    case rateExceeded
    /// It sent what is no frame: nothing at all, too many bytes, or several parts.
    case violated
}
