import Synchronization
import Testing

@testable import CabinetAppliance

@Suite(.timeLimit(.minutes(1))) struct LastWordsTests {
    private final class Said: Sendable {
        let wasSaid = Mutex(false)
    }

    @Test func `a stop waits for nothing where nothing is said`() async {
        await LastWords().end()
    }

    @Test func `a stop waits for what is being said, also when it fails`() async throws {
        struct Broken: Error {}
        let words = LastWords()
        let said = Said()
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let (going, go) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await words.waitedFor {
                    begin.finish()
                    for await _ in going {}
                    said.wasSaid.withLock { $0 = true }
                    throw Broken()
                }
            }
            for await _ in begun {}
            group.addTask {
                await words.end()
                #expect(said.wasSaid.withLock { $0 })
            }
            go.finish()
            try await group.waitForAll()
        }
    }
}
