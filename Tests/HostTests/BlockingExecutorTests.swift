import Testing

@testable import Host

@Suite struct BlockingExecutorTests {
    private actor Counter {
        private let executor = BlockingExecutor(label: "test")
        private(set) var count = 0

        nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

        func add() { count += 1 }
    }

    @Test func `jobs run one after the other`() async {
        let counter = Counter()
        await withTaskGroup { group in
            for _ in 0..<500 { group.addTask { await counter.add() } }
        }
        #expect(await counter.count == 500)
    }
}
