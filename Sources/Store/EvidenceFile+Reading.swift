package import Cryptography
import Dispatch
import GRDB
package import Records
import Synchronization

extension EvidenceFile {
    /// Records from an index on, in one framed stretch.
    package func records(of origin: Origin, from first: UInt64, byteCountMax: Int) throws(RecordsError)
        -> RecordStretch
    {
        try read { db in
            let log = try StoredLog.require(db, origin)
            var reader = StretchReader(byteCountMax: byteCountMax)
            _ = try reader.take(first..<max(first, log.head.size), of: log, db)
            return RecordStretch(first: first, bundle: try reader.bundle())
        }
    }

    /// Records from an index on, up to a checkpoint within them.
    package func stretch(of origin: Origin, from first: UInt64, byteCountMax: Int) throws(RecordsError)
        -> RecordStretch
    {
        try read { db in
            let log = try StoredLog.require(db, origin)
            let notes = NoteRows(db: db, log: log.id)
            var reader = StretchReader(byteCountMax: byteCountMax)
            var (end, checkpoint): (UInt64, UInt64?) = (first, nil)
            for size in try notes.sizes(.checkpoint, above: first, limit: Self.checkpointsOfStretchMax) {
                guard size <= log.head.size, try reader.take(end..<size, of: log, db) else { break }
                (end, checkpoint) = (size, size)
                // The next one is as far again: what cannot fit is not read.
                if reader.isHalfFull { break }
            }
            guard let checkpoint else {
                if end == first, reader.isEmpty {
                    _ = try reader.take(first..<max(first, log.head.size), of: log, db)
                }
                return RecordStretch(first: first, bundle: try reader.bundle())
            }
            let bundle = try reader.bundle().slice(0..<Int(checkpoint - first))
            let note = try notes.fetch(.checkpoint, from: checkpoint, limit: 1).first
            return RecordStretch(first: first, bundle: bundle, checkpoint: note)
        }
    }

    /// Up to where, from an index on, every record has each group that its leaf commits to, as they lie on the disk.
    package func wholeSize(of origin: Origin, from first: UInt64, to size: UInt64) throws(RecordsError)
        -> UInt64
    {
        try read { db in
            let log = try StoredLog.require(db, origin)
            var whole = min(first, size)
            var (bundles, byteCount): ([RecordBundle], Int) = ([], 0)
            /// Adds what was read, and says whether all of it is whole.
            func judge() -> Bool {
                defer { (bundles, byteCount) = ([], 0) }
                for (bundle, wholeCount) in zip(bundles, Self.wholeCounts(bundles)) {
                    whole += UInt64(wholeCount)
                    if wholeCount < bundle.count { return false }
                }
                return true
            }
            try BundleRows(db: db, log: log.id).forEach(in: whole..<size) { stretch in
                bundles.append(stretch.bundle)
                byteCount += stretch.bundle.leaves.count + stretch.bundle.bodies.count
                return byteCount < Self.byteCountJudgedAtOnce || judge()
            }
            _ = judge()
            return whole
        }
    }

    /// How many records of each are whole: that is hashing alone, which every processor can take a part of.
    private static func wholeCounts(_ bundles: [RecordBundle]) -> [Int] {
        guard bundles.count > 1 else { return bundles.map(\.wholeCount) }
        let counts = Mutex([Int](repeating: 0, count: bundles.count))
        DispatchQueue.concurrentPerform(iterations: bundles.count) { place in
            let wholeCount = bundles[place].wholeCount
            counts.withLock { $0[place] = wholeCount }
        }
        return counts.withLock { $0 }
    }

    /// The root over the first leaves, from one snapshot.
    package func root(of origin: Origin, size: UInt64) throws(RecordsError) -> Digest {
        try read { db in
            let log = try StoredLog.require(db, origin)
            if let frontier = try log.frontier(of: size) { return frontier.root }
            var prover = try Self.prover(db, log, size: size)
            return try prover.root()
        }
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

    /// What is read before it is judged, and one bundle more at the most.
    private static let byteCountJudgedAtOnce = 4 << 20

    /// A stretch of the smallest records has so many checkpoints, one each 256 leaves.
    private static let checkpointsOfStretchMax = RecordBundle.countMax / Tile.widthMax

    /// Makes something of the tiles of a log's first leaves, all from one snapshot.
    func prove<Result>(
        _ origin: Origin,
        size: UInt64,
        _ body: (inout TreeProver<TileRows>) throws -> Result
    ) throws(RecordsError) -> Result {
        try read { db in
            var prover = try Self.prover(db, StoredLog.require(db, origin), size: size)
            return try body(&prover)
        }
    }

    /// What reads the tiles of a log's first leaves.
    private static func prover(_ db: Database, _ log: StoredLog, size: UInt64) throws -> TreeProver<TileRows>
    {
        guard size <= log.head.size else {
            throw RecordsError(.unavailable, "the log \(log.origin) has \(log.head.size) leaves, not \(size)")
        }
        return try TreeProver(reader: TileRows(db: db, log: log.id), size: size)
    }
}
