/// A queue in an array: elements leave at the front in constant time, amortised.
package struct FIFO<Element> {
    private var elements: [Element?] = []
    private var head = 0

    /// The array is made short again when at least this many places at its front are empty.
    private static var emptyPlacesMin: Int { 32 }

    /// An empty queue.
    package init() {}

    /// The number of elements that wait.
    package var count: Int { elements.count - head }

    /// Whether nothing waits.
    package var isEmpty: Bool { count == 0 }

    /// The element that leaves next.
    package var first: Element? {
        head < elements.count ? elements[head] : nil
    }

    /// Puts an element at the end.
    package mutating func append(_ element: Element) {
        elements.append(element)
    }

    /// Takes the element at the front.
    package mutating func popFirst() -> Element? {
        guard head < elements.count else { return nil }
        let element = elements[head]
        elements[head] = nil
        head += 1
        if head >= Self.emptyPlacesMin, head * 2 >= elements.count {
            elements.removeFirst(head)
            head = 0
        }
        return element
    }

    /// Removes the elements for which the condition holds; the others keep their order.
    package mutating func removeAll(where condition: (Element) -> Bool) {
        elements = elements[head...].filter { element in element.map { !condition($0) } ?? false }
        head = 0
    }

    /// Whether the condition holds for an element that waits.
    package func contains(where condition: (Element) -> Bool) -> Bool {
        elements[head...].contains { element in element.map(condition) ?? false }
    }
}

extension FIFO: Sendable where Element: Sendable {}
