/// How long to leave an ill reader alone: doubling from the first pause to the longest.
package struct RestartBackOff: Hashable, Sendable {
    /// The pause after the first failure.
    package let first: Duration
    /// No pause is longer.
    package let longest: Duration

    private var failureCount = 0

    /// Begins without a failure.
    package init(first: Duration = .milliseconds(100), longest: Duration = .seconds(5)) {
        self.first = first
        self.longest = longest
    }

    /// The pause after one more failure.
    mutating func failed() -> Duration {
        let doublings = min(failureCount, Self.doublingCountMax)
        failureCount += 1
        return min(first * (1 << doublings), longest)
    }

    /// Forgets the failures: an empty place was seen, or a tag answered.
    mutating func worked() { failureCount = 0 }

    /// Beyond this many doublings the longest pause holds anyway, and the shift stays small.
    private static let doublingCountMax = 16
}
