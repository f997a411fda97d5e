/// Lets through a burst, then one at a time per interval.
struct TokenBucket {
    private let limit: RateLimit
    private var tokens: Int
    private var filledAt: ContinuousClock.Instant

    init(_ limit: RateLimit, at now: ContinuousClock.Instant) {
        self.limit = limit
        tokens = limit.burst
        filledAt = now
    }

    /// Takes a token; false when there is none.
    mutating func take(at now: ContinuousClock.Instant) -> Bool {
        fill(at: now)
        guard tokens > 0 else { return false }
        tokens -= 1
        return true
    }

    /// Whether nothing was taken lately, so that forgetting the bucket changes nothing.
    mutating func isFull(at now: ContinuousClock.Instant) -> Bool {
        fill(at: now)
        return tokens == limit.burst
    }

    private mutating func fill(at now: ContinuousClock.Instant) {
        guard tokens < limit.burst else {
            filledAt = now
            return
        }
        while tokens < limit.burst, filledAt.advanced(by: limit.interval) <= now {
            tokens += 1
            filledAt = filledAt.advanced(by: limit.interval)
        }
        // Time beyond a full bucket buys nothing.
        if tokens == limit.burst { filledAt = now }
    }
}
