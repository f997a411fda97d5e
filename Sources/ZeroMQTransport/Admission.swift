import Replication

/// Decides on handshakes: by key, and by how often the same key or address asks.
struct Admission {
    private let policy: AdmissionPolicy
    private let handshakes: RateLimit
    private var byKey: [TransportKey: TokenBucket] = [:]
    private var byAddress: [String: TokenBucket] = [:]

    /// Keys, or addresses, whose last handshakes are remembered.
    ///
    /// More are told to come later.
    static let bucketCountMax = 4096

    init(_ policy: AdmissionPolicy, handshakes: RateLimit) {
        self.policy = policy
        self.handshakes = handshakes
    }

    /// The answer to one handshake.
    /// - Parameters:
    ///   - request: who asks.
    ///   - isListed: whether the key is on the list.
    ///   - now: the time.
    /// - Returns: what to tell libzmq.
    mutating func answer(
        _ request: ZAPRequest,
        isListed: Bool,
        at now: ContinuousClock.Instant
    ) -> ZAPReply {
        switch policy {
        case .listedKeys:
            guard isListed else { return .refuse }
            return Self.take(request.key, from: &byKey, handshakes, at: now) ? .admit(request.key) : .later
        case .anyKey:
            return Self.take(request.address, from: &byAddress, handshakes, at: now)
                ? .admit(request.key) : .later
        }
    }

    private static func take<Name: Hashable>(
        _ name: Name,
        from buckets: inout [Name: TokenBucket],
        _ limit: RateLimit,
        at now: ContinuousClock.Instant
    ) -> Bool {
        if buckets[name] == nil {
            if buckets.count >= bucketCountMax {
                for (other, bucket) in buckets {
                    var bucket = bucket
                    if bucket.isFull(at: now) { buckets[other] = nil }
                }
            }
            guard buckets.count < bucketCountMax else { return false }
            buckets[name] = TokenBucket(limit, at: now)
        }
        return buckets[name]?.take(at: now) ?? false
    }
}
