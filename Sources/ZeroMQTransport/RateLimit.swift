/// How many at once, and how often after that.
package struct RateLimit: Sendable {
    /// How many may come at once; at least 1.
    package let burst: Int
    /// One more after each of these.
    package let interval: Duration

    /// Allows `burst` at once and one more per `interval`.
    package init(burst: Int, interval: Duration) {
        self.burst = max(1, burst)
        self.interval = max(.milliseconds(1), interval)
    }
}
