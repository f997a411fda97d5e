import Host
import Synchronization

/// The clocks of one simulated machine: the wall clock may be set to anything, the other counts from the last start.
package final class MachineClock: HostClock {
    private struct State: Sendable {
        var wallOffset: Int64
        var bootedAt: UInt64 = 0
    }

    private let thread: OneThread
    private let state: Mutex<State>

    /// Clocks in a world whose first moment is `wallMilliseconds` after 1970.
    package init(_ thread: OneThread, wallMilliseconds: Int64) {
        self.thread = thread
        state = Mutex(State(wallOffset: wallMilliseconds))
    }

    package var wallMilliseconds: Int64 { Int64(thread.now) + state.withLock { $0.wallOffset } }

    package var bootMilliseconds: UInt64 { thread.now - state.withLock { $0.bootedAt } }

    /// Puts the wall clock forward, or back.
    package func step(byMilliseconds step: Int64) { state.withLock { $0.wallOffset += step } }

    /// The machine is started now.
    package func boot() {
        let now = thread.now
        state.withLock { $0.bootedAt = now }
    }

    package func sleep(for pause: Duration) async throws {
        let (seconds, attoseconds) = pause.components
        let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000
        try await thread.sleep(milliseconds: UInt64(clamping: milliseconds))
    }
}
