import GRDB
package import Records

extension EvidenceFile {
    /// Keeps notes of any logs, each after a look at the stored tree.
    package func keep(_ notes: [(note: SignedNote, origin: Origin, role: NoteRole)]) throws(RecordsError) {
        guard !notes.isEmpty else { return }
        try write { db in
            for (note, origin, role) in notes { try Self.keep(db, note, of: origin, as: role) }
        }
    }

    /// The kept notes of a role, smallest head first.
    package func notes(
        of origin: Origin,
        as role: NoteRole,
        from size: UInt64,
        limit: Int
    ) throws(RecordsError) -> [SignedNote] {
        try read { db in
            try NoteRows(db: db, log: StoredLog.require(db, origin).id).fetch(role, from: size, limit: limit)
        }
    }

    /// Erases bodies, then empties the write-ahead log, which still holds them.
    package func eraseBodies(of origin: Origin, at indices: Set<UInt64>) throws(RecordsError) {
        try write { db in
            let log = try StoredLog.require(db, origin)
            try BundleRows(db: db, log: log.id).eraseBodies(at: indices)
        }
        do {
            // The write-ahead log still holds the pages as they were: it is emptied into the file.
            try pool.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
        } catch {
            throw RecordsError(storage: error)
        }
    }
}

extension EvidenceFile {
    private static func keep(_ db: Database, _ note: SignedNote, of origin: Origin, as role: NoteRole) throws
    {
        var log = try StoredLog.require(db, origin)
        let head = try Checkpoint(note).head
        guard try Checkpoint(note).origin == origin else {
            throw RecordsError(.mismatch, "the note is not of the log \(origin)")
        }
        let rows = NoteRows(db: db, log: log.id)
        let newest = try rows.head(role)
        guard head.size >= newest?.size ?? 0 else {
            throw RecordsError(
                .refused,
                "the log \(origin) has a larger \(role.rawValue) head, of \(newest?.size ?? 0) leaves"
            )
        }
        try checkPlace(head, of: log, as: role)
        let frontier = try checkRoot(db, head, of: log)
        if role == .checkpoint {
            try keepCheckpoint(db, note, of: log, head: head)
            if let frontier, frontier.size > log.proved.size {
                try log.save(db, frontier: try log.frontier(), proved: frontier)
            }
        } else {
            try rows.put(note, head: head, as: role)
        }
    }

    /// Keeps a log's own checkpoint of a head that the transaction has just compared.
    private static func keepCheckpoint(_ db: Database, _ note: SignedNote, of log: StoredLog, head: TreeHead)
        throws
    {
        let verified = try CheckpointPolicy(origin: log.origin, logKey: log.key()).verify(note)
        guard verified.head == head else {
            throw RecordsError(
                .mismatch,
                "the checkpoint is not of the head of \(log.origin) that it came with"
            )
        }
        try NoteRows(db: db, log: log.id).put(note, head: head, as: .checkpoint)
    }

    // What is said to be here must be here: proved leaves of a copy, any leaves of an own log.
    private static func checkPlace(_ head: TreeHead, of log: StoredLog, as role: NoteRole)
        throws(RecordsError)
    {
        let reach: UInt64
        switch role {
        case .mirror, .safe: reach = log.isOwn ? log.head.size : log.proved.size
        case .checkpoint, .witness: reach = log.isOwn ? log.head.size : TreeHead.sizeMax
        }
        guard head.size <= reach else {
            throw RecordsError(
                .refused,
                "a \(role.rawValue) head of \(head.size) leaves reaches beyond the \(reach) of \(log.origin)"
            )
        }
    }

    /// The frontier of a head that lies within the stored tree, whose root must be its own; nil for one beyond.
    static func checkRoot(_ db: Database, _ head: TreeHead, of log: StoredLog) throws -> TreeFrontier? {
        guard head.size <= log.head.size else { return nil }
        let frontier: TreeFrontier
        if let kept = try log.frontier(of: head.size) {
            frontier = kept
        } else {
            var prover = try TreeProver(reader: TileRows(db: db, log: log.id), size: head.size)
            frontier = try prover.frontier()
        }
        guard frontier.head == head else {
            throw RecordsError(
                .mismatch,
                "the head is not one of \(log.origin): the root over its leaves is another"
            )
        }
        return frontier
    }
}
