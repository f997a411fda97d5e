import Synchronization

/// What comes of work on another thread, for whoever asks once it is needed.
struct LaterResult<Value: Sendable>: Sendable {
    private let place: Place
    private let waitForEnd: @Sendable () -> Void

    /// Begins the work beside what a store writes.
    init(beside store: some LogStore, _ work: @escaping @Sendable () throws(RecordsError) -> Value) {
        let place = Place()
        self.place = place
        waitForEnd = store.beginBeside { place.set(Result { () throws(RecordsError) in try work() }) }
    }

    /// What came of it; waits until it is over.
    ///
    /// - Throws: what the work threw; ``RecordsError`` `.unavailable` where the store did not do it.
    var value: Value {
        get throws(RecordsError) {
            waitForEnd()
            guard let outcome = place.outcome else {
                throw RecordsError(.unavailable, "what was to be done beside the writing was not done")
            }
            return try outcome.get()
        }
    }
}

extension LaterResult {
    private final class Place: Sendable {
        private let kept = Mutex<Result<Value, RecordsError>?>(nil)

        var outcome: Result<Value, RecordsError>? { kept.withLock { $0 } }

        func set(_ outcome: Result<Value, RecordsError>) { kept.withLock { $0 = outcome } }
    }
}
