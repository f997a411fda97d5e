/// Runs services beside a body, ends them after it, and ends all of it at a deadline.
func whileRunning<Result: Sendable>(
    _ services: [@Sendable () async throws -> Void],
    deadline: Duration,
    _ body: @Sendable @escaping () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { group in
        for service in services {
            group.addTask {
                try? await service()
                return nil
            }
        }
        group.addTask {
            try? await Task.sleep(for: deadline)
            guard !Task.isCancelled else { return nil }
            throw MeasureError("nothing came of it within \(deadline)")
        }
        group.addTask { try await body() }
        defer { group.cancelAll() }
        while let ended = try await group.next() {
            if let result = ended { return result }
        }
        throw CancellationError()
    }
}
