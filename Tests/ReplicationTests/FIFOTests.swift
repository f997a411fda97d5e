import Testing

@testable import Replication

@Suite struct FIFOTests {
    @Test func `what goes in first comes out first, however often the array is made short`() {
        var queue = FIFO<Int>()
        var next = 0
        var expected = 0
        for round in 1...200 {
            for _ in 0..<round % 7 {
                queue.append(next)
                next += 1
            }
            for _ in 0..<round % 5 {
                guard let element = queue.popFirst() else { break }
                #expect(element == expected)
                expected += 1
            }
            #expect(queue.count == next - expected)
            #expect(queue.first == (queue.isEmpty ? nil : expected))
        }
    }

    @Test func `removing some keeps the order of the others`() {
        var queue = FIFO<Int>()
        for number in 0..<100 { queue.append(number) }
        for _ in 0..<40 { _ = queue.popFirst() }
        queue.removeAll { $0.isMultiple(of: 3) }
        #expect(!queue.contains { $0.isMultiple(of: 3) })
        var rest: [Int] = []
        while let number = queue.popFirst() { rest.append(number) }
        #expect(rest == (40..<100).filter { !$0.isMultiple(of: 3) })
    }
}
