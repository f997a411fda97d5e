/// How long log-ins last and how many there may be.
package struct SessionLimits: Sendable, Hashable {
    /// A log-in ends when nothing came from it for this long.
    package var idle: Duration
    /// A log-in ends after this long in any case.
    package var absolute: Duration
    /// Most log-ins of one account; a further one ends the oldest.
    package var countPerAccountMax: Int
    /// Most log-ins at all; a further one ends the one that has been still for longest.
    package var countMax: Int

    /// Limits of log-ins.
    package init(
        idle: Duration = .seconds(15 * 60),
        absolute: Duration = .seconds(12 * 3600),
        countPerAccountMax: Int = 5,
        countMax: Int = 4096
    ) {
        self.idle = idle
        self.absolute = absolute
        self.countPerAccountMax = countPerAccountMax
        self.countMax = countMax
    }
}
