/// What headquarters has of each cabinet, by name.
///
/// A table of references: what one cabinet's records change is published without touching what is kept of the others, which would
/// cost a house of a thousand cabinets a thousand times as much for each batch.
package struct CabinetCopies: Sendable {
    private final class Box: Sendable {
        let copy: CabinetCopy

        init(_ copy: CabinetCopy) { self.copy = copy }
    }

    private var boxes: [String: Box] = [:]

    /// Nothing of any cabinet.
    package init() {}

    /// What there is of a cabinet; nil where nothing is open.
    package subscript(name: String) -> CabinetCopy? {
        get { boxes[name]?.copy }
        set { boxes[name] = newValue.map(Box.init) }
    }

    /// The same, and `copy` where nothing is open.
    package subscript(name: String, default copy: @autoclosure () -> CabinetCopy) -> CabinetCopy {
        get { self[name] ?? copy() }
        set { self[name] = newValue }
    }

    /// The cabinets' names, in no order.
    package var keys: some Collection<String> { boxes.keys }

    /// What there is of all of them, in no order.
    package var values: some Collection<CabinetCopy> { boxes.values.lazy.map(\.copy) }

    /// One value of each, by the same names.
    package func mapValues<Value>(_ transform: (CabinetCopy) throws -> Value) rethrows -> [String: Value] {
        try boxes.mapValues { try transform($0.copy) }
    }
}

extension CabinetCopies: Sequence {
    package func makeIterator() -> some IteratorProtocol<(key: String, value: CabinetCopy)> {
        boxes.lazy.map { (key: $0.key, value: $0.value.copy) }.makeIterator()
    }
}
