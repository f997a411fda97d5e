/// How many wrong log-ins are answered at once, and how long the others wait.
package struct AttemptLimits: Sendable, Hashable {
    /// Wrong attempts of one account that cost nothing.
    package var freePerAccount: Int
    /// Wrong attempts of one address that cost nothing; higher, since many people may share one.
    package var freePerAddress: Int
    /// The first wait; each further wrong attempt doubles it.
    package var firstWait: Duration
    /// The longest wait.
    ///
    /// Accounts are never locked for good: that would let anybody lock out anybody.
    package var longestWait: Duration
    /// Wrong attempts are forgotten after this long without another.
    package var memory: Duration
    /// Most accounts and most addresses that are remembered.
    package var countMax: Int

    /// Limits of attempts.
    package init(
        freePerAccount: Int = 4,
        freePerAddress: Int = 20,
        firstWait: Duration = .seconds(2),
        longestWait: Duration = .seconds(15 * 60),
        memory: Duration = .seconds(3600),
        countMax: Int = 10_000
    ) {
        self.freePerAccount = freePerAccount
        self.freePerAddress = freePerAddress
        self.firstWait = firstWait
        self.longestWait = longestWait
        self.memory = memory
        self.countMax = countMax
    }
}
