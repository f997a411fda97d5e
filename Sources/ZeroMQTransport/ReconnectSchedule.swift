import Replication

/// Says how long to wait before the next attempt: a random time below a bound that doubles with each failure.
struct ReconnectSchedule {
    private let times: ReconnectTimes
    private var failureCount = 0
    private var wasRefused = false

    /// The bound is not doubled further than this; 2¹⁶ times any first wait is above any longest.
    private static let doublingCountMax = 16

    init(_ times: ReconnectTimes) {
        self.times = times
    }

    /// The wait after an attempt that failed or a connection that ended.
    /// - Parameters:
    ///   - loss: why.
    ///   - duration: how long the connection had stood; zero for an attempt that failed.
    ///   - generator: where the jitter comes from.
    /// - Returns: how long to stay away.
    mutating func wait(
        after loss: LinkLoss,
        connectedFor duration: Duration,
        using generator: inout some RandomNumberGenerator
    ) -> Duration {
        let isRefused = loss == .refused
        if duration >= times.steadyAfter || isRefused != wasRefused { failureCount = 0 }
        wasRefused = isRefused
        let first = isRefused ? times.firstAfterRefusal : times.first
        let longest = isRefused ? times.longestAfterRefusal : times.longest
        let bound = min(longest, first * (1 << min(failureCount, Self.doublingCountMax)))
        failureCount += 1
        guard bound > times.shortest else { return times.shortest }
        return times.shortest + (bound - times.shortest) * Double.random(in: 0..<1, using: &generator)
    }
}
