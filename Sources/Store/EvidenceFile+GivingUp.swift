import Cryptography
import GRDB
package import Records
import Synchronization

extension EvidenceFile {
    /// Gives an own log up: later leaves are set aside, what is kept is proved, and the row becomes a copy's.
    package func giveUp(_ origin: Origin, keeping size: UInt64, under note: SignedNote) throws(RecordsError) {
        try write { db in
            var log = try StoredLog.require(db, origin)
            let head = try CheckpointPolicy(origin: origin, logKey: log.key()).verify(note).head
            guard log.isOwn, size <= log.head.size, size <= head.size else {
                throw RecordsError(
                    .refused,
                    "\(origin) is no log of \(size) own leaves below a head of \(head.size)"
                )
            }
            try setAside(db, &log, from: size)
            try log.becomeCopy(db)
            try NoteRows(db: db, log: log.id).put(note, head: head, as: .witness)
            let id = log.id
            edges.withLock { $0[id] = nil }
        }
    }

    /// Takes an own log away that was begun and never used: a first leaf at the most, of which nobody has seen a checkpoint.
    ///
    /// Does nothing where the log is not here. One that began with leaves of another log (``begin(_:key:with:of:then:)``) has
    /// `copiedCount` of them before its own first one.
    ///
    /// - Throws: ``RecordsError`` `.refused` for a copy, and for a log with more than a first leaf, or one that was signed.
    package func takeAway(begun origin: Origin, behind copiedCount: UInt64 = 0) throws(RecordsError) {
        try write { db in
            guard var log = try StoredLog.fetch(db, origin) else { return }
            let isUnsigned = try copiedCount == 0 || NoteRows(db: db, log: log.id).newest().isEmpty
            guard log.isOwn, log.head.size <= copiedCount + 1, isUnsigned else {
                throw RecordsError(
                    .refused,
                    "\(origin) is in use: only a log that was just begun is taken away"
                )
            }
            let (id, end, empty) = (log.id, try log.frontier(), TreeFrontier())
            try log.save(db, frontier: end, proved: empty)
            try BundleRows(db: db, log: id).truncate(at: 0)
            try TileRows(db: db, log: id).truncate(at: 0)
            try log.save(db, frontier: empty, proved: empty)
            for table in ["note", "fork", "dispute"] {
                try db.execute(sql: "DELETE FROM \(table) WHERE log = ?", arguments: [id])
            }
            try db.execute(sql: "DELETE FROM log WHERE id = ?", arguments: [id])
            // The next log may get the number of this one.
            edges.withLock { $0[id] = nil }
        }
    }

    private func setAside(_ db: Database, _ log: inout StoredLog, from size: UInt64) throws {
        let end = try log.frontier()
        var kept = end
        if size < end.size {
            var prover = try TreeProver(reader: TileRows(db: db, log: log.id), size: size)
            kept = try prover.frontier()
        }
        let (bundles, disputes) = (BundleRows(db: db, log: log.id), DisputeRows(db: db, log: log.id))
        try bundles.forEach(in: size..<end.size) { stretch in
            let dispute = LeafDispute(reason: .otherLeaf, first: stretch.first, bundle: stretch.bundle)
            try disputes.put(dispute, isOwn: true)
            return true
        }
        // The schema keeps what is proved, and an own checkpoint had proved these: only the transaction that keeps them
        // elsewhere may say otherwise.
        try log.save(db, frontier: end, proved: kept)
        try bundles.truncate(at: size)
        try TileRows(db: db, log: log.id).truncate(at: size)
        try log.save(db, frontier: kept, proved: kept)
    }
}
