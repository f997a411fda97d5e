import Records

/// The starts under which one cabinet has greeted, in order.
///
/// Each start has a random id, and a start that is over does not come back: one that greets again after another has greeted
/// means that two machines use one cabinet's keys. A half-open line, a restart and a reconnect never look like that.
struct BootHistory: Sendable, Equatable {
    /// More starts than a cabinet makes between two looks at it.
    static let countMax = 64

    private var boots: [Identifier<Boot>] = []

    /// Notes a greeting; true where the start had ended.
    mutating func greet(_ boot: Identifier<Boot>) -> Bool {
        guard boots.last != boot else { return false }
        let isBack = boots.contains(boot)
        boots.removeAll { $0 == boot }
        if boots.count == Self.countMax { boots.removeFirst() }
        boots.append(boot)
        return isBack
    }
}
