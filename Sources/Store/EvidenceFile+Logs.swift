import GRDB
package import Records

extension EvidenceFile {
    /// Every log of the file, in the order in which they were opened.
    package func logs() throws(RecordsError) -> [LogStatus] {
        try read { db in try StoredLog.fetchAll(db).map { try Self.status(db, $0) } }
    }

    /// One log of the file, or nil.
    package func status(of origin: Origin) throws(RecordsError) -> LogStatus? {
        try read { db in try StoredLog.fetch(db, origin).map { try Self.status(db, $0) } }
    }

    /// Opens a log: the empty row is made where there is none.
    package func open(_ origin: Origin, key: NoteVerifierKey, isOwn: Bool) throws(RecordsError) -> LogStatus {
        try write { db in
            // The policy refuses a key that is not the log's.
            _ = try CheckpointPolicy(origin: origin, logKey: key)
            let log =
                try StoredLog.fetch(db, origin)
                ?? StoredLog.insert(db, origin, key: key, isOwn: isOwn)
            guard try log.key() == key, log.isOwn == isOwn else {
                throw RecordsError(.conflict, "the log \(origin) is here with another key or another owner")
            }
            return try Self.status(db, log)
        }
    }

    private static func status(_ db: Database, _ log: StoredLog) throws -> LogStatus {
        let notes = NoteRows(db: db, log: log.id)
        return LogStatus(
            origin: log.origin,
            key: try log.key(),
            isOwn: log.isOwn,
            head: log.head,
            proved: log.proved.head,
            notes: try notes.newest(),
            contradiction: try notes.contradiction()
        )
    }
}
