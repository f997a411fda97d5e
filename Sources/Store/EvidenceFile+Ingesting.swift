import Cryptography
import GRDB
package import Records

extension EvidenceFile {
    /// Takes in copies: every ingest of the call in one transaction.
    package func ingest(_ ingests: [Ingest]) throws(RecordsError) -> [IngestOutcome] {
        try write { db in try ingests.map { try take(db, $0) } }
    }
}

extension EvidenceFile {
    private func take(_ db: Database, _ ingest: Ingest) throws -> IngestOutcome {
        var log = try StoredLog.require(db, ingest.origin)
        guard !log.isOwn else {
            throw RecordsError(
                .refused,
                "the log \(ingest.origin) is written here; nothing is taken in for it"
            )
        }
        let notes = NoteRows(db: db, log: log.id)
        let verdict = try ingest.offer.map { try consider(db, $0, of: log) }
        let witnessed = try notes.head(.witness) ?? .empty
        var leaves = IngestOutcome.Leaves.none
        var replacedCount = 0
        if let bundle = ingest.bundle, bundle.count > 0 {
            if try notes.contradiction() == nil {
                (leaves, replacedCount) = try take(
                    db,
                    bundle,
                    hashes: ingest.leafHashes,
                    first: ingest.first,
                    into: &log,
                    witnessed: witnessed
                )
            } else {
                leaves = try setAside(db, bundle, first: ingest.first, of: log)
            }
        }
        if try !prove(db, &log, by: witnessed) || !confirm(db, &log, by: ingest, below: witnessed) {
            leaves = .disputed(.otherRoot)
        }
        return IngestOutcome(
            leaves: leaves,
            verdict: verdict,
            head: log.head,
            proved: log.proved.head,
            replacedCount: replacedCount
        )
    }

    /// Confirms stored leaves by the log's own checkpoint of them, as ``prove(_:_:by:)`` does by the witnessed one.
    ///
    /// Only below what the witness has seen: a mirror that ran ahead of it would vouch for a head that the witness could
    /// still contradict.
    private func confirm(
        _ db: Database,
        _ log: inout StoredLog,
        by ingest: Ingest,
        below witnessed: TreeHead
    ) throws -> Bool {
        guard let note = ingest.checkpoint, let size = try? Checkpoint(note).head.size,
            size > log.proved.size, size <= min(log.head.size, witnessed.size),
            let head = try? verified(ingest, of: log)
        else { return true }
        return try prove(db, &log, by: head)
    }

    /// The head that the log's own key signed, and that came with records.
    private func verified(_ ingest: Ingest, of log: StoredLog) throws(RecordsError) -> TreeHead? {
        if let confirmation = ingest.confirmation, log.isSigned(by: confirmation.key) {
            return confirmation.head
        }
        return try ingest.confirmed(by: log.key()).confirmation?.head
    }

    // Checking and keeping are one step (C2SP tlog-witness): two offers at once cannot roll each other back.
    private func consider(_ db: Database, _ offer: CheckpointOffer, of log: StoredLog) throws
        -> WitnessVerdict
    {
        let notes = NoteRows(db: db, log: log.id)
        var state = try WitnessState(
            origin: log.origin,
            logKey: log.key(),
            latest: notes.newest()[.witness],
            contradiction: notes.contradiction()
        )
        let before = state.head
        let hadNone = state.latest == nil
        let verdict = state.consider(offer.note, from: offer.from, path: offer.path)
        if let latest = state.latest, hadNone || latest.head != before {
            try notes.put(latest.note, head: latest.head, as: .witness)
        }
        if case .refuse(.fork(let evidence)) = verdict {
            try notes.put(evidence)
        }
        return verdict
    }

