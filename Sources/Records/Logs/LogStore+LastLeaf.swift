extension LogStore {
    /// The time of the last of `size` leaves; zero for an empty log.
    package func timeOfLastLeaf(of origin: Origin, size: UInt64) throws(RecordsError) -> HybridTime {
        guard size > 0 else { return HybridTime(milliseconds: 0) }
        guard let record = try record(at: size - 1, of: origin) else {
            throw RecordsError(.mismatch, "\(origin) ends before its leaf \(size - 1)")
        }
        return try record.opened().leaf.header.time
    }
}
