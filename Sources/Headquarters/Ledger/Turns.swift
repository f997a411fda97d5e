import Replication

/// Who waits for something, each once: whoever had a turn and still waits comes again behind all others.
struct Turns {
    // Has one place for each who waits, and for each who no longer does until that place comes up.
    private var order = FIFO<String>()
    private var waiting: Set<String> = []
    private var gone: Set<String> = []

    /// Whether nobody waits.
    var isEmpty: Bool { waiting.isEmpty }

    /// Lets somebody wait, behind those who do already.
    mutating func insert(_ name: String) {
        guard waiting.insert(name).inserted else { return }
        if gone.remove(name) == nil { order.append(name) }
    }

    /// Whose turn it is; until it is removed it comes round again.
    mutating func next() -> String? {
        while let name = order.popFirst() {
            guard gone.remove(name) == nil else { continue }
            order.append(name)
            return name
        }
        return nil
    }

    /// Lets somebody wait no more.
    mutating func remove(_ name: String) {
        if waiting.remove(name) != nil { gone.insert(name) }
    }
}
