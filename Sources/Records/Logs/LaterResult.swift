import Synchronization

/// What came of work on another thread, for whoever knows that it is over.
package final class LaterResult<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, RecordsError>?>(nil)

    /// Nothing yet.
    package init() {}

    /// Does the work and keeps what came of it.
    package func set(_ work: () throws(RecordsError) -> Value) {
        let outcome = Result { () throws(RecordsError) in try work() }
        result.withLock { $0 = outcome }
    }

    /// What came of it; nil where the work was not done.
    package var value: Value? {
        get throws(RecordsError) { try result.withLock { $0 }?.get() }
    }
}
