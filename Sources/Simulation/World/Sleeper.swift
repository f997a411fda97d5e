import Synchronization

/// One task that waits until it is woken or cancelled, whichever comes first.
final class Sleeper: Sendable {
    private enum State: Sendable {
        case awake
        case asleep(CheckedContinuation<Void, any Error>)
        /// Woken or cancelled before it slept.
        case over(isCancelled: Bool)
    }

    private let state = Mutex(State.awake)

    func sleep() async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation {
                (continuation: CheckedContinuation<Void, any Error>) in
                let over: Bool? = state.withLock { state in
                    if case .over(let isCancelled) = state { return isCancelled }
                    state = .asleep(continuation)
                    return nil
                }
                if let over { Self.resume(continuation, isCancelled: over) }
            }
        } onCancel: {
            end(isCancelled: true)
        }
    }

    func wake() { end(isCancelled: false) }

    private func end(isCancelled: Bool) {
        let waiting: CheckedContinuation<Void, any Error>? = state.withLock { state in
            switch state {
            case .asleep(let continuation):
                state = .over(isCancelled: isCancelled)
                return continuation
            case .awake:
                state = .over(isCancelled: isCancelled)
                return nil
            case .over: return nil
            }
        }
        if let waiting { Self.resume(waiting, isCancelled: isCancelled) }
    }

    private static func resume(_ continuation: CheckedContinuation<Void, any Error>, isCancelled: Bool) {
        if isCancelled {
            continuation.resume(throwing: CancellationError())
        } else {
            continuation.resume()
        }
    }
}
