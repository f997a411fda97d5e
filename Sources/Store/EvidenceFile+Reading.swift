package import Cryptography
import GRDB
package import Records

extension EvidenceFile {
    /// Records from an index on, in one framed stretch.
    package func records(of origin: Origin, from first: UInt64, byteCountMax: Int) throws(RecordsError)
        -> RecordStretch
    {
        try read { db in
            let log = try StoredLog.require(db, origin)
            var taken: [RecordBundle] = []
            var (count, byteCount) = (0, 0)
            let limit = min(byteCountMax, RecordBundle.byteCountMax)
            try BundleRows(db: db, log: log.id).forEach(in: first..<max(first, log.head.size)) { stretch in
                let bundle = stretch.bundle
                var fitting = bundle.fittingCount(
                    from: 0,
                    byteCountMax: limit - byteCount,
                    countMax: RecordBundle.countMax - count
                )
                if fitting == 0, count == 0 { fitting = 1 }
                let part = try bundle.slice(0..<fitting)
                if fitting > 0 { taken.append(part) }
                count += fitting
                byteCount += part.leaves.count + part.bodies.count
                return fitting == bundle.count
            }
            return RecordStretch(first: first, bundle: try RecordBundle(joining: taken))
        }
    }

    /// The root over the first leaves, from one snapshot.
    package func root(of origin: Origin, size: UInt64) throws(RecordsError) -> Digest {
        try prove(origin, size: size) { prover in try prover.root() }
    }

    /// The proofs that leaves are among the first ones, from one snapshot and one prover.
    package func inclusions(
        of indices: [UInt64],
        in origin: Origin,
        size: UInt64
    ) throws(RecordsError) -> [InclusionProof] {
        try prove(origin, size: size) { prover in
            try indices.map { try prover.inclusion(of: $0) }
        }
    }

    /// The proof that one size continues another, from one snapshot.
    package func consistency(of origin: Origin, from: UInt64, to: UInt64) throws(RecordsError)
        -> ConsistencyProof
    {
        try prove(origin, size: to) { prover in try prover.consistency(from: from) }
    }

    /// The records that contradict a log, oldest first.
    package func disputes(of origin: Origin) throws(RecordsError) -> [LeafDispute] {
        try read { db in try DisputeRows(db: db, log: StoredLog.require(db, origin).id).fetchAll() }
    }

    /// The checkpoints that contradict a log, oldest first.
    package func forks(of origin: Origin) throws(RecordsError) -> [ForkEvidence] {
        try read { db in try NoteRows(db: db, log: StoredLog.require(db, origin).id).forks() }
    }

    /// Makes something of the tiles of a log's first leaves, all from one snapshot.
    func prove<Result>(
        _ origin: Origin,
        size: UInt64,
        _ body: (inout TreeProver<TileRows>) throws -> Result
    ) throws(RecordsError) -> Result {
        try read { db in
            let log = try StoredLog.require(db, origin)
            guard size <= log.head.size else {
                throw RecordsError(.unavailable, "the log \(origin) has \(log.head.size) leaves, not \(size)")
            }
            var prover = try TreeProver(reader: TileRows(db: db, log: log.id), size: size)
            return try body(&prover)
        }
    }
}
