/// What kept the fleet from doing something.
package struct FleetError: Error, CustomStringConvertible, Sendable {
    /// What kind of thing.
    package enum Code: Sendable, Hashable {
        /// A program could not be started, or ended otherwise than it should.
        case program
        /// The state folder cannot be used.
        case folder
        /// An address is taken.
        case address
        /// A server answered otherwise than it should.
        case answer
        /// Something did not happen in time.
        case late
        /// Something came out otherwise than it must.
        case outcome
    }

    /// What kind of thing.
    package let code: Code
    /// What went wrong, and what to do about it.
    package let message: String

    /// An error with what to do about it.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}

/// Does something, and gives up when it takes longer than `limit`.
///
/// - Throws: ``FleetError`` `.late` with `what`.
func withDeadline<Value: Sendable>(
    _ limit: Duration,
    _ what: String,
    _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw FleetError(.late, "\(what) took longer than \(limit)")
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw CancellationError() }
        return value
    }
}

/// Looks again and again until there is something to see.
///
/// - Throws: ``FleetError`` `.late` when `limit` has passed, with `what` and the last thing that was refused.
package func waitFor<Value: Sendable>(
    _ what: String,
    within limit: Duration = .seconds(60),
    every pause: Duration = .milliseconds(20),
    _ look: () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + limit
    var trouble: (any Error)?
    repeat {
        do {
            if let value = try await look() { return value }
            trouble = nil
        } catch is CancellationError {
            throw CancellationError()
        } catch { trouble = error }
        try await Task.sleep(for: pause)
    } while ContinuousClock.now < deadline
    throw FleetError(.late, "waited \(limit) for \(what)\(trouble.map { "; last: \($0)" } ?? "")")
}
