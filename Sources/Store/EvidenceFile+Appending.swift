import Cryptography
import Dispatch
import GRDB
package import Records
import Synchronization

extension EvidenceFile {
    /// Appends to an own log: bundle, tiles, row and note in one transaction.
    package func append(
        _ bundle: RecordBundle,
        to origin: Origin,
        after head: TreeHead,
        storing checkpoint: OwnCheckpoint?,
        committing begin: () -> Void
    ) throws(RecordsError) -> TreeHead {
        try writeAct { db in
            var log = try StoredLog.require(db, origin)
            guard log.isOwn else {
                throw RecordsError(.refused, "the log \(origin) is written elsewhere; this is a copy")
            }
            guard log.head == head else {
                throw RecordsError(
                    .conflict,
                    "the log \(origin) has \(log.head.size) leaves, not the \(head.size) expected"
                )
            }
            let frontier = try log.frontier()
            var proved = log.proved
            if let checkpoint {
                guard log.isSigned(by: checkpoint.key) else {
                    throw RecordsError(.refused, "the checkpoint is not signed by the key of \(origin)")
                }
                guard checkpoint.head == head else {
                    throw RecordsError(
                        .mismatch,
                        "the checkpoint is not of the head of \(origin) that it came with"
                    )
                }
                try NoteRows(db: db, log: log.id)
                    .put(checkpoint.note, head: head, replacing: log.proved.size)
                proved = frontier
            }
            let next = try grow(db, &log, from: frontier, by: bundle, bundle.leafHashes, proved: proved).head
            begin()
            return next
        }
    }

    /// Begins work on a thread of its own.
    package func beginBeside(_ work: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
        let end = DispatchGroup()
        besideWriting.async(group: end, execute: DispatchWorkItem(block: work))
        return { end.wait() }
    }

    /// Hashes leaves anew, on a reader's connection with a page cache of its own.
    package func reread(_ origin: Origin, from frontier: TreeFrontier) throws(RecordsError) -> TreeFrontier {
        try read { db in
            let log = try StoredLog.require(db, origin)
            let reread = try Self.hashLeaves(db, log, from: frontier)
            guard reread == (try log.frontier()) else {
                throw RecordsError(.mismatch, "the leaves of \(origin) do not lead to the stored root")
            }
            return reread
        }
    }

    /// Makes tiles and row anew from leaves that nothing signed covers.
    package func rebuild(_ origin: Origin, from frontier: TreeFrontier) throws(RecordsError) -> TreeHead {
        try write { db in
            var log = try StoredLog.require(db, origin)
            let signed = try NoteRows(db: db, log: log.id).head(.checkpoint)?.size ?? 0
            guard log.isOwn, frontier.size >= signed, frontier.size <= log.head.size else {
                throw RecordsError(.refused, "what is signed of \(origin) is not made anew")
            }
            let tiles = TileRows(db: db, log: log.id)
            try tiles.truncate(at: frontier.size)
            var rebuilt = frontier
            try BundleRows(db: db, log: log.id).forEach(in: frontier.size..<log.head.size) { stretch in
                // Without an edge each tile of leaves is read once more when it is full.
                _ = try tiles.write(try rebuilt.grow(by: stretch.bundle.leafHashes), edge: nil)
                return true
            }
            guard rebuilt.size == log.head.size else {
                throw RecordsError(.mismatch, "leaves of \(origin) are missing")
            }
            try log.save(db, frontier: rebuilt, proved: log.proved)
            return rebuilt.head
        }
    }

    /// The frontier of a log's first leaves, from one snapshot of its tiles.
    package func frontier(of origin: Origin, size: UInt64) throws(RecordsError) -> TreeFrontier {
        try prove(origin, size: size) { prover in try prover.frontier() }
    }
}

extension EvidenceFile {
    /// Stores records behind the end of a log and moves its row: leaves, tiles and row are one step.
    func grow(
        _ db: Database,
        _ log: inout StoredLog,
        from frontier: TreeFrontier,
        by bundle: RecordBundle,
        _ leafHashes: [Digest],
        proved: TreeFrontier
    ) throws -> TreeFrontier {
        var next = frontier
        if bundle.count > 0 {
            try BundleRows(db: db, log: log.id).insert(bundle, first: frontier.size)
            let growth = try next.grow(by: leafHashes)
            let (id, head) = (log.id, log.head)
            let edge = edges.withLock { $0[id] }.flatMap { $0.head == head ? $0.hashes : nil }
            let hashes = try TileRows(db: db, log: id).write(growth, edge: edge)
            edges.withLock { $0[id] = hashes.map { TileEdge(head: next.head, hashes: $0) } }
        }
        try log.save(db, frontier: next, proved: proved)
        return next
    }

    private static func hashLeaves(
        _ db: Database,
        _ log: StoredLog,
        from frontier: TreeFrontier
    ) throws -> TreeFrontier {
        guard frontier.size <= log.head.size else {
            throw RecordsError(.mismatch, "the log \(log.origin) lost leaves that were there before")
        }
        var frontier = frontier
        let rows = BundleRows(db: db, log: log.id)
        while frontier.size < log.head.size, let bundle = try rows.bundle(from: frontier.size) {
            _ = try frontier.grow(by: bundle.leafHashes)
        }
        // What begins within a bundle, or is not there.
        try rows.forEach(in: frontier.size..<log.head.size) { stretch in
            _ = try frontier.grow(by: stretch.bundle.leafHashes)
            return true
        }
        return frontier
    }
}
