import Synchronization

/// Carries a value that cannot be copied into the one thread that will own it.
final class Handoff<Value: ~Copyable & Sendable>: Sendable {
    private let value: Mutex<Value?>

    init(_ value: consuming sending Value) {
        self.value = Mutex(value)
    }

    /// The value, once.
    func take() -> Value? {
        value.withLock { $0.take() }
    }
}
