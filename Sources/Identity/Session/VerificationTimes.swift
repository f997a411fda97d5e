/// How long each step may take, in milliseconds.
package struct VerificationTimes: Sendable, Hashable {
    /// A card's challenge: 5 s, ten times what a slow reader needs.
    package var challengeMax: UInt64 = 5_000
    /// Checking a PIN: 10 s, on the slowest board.
    package var checkMax: UInt64 = 10_000
    /// From one step of a person to the next: a minute.
    package var stepMax: UInt64 = 60_000
    /// A whole session: ten minutes, so that nobody's identification waits for a stranger.
    package var sessionMax: UInt64 = 600_000

    /// The times above.
    package init() {}
}
