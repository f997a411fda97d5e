import Host
package import Records

/// Audits the logs of a store, one slice after the other, on a thread of its own.
package actor LogAuditor<Store: LogStore> {
    /// How often everything is read.
    private static var period: Duration { .seconds(86_400) }
    /// The pause after each slice: a disk that reads 100 MB/s is left alone for most of the time.
    private static var pause: Duration { .milliseconds(50) }

    private let store: Store
    private let executor = BlockingExecutor(label: "signet.audit")

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// An auditor of a store.
    package init(_ store: Store) { self.store = store }

    /// Audits now and then daily, until the task is cancelled or the service is asked to stop.
    package nonisolated func run(
        _ report: @Sendable @escaping (Result<[LogDamage], any Error>) async -> Void
    ) async {
        await Periodic.run(every: Self.period) {
            do { await report(.success(try await self.audit(pausing: Self.pause))) } catch {
                if !Task.isCancelled { await report(.failure(error)) }
            }
        }
    }

    /// Reads every log once, with a pause after each slice, so that the disk has time for others.
    ///
    /// - Returns: what is not as it was signed, the first of each log.
    /// - Throws: ``RecordsError`` `.unavailable` where the disk cannot be read; `CancellationError`.
    package func audit(pausing pause: Duration) async throws -> [LogDamage] {
        var damages: [LogDamage] = []
        for origin in try store.logs().map(\.origin) {
            var audit = try LogAudit(of: origin, in: store) { first throws(RecordsError) in
                try ShedTelemetry(store: store).isSaid(below: first, of: origin)
            }
            reading: while true {
                switch try audit.step() {
                case .more: try await Task.sleep(for: pause)
                case .sound: break reading
                case .damaged(let damage):
                    damages.append(damage)
                    break reading
                }
            }
        }
        return damages
    }
}