    /// - Returns: what became of the leaves, and how many made way for them.
    private func take(
        _ db: Database,
        _ bundle: RecordBundle,
        hashes: [Digest],
        first: UInt64,
        into log: inout StoredLog,
        witnessed: TreeHead
    ) throws -> (leaves: IngestOutcome.Leaves, replacedCount: Int) {
        let size = log.head.size
        guard first <= size else { return (.gap, 0) }
        let overlap = Int(min(UInt64(bundle.count), size - first))
        let known = try storedCount(db, bundle, count: overlap, first: first, of: log)
        guard known == overlap || first + UInt64(known) >= log.proved.size else {
            try DisputeRows(db: db, log: log.id)
                .put(LeafDispute(reason: .otherLeaf, first: first, bundle: bundle))
            return (.disputed(.otherLeaf), 0)
        }
        let replacedCount = known == overlap ? 0 : try makeWay(db, behind: first + UInt64(known), in: &log)
        if known > 0 {
            try BundleRows(db: db, log: log.id)
                .mendBodies(
                    from: bundle.slice(0..<known),
                    first: first,
                    mirroredSize: NoteRows(db: db, log: log.id).head(.mirror)?.size ?? 0
                )
        }
        guard known < bundle.count else { return (.known, replacedCount) }
        let signed = max(witnessed.size, log.proved.size)
        guard first + UInt64(bundle.count) <= signed + Ingest.unsignedLeafCountMax else {
            return (.unsigned, replacedCount)
        }
        let rest = try bundle.slice(known..<bundle.count)
        let restHashes = Array(hashes[known...])
        _ = try grow(db, &log, from: try log.frontier(), by: rest, restHashes, proved: log.proved)
        return (.stored(count: rest.count), replacedCount)
    }

    private func setAside(
        _ db: Database,
        _ bundle: RecordBundle,
        first: UInt64,
        of log: StoredLog
    ) throws -> IngestOutcome.Leaves {
        let end = first.addingReportingOverflow(UInt64(bundle.count))
        if !end.overflow, end.partialValue <= log.head.size,
            try storedCount(db, bundle, count: bundle.count, first: first, of: log) == bundle.count
        {
            return .known
        }
        try DisputeRows(db: db, log: log.id)
            .put(LeafDispute(reason: .quarantined, first: first, bundle: bundle))
        return .disputed(.quarantined)
    }

    /// Sets stored leaves that no head confirms aside, behind an end: there they come in another form.
    ///
    /// Nobody has signed for what is here or for what comes, and a stick does not say who brings it: whoever came first must not
    /// be able to keep the log's own records out. The head that is signed in the end decides.
    ///
    /// - Returns: how many were set aside.
    private func makeWay(_ db: Database, behind end: UInt64, in log: inout StoredLog) throws -> Int {
        let count = Int(log.head.size - end)
        var frontier = log.proved
        if end > frontier.size {
            var prover = try TreeProver(reader: TileRows(db: db, log: log.id), size: end)
            frontier = try prover.frontier()
        }
        try setAside(db, &log, behind: frontier)
        return count
    }

    /// How many of the first leaves of a bundle are those that are stored at their indices.
    private func storedCount(
        _ db: Database,
        _ bundle: RecordBundle,
        count: Int,
        first: UInt64,
        of log: StoredLog
    ) throws -> Int {
        guard count > 0 else { return 0 }
        var same = 0
        try BundleRows(db: db, log: log.id).forEach(in: first..<first + UInt64(count)) { stretch in
            let start = Int(stretch.first - first)
            let offered = try bundle.slice(start..<start + stretch.bundle.count)
            guard offered.leaves != stretch.bundle.leaves else {
                same += offered.count
                return true
            }
            same +=
                zip(offered.records, stretch.bundle.records)
                .prefix { $0.leafBytes == $1.leafBytes }.count
            return false
        }
        return same
    }

    /// Confirms stored leaves by a head that the log signed, where they reach it.
    ///
    /// - Returns: false where the root over them is another: they are set aside then, back to what was confirmed before.
    private func prove(_ db: Database, _ log: inout StoredLog, by signed: TreeHead) throws -> Bool {
        guard signed.size > log.proved.size, signed.size <= log.head.size else { return true }
        let frontier = try log.frontier()
        var reached = frontier
        if signed.size < frontier.size {
            var prover = try TreeProver(reader: TileRows(db: db, log: log.id), size: signed.size)
            reached = try prover.frontier()
        }
        if reached.head == signed {
            try log.save(db, frontier: frontier, proved: reached)
            return true
        }
        try setAside(db, &log, behind: log.proved)
        return false
    }

    /// Keeps the leaves behind an end, which no signed head confirms, apart from the log, which ends there then.
    private func setAside(
        _ db: Database,
        _ log: inout StoredLog,
        behind end: TreeFrontier
    ) throws {
        let disputes = DisputeRows(db: db, log: log.id)
        try BundleRows(db: db, log: log.id).forEach(in: end.size..<log.head.size) { stretch in
            try disputes.put(LeafDispute(reason: .otherRoot, first: stretch.first, bundle: stretch.bundle))
            return true
        }
        try BundleRows(db: db, log: log.id).truncate(at: end.size)
        try TileRows(db: db, log: log.id).truncate(at: end.size)
        try log.save(db, frontier: end, proved: log.proved)
    }
}
