import Records

extension LogStore {
    /// How many first leaves two logs have in common, as far as both are here.
    func sharedSize(of one: (origin: Origin, size: UInt64), _ other: (origin: Origin, size: UInt64)) throws
        -> UInt64
    {
        func isShared(_ size: UInt64) throws -> Bool {
            try size == 0 || root(of: one.origin, size: size) == root(of: other.origin, size: size)
        }
        var (shared, parted) = (UInt64(0), min(one.size, other.size) + 1)
        while shared + 1 < parted {
            let middle = shared + (parted - shared) / 2
            if try isShared(middle) { shared = middle } else { parted = middle }
        }
        return shared
    }
}
