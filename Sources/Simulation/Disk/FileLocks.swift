/// The locks on one database file and on its shared memory, by connection (sqlite.org/c3ref/io_methods.html).
struct FileLocks: Sendable {
    /// SQLITE_LOCK_NONE to SQLITE_LOCK_EXCLUSIVE by connection; absent means none.
    private var levels: [UInt64: Int32] = [:]
    private var shared: [UInt64: UInt32] = [:]
    private var exclusive: [UInt64: UInt32] = [:]
    private(set) var mappers: Set<UInt64> = []

    /// Raises a connection's lock; false where another connection stands in the way.
    mutating func lock(_ level: Int32, by connection: UInt64) -> Bool {
        let mine = levels[connection] ?? 0
        guard level > mine else { return true }
        let others = levels.filter { $0.key != connection }.values
        let isFree =
            switch level {
            case 1: !others.contains { $0 >= 3 }
            case 2: !others.contains { $0 >= 2 }
            default: !others.contains { $0 >= 1 }
            }
        if isFree { levels[connection] = level }
        return isFree
    }

    mutating func unlock(to level: Int32, by connection: UInt64) {
        levels[connection] = level == 0 ? nil : min(level, levels[connection] ?? 0)
    }

    func isReserved(beside connection: UInt64) -> Bool {
        levels.contains { $0.key != connection && $0.value >= 2 }
    }

    mutating func map(by connection: UInt64) { mappers.insert(connection) }

    /// Lets go of the shared memory.
    ///
    /// - Returns: whether nobody has it any more.
    mutating func unmap(by connection: UInt64) -> Bool {
        mappers.remove(connection)
        shared[connection] = nil
        exclusive[connection] = nil
        return mappers.isEmpty
    }

    /// Takes slots of the shared memory, as a mask; false where another connection stands in the way.
    mutating func take(_ mask: UInt32, isExclusive: Bool, by connection: UInt64) -> Bool {
        let held = exclusive.filter { $0.key != connection }.values.reduce(0, |)
        let read = shared.filter { $0.key != connection }.values.reduce(0, |)
        guard held & mask == 0, !isExclusive || read & mask == 0 else { return false }
        if isExclusive {
            exclusive[connection, default: 0] |= mask
        } else {
            shared[connection, default: 0] |= mask
        }
        return true
    }

    mutating func release(_ mask: UInt32, by connection: UInt64) {
        exclusive[connection, default: 0] &= ~mask
        shared[connection, default: 0] &= ~mask
    }
}
