extension LogStore {
    /// The record at an index as it lies there; nil where the log ends before it.
    package func record(at index: UInt64, of origin: Origin) throws(RecordsError) -> Record? {
        try records(of: origin, from: index, byteCountMax: 1).bundle.records.first
    }

    /// Hands the records of a log from an index on to a closure, in order, up to a size.
    ///
    /// `byteCount`: how much one read takes, which bounds the memory.
    package func forEachRecord(
        of origin: Origin,
        from first: UInt64,
        to size: UInt64,
        byteCount: Int = 1 << 20,
        _ body: (UInt64, Record) throws -> Void
    ) throws {
        var next = first
        while next < size {
            let stretch = try records(of: origin, from: next, byteCountMax: byteCount)
            guard stretch.bundle.count > 0 else {
                throw RecordsError(.mismatch, "\(origin) ends at \(next) where \(size) leaves should be")
            }
            for record in stretch.bundle.records where next < size {
                try body(next, record)
                next += 1
            }
        }
    }
}
