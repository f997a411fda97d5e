package import Cryptography
import Synchronization

/// What happened in a world, in order: the newest events in words, and a digest over all of them.
///
/// Events name sizes, indices, outcomes and the hash of each frame, so that a digest is one of all bytes that were exchanged;
/// everything random follows from the seed, so one seed gives one digest in every process.
package final class Trace: Sendable {
    private static let newestCountMax = 60

    private struct State: ~Copyable, Sendable {
        var newest: [String] = []
        var count = 0
        var digest = SHA256.hash([])
    }

    private let thread: OneThread
    private let state = Mutex(State())
    private let listener: (@Sendable (String) -> Void)?

    /// An empty trace of a world; `listener` hears every event at once.
    package init(_ thread: OneThread, listener: (@Sendable (String) -> Void)? = nil) {
        self.thread = thread
        self.listener = listener
    }

    /// Adds an event.
    package func note(_ event: String) {
        let line = "\(thread.now) \(event)"
        state.withLock { state in
            state.count += 1
            if state.newest.count == 2 * Self.newestCountMax { state.newest.removeFirst(Self.newestCountMax) }
            state.newest.append(line)
            state.digest = SHA256.hash(state.digest.bytes + Array(line.utf8))
        }
        listener?(line)
    }

    /// Tells the listener something that is no event and leaves the digest as it is.
    package func overhear(_ words: String) { listener?("\(thread.now) \(words)") }

    /// The newest events, oldest first.
    package var newest: [String] { state.withLock { Array($0.newest.suffix(Self.newestCountMax)) } }

    /// How many events there were.
    package var count: Int { state.withLock { $0.count } }

    /// SHA-256 chained over all events.
    package var digest: Digest { state.withLock { $0.digest } }
}
