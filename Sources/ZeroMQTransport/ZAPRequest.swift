import Replication

/// A request to the authentication handler: ZeroMQ RFC 27, "The ZAP Request", for the mechanism CURVE.
struct ZAPRequest: Equatable {
    /// Comes back in the reply.
    let id: [UInt8]
    /// Which of our sockets asks.
    let domain: String
    /// The numeric address of the other side.
    let address: String
    /// The key that the other side proved to hold.
    let key: TransportKey

    static let version = [UInt8]("1.0".utf8)
    /// Version, request id, domain, address, identity, mechanism, and one credential for CURVE.
    static let partCount = 7

    /// Reads the parts after the envelope; nil unless they are a request for CURVE.
    init?(_ parts: [[UInt8]]) {
        guard parts.count == Self.partCount, parts[0] == Self.version, parts[5] == Array("CURVE".utf8),
            let key = TransportKey(parts[6])
        else { return nil }
        id = parts[1]
        domain = String(decoding: parts[2], as: UTF8.self)
        address = String(decoding: parts[3], as: UTF8.self)
        self.key = key
    }
}
