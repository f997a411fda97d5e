package import Replication

/// How a cabinet connects to headquarters.
package struct ZeroMQLinkConfiguration: Sendable {
    /// Where headquarters listens: `tcp://HOST:PORT`.
    package var address: String
    /// The key that headquarters must prove to hold.
    package var serverKey: TransportKey
    /// This cabinet's transport key.
    package var keyPair: CurveKeyPair
    /// What may wait where.
    package var limits: TransportLimits = .standard
    /// How long waits last.
    package var times: TransportTimes = .standard
    /// How long it stays away between attempts.
    package var reconnect: ReconnectTimes = .standard

    /// Names where to connect and with which keys; the rest are the standard limits and times.
    package init(address: String, serverKey: TransportKey, keyPair: CurveKeyPair) {
        self.address = address
        self.serverKey = serverKey
        self.keyPair = keyPair
    }
}
