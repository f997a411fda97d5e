import Dispatch
import Records
import Synchronization

/// Does short pieces of work in order on another thread, while the one that asked goes on and waits for a result only
/// where it needs it.
///
/// For work that neither blocks nor asks its caller for anything: so no wait can last longer than the work before it.
struct OtherThread: Sendable {
    private let queue: DispatchQueue

    /// `label` names the queue in a debugger.
    init(label: String) { queue = DispatchQueue(label: label, qos: .userInitiated) }

    /// Begins a piece of work.
    func start<Value: Sendable>(_ work: @Sendable @escaping () throws(RecordsError) -> Value) -> Piece<Value>
    {
        let piece = Piece<Value>()
        queue.async { piece.finish(Result { () throws(RecordsError) in try work() }) }
        return piece
    }

    /// A piece of work that was begun.
    final class Piece<Value: Sendable>: Sendable {
        private let result = Mutex<Result<Value, RecordsError>?>(nil)
        private let isDone = DispatchSemaphore(value: 0)

        fileprivate func finish(_ result: Result<Value, RecordsError>) {
            self.result.withLock { $0 = result }
            isDone.signal()
        }

        /// Waits for the end of the work, whatever comes of it.
        func wait() { _ = try? value() }

        /// Waits for the end of the work and returns what came of it.
        func value() throws(RecordsError) -> Value {
            isDone.wait()
            // For whoever asks again.
            isDone.signal()
            guard let result = result.withLock({ $0 }) else {
                throw RecordsError(.unavailable, "the work ended without a result")
            }
            return try result.get()
        }
    }
}
