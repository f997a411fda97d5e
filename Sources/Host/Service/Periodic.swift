import ServiceLifecycle

/// Does something again and again until the service is asked to stop.
package enum Periodic {
    /// Runs `body` at once and then after each pause.
    package static func run(every pause: Duration, _ body: @Sendable @escaping () async -> Void) async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await body()
                do { try await Task.sleep(for: pause) } catch { return }
            }
        }
    }
}
