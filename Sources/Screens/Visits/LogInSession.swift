/// One log-in that lasts.
package struct LogInSession<Role: ScreenRole>: Sendable, Hashable {
    /// Who logged in.
    package let principal: Principal<Role>
    /// When.
    package let begunAt: ContinuousClock.Instant
    /// When something last came from it.
    package internal(set) var seenAt: ContinuousClock.Instant
}
