/// Slows the guessing of passwords, per account and per address.
///
/// A pure value: time comes from outside.
package struct AttemptThrottle: Sendable {
    /// The limits.
    package let limits: AttemptLimits
    private var accounts: [String: Failures] = [:]
    private var addresses: [String: Failures] = [:]

    /// No attempts yet.
    package init(limits: AttemptLimits = AttemptLimits()) { self.limits = limits }

    /// Takes an attempt in hand: nil when its password may be looked at, else how long to wait before the
    /// next.
    ///
    /// The attempt counts as wrong until `succeeded` says otherwise, so that many at once cannot slip
    /// through.
    package mutating func attempt(
        account: String,
        address: String,
        at now: ContinuousClock.Instant
    ) -> Duration? {
        let wait = max(
            wait(of: accounts[account], free: limits.freePerAccount, at: now),
            wait(of: addresses[address], free: limits.freePerAddress, at: now)
        )
        guard wait <= .zero else { return wait }
        Self.count(account, in: &accounts, limits: limits, at: now)
        Self.count(address, in: &addresses, limits: limits, at: now)
        return nil
    }

    /// The password was right: the account's wrong attempts are forgotten, the address's keep their number without this
    /// one, since who owns one account may be guessing at others.
    package mutating func succeeded(account: String, address: String) {
        accounts[account] = nil
        addresses[address]?.count -= 1
        if addresses[address]?.count == 0 { addresses[address] = nil }
    }

    private struct Failures: Sendable {
        var count: Int
        var lastAt: ContinuousClock.Instant
    }

    private func wait(of failures: Failures?, free: Int, at now: ContinuousClock.Instant) -> Duration {
        guard let failures, failures.count >= free, now - failures.lastAt < limits.memory else {
            return .zero
        }
        // Doubling stops where the longest wait is certain to be reached.
        let doublings = min(failures.count - free, 30)
        let wait = min(limits.firstWait * (1 << doublings), limits.longestWait)
        return wait - (now - failures.lastAt)
    }

    private static func count(
        _ key: String,
        in table: inout [String: Failures],
        limits: AttemptLimits,
        at now: ContinuousClock.Instant
    ) {
        var failures = table[key] ?? Failures(count: 0, lastAt: now)
        if now - failures.lastAt >= limits.memory { failures.count = 0 }
        failures.count += 1
        failures.lastAt = now
        if table[key] == nil, table.count >= limits.countMax {
            table = table.filter { now - $0.value.lastAt < limits.memory }
            // Full of fresh ones: who has failed least is forgotten first, or names made up for the purpose would push
            // out the account that is being guessed at.
            if table.count >= limits.countMax,
                let least = table.min(by: {
                    ($0.value.count, $0.value.lastAt) < ($1.value.count, $1.value.lastAt)
                })
            {
                table[least.key] = nil
            }
        }
        table[key] = failures
    }
}
