/// The clocks of the machine that a daemon runs on.
package protocol HostClock: Sendable {
    /// Milliseconds since 1970 by the wall clock, which anybody with the right may set.
    var wallMilliseconds: Int64 { get }
    /// Milliseconds since the start of the machine, asleep or awake.
    var bootMilliseconds: UInt64 { get }

    /// Waits by the time that passes since the start of the machine.
    ///
    /// - Throws: `CancellationError` when the task is cancelled meanwhile.
    func sleep(for pause: Duration) async throws
}

extension HostClock {
    package func sleep(for pause: Duration) async throws { try await Task.sleep(for: pause) }
}
