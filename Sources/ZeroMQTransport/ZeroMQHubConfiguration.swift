package import Replication

/// How headquarters listens.
package struct ZeroMQHubConfiguration: Sendable {
    /// Where: `tcp://ADDRESS:PORT`; `*` for every address, port 0 for any free port.
    package var address: String
    /// Headquarters' transport key.
    ///
    /// Each hub has its own; cabinets pin its public half.
    package var keyPair: CurveKeyPair
    /// Whom it lets in.
    package var policy: AdmissionPolicy
    /// The keys that are listed at the start; meaningless for `anyKey`.
    package var listedKeys: Set<TransportKey>
    /// What may wait where.
    package var limits: TransportLimits
    /// How long waits last.
    package var times: TransportTimes
    /// Handshakes per key, or per address for `anyKey`.
    ///
    /// A cabinet's own waits stay far below it.
    package var handshakes: RateLimit
    /// Frames per connection; nil where the session's credit paces them.
    package var frames: RateLimit?

    /// The hub for cabinets that are enrolled.
    package static func cabinets(
        at address: String,
        keyPair: CurveKeyPair,
        listedKeys: Set<TransportKey>
    ) -> ZeroMQHubConfiguration {
        ZeroMQHubConfiguration(
            address: address,
            keyPair: keyPair,
            policy: .listedKeys,
            listedKeys: listedKeys,
            limits: .standard,
            times: .standard,
            handshakes: RateLimit(burst: 16, interval: .seconds(1)),
            frames: nil
        )
    }

    /// The hub for enrolment, under a key of its own: anybody may connect, slowly and with little.
    package static func enrolment(at address: String, keyPair: CurveKeyPair) -> ZeroMQHubConfiguration {
        ZeroMQHubConfiguration(
            address: address,
            keyPair: keyPair,
            policy: .anyKey,
            listedKeys: [],
            limits: .enrolment,
            times: .standard,
            handshakes: RateLimit(burst: 16, interval: .seconds(1)),
            frames: RateLimit(burst: 8, interval: .seconds(1))
        )
    }

    /// The ZAP domain of the policy (ZeroMQ RFC 27).
    ///
    /// Each hub has a context and so a handler of its own.
    var domain: String {
        switch policy {
        case .listedKeys: "signet.cabinets"
        case .anyKey: "signet.enrolment"
        }
    }
}
