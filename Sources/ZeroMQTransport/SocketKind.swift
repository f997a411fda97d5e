import CZeroMQ

/// The socket types in use.
enum SocketKind {
    /// A cabinet's end.
    case dealer
    /// Headquarters' end.
    case router
    /// One end of a monitor.
    case pair
    /// The ZAP handler (ZeroMQ RFC 27): answers each request before it takes the next.
    case reply

    var code: Int32 {
        switch self {
        case .dealer: ZMQ_DEALER
        case .router: ZMQ_ROUTER
        case .pair: ZMQ_PAIR
        case .reply: ZMQ_REP
        }
    }
}
