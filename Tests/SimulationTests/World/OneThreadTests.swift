import Testing

@testable import Simulation

@Suite(.timeLimit(.minutes(1))) struct OneThreadTests {
    private actor Counter {
        private(set) var order: [Int] = []
        func add(_ number: Int) { order.append(number) }
    }

    /// Six tasks add to an actor, each several times, with pauses.
    private func order(seed: UInt64) async -> [Int] {
        let thread = OneThread(seed: seed) { _ in }
        let counter = Counter()
        await withTaskExecutorPreference(PoolLane(thread)) {
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<6 {
                    group.addTask {
                        for _ in 0..<4 {
                            await counter.add(number)
                            await Task.yield()
                        }
                    }
                }
            }
        }
        thread.end()
        return await counter.order
    }

    @Test func `one seed is one order, and another seed another`() async {
        let first = await order(seed: 1)
        #expect(await order(seed: 1) == first)
        #expect(await order(seed: 2) != first)
        #expect(first.count == 24)
    }

    @Test func `time passes at once when nobody can run, in the order of moments`() async throws {
        let thread = OneThread(seed: 1) { _ in }
        let heard = Heard<String>()
        await withTaskExecutorPreference(PoolLane(thread)) {
            await withTaskGroup(of: Void.self) { group in
                for (name, pause) in [("late", UInt64(90_000_000)), ("early", 5)] {
                    group.addTask {
                        try? await thread.sleep(milliseconds: pause)
                        heard.add("\(name) \(thread.now)")
                    }
                }
            }
        }
        thread.end()
        #expect(heard.all == ["early 5", "late 90000000"])
    }

    @Test func `a cancelled task wakes without waiting`() async {
        let thread = OneThread(seed: 1) { _ in }
        let woke = await withTaskExecutorPreference(PoolLane(thread)) {
            await withTaskGroup(of: UInt64.self) { group in
                group.addTask {
                    try? await thread.sleep(milliseconds: 1_000)
                    return thread.now
                }
                try? await thread.sleep(milliseconds: 1)
                group.cancelAll()
                return await group.next()
            }
        }
        thread.end()
        #expect(woke == 1)
    }

    @Test func `a world in which nothing can happen any more is told of`() async {
        let heard = await withCheckedContinuation { continuation in
            let thread = OneThread(seed: 1) { continuation.resume(returning: $0) }
            thread.after(10) {}
        }
        #expect(heard == .deadlock)
    }
}
