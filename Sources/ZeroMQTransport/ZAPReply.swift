import Replication

/// The handler's answer: ZeroMQ RFC 27, "The ZAP Reply".
enum ZAPReply {
    /// The connection is taken, and its messages carry the key as their User-Id.
    case admit(TransportKey)
    /// Later, perhaps (300): the other side is kept waiting until its handshake times out.
    case later
    /// Not with this key (400).
    case refuse
    /// The request is not understood (500).
    case fault

    /// The parts after the envelope.
    func parts(answering id: [UInt8]) -> [[UInt8]] {
        let (status, text, user): (String, String, String) =
            switch self {
            case .admit(let key): ("200", "OK", key.text)
            case .later: ("300", "Too often", "")
            case .refuse: ("400", "Unknown key", "")
            case .fault: ("500", "No CURVE request", "")
            }
        return [ZAPRequest.version, id, Array(status.utf8), Array(text.utf8), Array(user.utf8), []]
    }
}
