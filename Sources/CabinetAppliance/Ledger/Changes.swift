import Synchronization

/// Tells any number of listeners that something has changed; what they have not heard yet comes as one.
final class Changes: Sendable {
    /// More listeners than screens and services of one machine.
    private static let listenerCountMax = 256

    private let listeners = Mutex<[UInt64: AsyncStream<Void>.Continuation]>([:])
    private let numbers = Atomic<UInt64>(0)

    /// A stream that yields after each change; ends at once where there are too many listeners.
    func stream() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Void.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        let number = numbers.add(1, ordering: .relaxed).newValue
        let isTaken = listeners.withLock { listeners in
            guard listeners.count < Self.listenerCountMax else { return false }
            listeners[number] = continuation
            return true
        }
        guard isTaken else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            self?.listeners.withLock { _ = $0.removeValue(forKey: number) }
        }
        return stream
    }

    func yield() {
        for continuation in listeners.withLock({ Array($0.values) }) { continuation.yield() }
    }
}
