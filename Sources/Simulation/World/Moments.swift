/// Moments for which somebody waits, the earliest first; of equal ones the one that was asked for first.
///
/// A binary heap in an array.
struct Moments: Sendable {
    private struct Moment: Sendable {
        let time: UInt64
        let number: UInt64
        let action: @Sendable () -> Void

        func isBefore(_ other: Moment) -> Bool { (time, number) < (other.time, other.number) }
    }

    private var heap: [Moment] = []
    private var count: UInt64 = 0

    mutating func insert(at time: UInt64, _ action: @escaping @Sendable () -> Void) {
        count += 1
        heap.append(Moment(time: time, number: count, action: action))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].isBefore(heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    mutating func popFirst() -> (time: UInt64, action: @Sendable () -> Void)? {
        guard let first = heap.first else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < heap.count }
            guard let child = children.min(by: { heap[$0].isBefore(heap[$1]) }),
                heap[child].isBefore(heap[parent])
            else { break }
            heap.swapAt(child, parent)
            parent = child
        }
        return (first.time, first.action)
    }
}
