import GRDB
package import Records

extension EvidenceFile {
    /// Begins an own log with the first leaves of another one, byte for byte and body for body, and its own first ones behind them, where
    /// there are any.
    ///
    /// One transaction: a crash leaves the whole of it or nothing. No checkpoint of it is stored, so that none can be given away
    /// before somebody opens the log.
    ///
    /// - Throws: ``RecordsError`` `.conflict` where the log is here already, `.mismatch` where the other one's leaves do not lead to
    ///   `head`.
    package func begin(
        _ origin: Origin,
        key: NoteVerifierKey,
        with head: TreeHead,
        of previous: Origin,
        then first: RecordBundle?
    ) throws(RecordsError) {
        try write { db in
            _ = try CheckpointPolicy(origin: origin, logKey: key)
            guard try StoredLog.fetch(db, origin) == nil else {
                throw RecordsError(.conflict, "the log \(origin) is here already")
            }
            let source = try StoredLog.require(db, previous)
            guard head.size <= source.head.size else {
                throw RecordsError(
                    .mismatch,
                    "\(previous) has \(source.head.size) leaves, not the \(head.size) that go on as \(origin)"
                )
            }
            var log = try StoredLog.insert(db, origin, key: key, isOwn: true)
            let empty = TreeFrontier()
            var frontier = empty
            try BundleRows(db: db, log: source.id).forEach(in: 0..<head.size) { stretch in
                let bundle = stretch.bundle
                frontier = try grow(db, &log, from: frontier, by: bundle, bundle.leafHashes, proved: empty)
                return true
            }
            // From the leaves as they are read here, and not from what the row says of them.
            guard frontier.head == head else {
                throw RecordsError(
                    .mismatch,
                    "the first \(head.size) leaves of \(previous) are not those that go on as \(origin)"
                )
            }
            if let first {
                _ = try grow(db, &log, from: frontier, by: first, first.leafHashes, proved: empty)
            }
        }
    }
}
