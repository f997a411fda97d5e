import Records

/// Finds moments in a log: its times rise from leaf to leaf, so halving finds them.
struct LogTimes<Store: LogStore> {
    private let store: Store
    private let origin: Origin

    init(store: Store, origin: Origin) {
        self.store = store
        self.origin = origin
    }

    /// The first leaf at or after a moment among the first `size`; `size` where there is none.
    func firstIndex(from milliseconds: Int64, size: UInt64) throws -> UInt64 {
        var (low, high) = (UInt64(0), size)
        while low < high {
            let middle = low + (high - low) / 2
            if try time(of: middle) < milliseconds { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func time(of index: UInt64) throws -> Int64 {
        guard let record = try store.record(at: index, of: origin) else {
            throw EvidenceError(.unavailable, "leaf \(index) of \(origin) is not here")
        }
        return try Leaf(decoding: record.leafBytes).header.time.milliseconds
    }
}
