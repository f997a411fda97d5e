extension LogStore {
    /// The time of the last of `size` leaves; zero for an empty log.
    package func timeOfLastLeaf(of origin: Origin, size: UInt64) throws(RecordsError) -> HybridTime {
        guard size > 0 else { return HybridTime(milliseconds: 0) }
        let stretch = try records(of: origin, from: size - 1, byteCountMax: 1)
        guard let record = stretch.bundle.records.first else {
            throw RecordsError(.mismatch, "\(origin) ends before its leaf \(size - 1)")
        }
        return try record.opened().leaf.header.time
    }
}
