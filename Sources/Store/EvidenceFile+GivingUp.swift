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
