import Host
import Synchronization

/// What a stop waits for before it cuts the rest off: answers that are on their way to a browser.
final class LastWords: Sendable {
    /// A stop waits no longer than this.
    private static let waitMax: Duration = .seconds(5)

    private let count = Mutex(0)
    private let changes = Changes()

    /// Does something that a stop waits for.
    func waitedFor(_ body: () async throws -> Void) async throws {
        count.withLock { $0 += 1 }
        defer {
            count.withLock { $0 -= 1 }
            changes.yield()
        }
        try await body()
    }

    /// Returns when nothing is waited for, or when the time is over.
    func end() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.ended() }
            group.addTask { try? await Task.sleep(for: Self.waitMax) }
            await group.next()
            group.cancelAll()
        }
    }

    private func ended() async {
        let updates = changes.stream()
        if count.withLock({ $0 == 0 }) { return }
        for await _ in updates where count.withLock({ $0 == 0 }) { return }
    }
}
