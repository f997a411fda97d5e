import Synchronization

/// Tells any number of listeners that something has changed; what they have not heard yet comes as one.
package final class Changes: Sendable {
    /// More listeners than one daemon has services and screens.
    private static let listenerCountMax = 256

    private struct State: Sendable {
        var next: UInt64 = 0
        var listeners: [UInt64: AsyncStream<Void>.Continuation] = [:]
    }

    private let state = Mutex(State())

    /// Nobody listens yet.
    package init() {}

    /// A stream that yields after each change; ends at once where there are too many listeners.
    package func stream() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Void.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        let number: UInt64? = state.withLock { state in
            guard state.listeners.count < Self.listenerCountMax else { return nil }
            state.next += 1
            state.listeners[state.next] = continuation
            return state.next
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.listeners.removeValue(forKey: number) }
        }
        return stream
    }

    /// Wakes every listener.
    package func yield() {
        for continuation in state.withLock({ Array($0.listeners.values) }) { continuation.yield() }
    }
}
