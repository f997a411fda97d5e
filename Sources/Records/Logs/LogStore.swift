package import Cryptography

/// Keeps logs: leaves, bodies, tiles and notes, where no step is half done after a crash.
///
/// Every call blocks until its work is on disk or read from it; call from an actor with an executor of its own. Any
/// number of threads may call at once; writing calls are done one after the other.
///
/// Each call throws ``RecordsError``: `.unavailable` where the log is unknown or the disk cannot be read or written,
/// `.exhausted` where it is full, and what is said with the call.
package protocol LogStore: Sendable {
    // MARK: Logs

    /// Every log, in the order in which they were opened.
    func logs() throws(RecordsError) -> [LogStatus]

    /// One log, or nil where it was never opened.
    func status(of origin: Origin) throws(RecordsError) -> LogStatus?

    /// Opens a log: an empty one, or the one that is there.
    ///
    /// - Throws: `.conflict` where it is there with another key or another owner.
    func open(_ origin: Origin, key: NoteVerifierKey, isOwn: Bool) throws(RecordsError) -> LogStatus

    // MARK: Writing an own log

    /// Appends records to an own log, if its head is still the given one, in one step with the log's newest checkpoint.
    ///
    /// `head` is what the caller took for the end of the log: a compare-and-set. `checkpoint` is the log's own of that
    /// head, where it is not stored yet; nil where it is. `begin` is called when all is ready to be committed: what it
    /// begins (``beginBeside(_:)``) has the time in which the disk works. Returns the new head.
    ///
    /// - Throws: `.conflict` where the head is another one; `.refused` for a copy; `.mismatch` for a checkpoint
    ///   of another head, `.refused` for one by another key. Nothing is stored then.
    func append(
        _ bundle: RecordBundle,
        to origin: Origin,
        after head: TreeHead,
        storing checkpoint: OwnCheckpoint?,
        committing begin: () -> Void
    ) throws(RecordsError) -> TreeHead

    /// Begins work on another thread, behind what was begun there before, so that a second processor has it while this one waits
    /// for the disk.
    ///
    /// The work neither blocks nor asks the store for anything.
    ///
    /// - Returns: what waits until it is over.
    func beginBeside(_ work: @escaping @Sendable () -> Void) -> @Sendable () -> Void

    /// Reads the leaves behind a frontier anew, on another connection than the one that wrote them, and hashes them.
    ///
    /// - Throws: `.mismatch` where they do not lead to the stored root.
    func reread(_ origin: Origin, from frontier: TreeFrontier) throws(RecordsError) -> TreeFrontier

    /// Makes root and tiles anew from the leaves behind a frontier, after ``reread(_:from:)`` found them wrong.
    ///
    /// - Throws: `.refused` below a stored checkpoint: what is signed is not made anew.
    func rebuild(_ origin: Origin, from frontier: TreeFrontier) throws(RecordsError) -> TreeHead

    /// The frontier of a log's first leaves, from its tiles.
    func frontier(of origin: Origin, size: UInt64) throws(RecordsError) -> TreeFrontier

    /// Gives an own log up, because headquarters holds other leaves of it: from now on it is a copy, and what is missing
    /// comes as for any copy.
    ///
    /// The first `size` leaves stay and count as proved. All later ones are kept as a ``LeafDispute``. `note` is the log's
    /// head that headquarters cosigned; it becomes the newest of its role, by which what comes is checked. All of it is one
    /// step.
    ///
    /// - Throws: `.refused` for a copy, or a size beyond the leaves or the note; what ``CheckpointPolicy`` throws for a note
    ///   that the log's key did not sign.
    func giveUp(_ origin: Origin, keeping size: UInt64, under note: SignedNote) throws(RecordsError)

    // MARK: Damage

    /// Reads a log from its first leaf and, where something is not as it was signed, gives it up: an own one becomes a copy.
    ///
    /// What lies under the largest cosigned head below the first damage stays and counts as proved. The records behind that are kept
    /// as a ``LeafDispute`` where they can be read, and as they lie where not; what headquarters holds of them comes as for
    /// any copy. `key` is the log's; nil believes the one that is stored. All of it is one step.
    ///
    /// - Returns: what is damaged; nothing where the log is sound or was never opened, which stays as it is.
    /// - Throws: `.unavailable` where the drive does not answer: then nothing is given up.
    func giveUpDamaged(_ origin: Origin, key: NoteVerifierKey?) throws(RecordsError) -> [LogDamage]

    /// What was found damaged when a log was given up for it, the first thing first.
    func damages(of origin: Origin) throws(RecordsError) -> [LogDamage]

    // MARK: Taking in copies

    /// Stores what came for copies of logs, all of it in one step, and answers for each in order.
    ///
    /// Only when this has returned may a cosignature leave. The same leaf again is nothing; another leaf at the same
    /// index, or a root that the log did not sign, is kept as a ``LeafDispute``; a log that contradicts itself as
    /// ``ForkEvidence``. Where no signed head confirms the leaf that is stored, that one is kept apart and the other takes its
    /// place: whoever comes first must not be able to keep the log's own out.
    ///
    /// - Throws: `.refused` for an own log; nothing of any of them is stored then.
    func ingest(_ ingests: [Ingest]) throws(RecordsError) -> [IngestOutcome]

    // MARK: Notes

    /// Keeps notes, all in one step: logs' own checkpoints, or such with the cosignature of a role.
    ///
    /// Who signed is for the caller to check; whether the head is the log's own is checked here.
    ///
    /// - Throws: `.mismatch` for a head that is not the stored tree's, `.refused` for one smaller than the newest of its
    ///   role, or one beyond the leaves where the role says that they are here. None of them is kept then.
    func keep(_ notes: [(note: SignedNote, origin: Origin, role: NoteRole)]) throws(RecordsError)

    /// The kept notes of a role at or above a size, smallest head first.
    func notes(of origin: Origin, as role: NoteRole, from size: UInt64, limit: Int) throws(RecordsError)
        -> [SignedNote]

    // MARK: Reading

    /// Records from an index on: at least one where there is one, then as many as fit into the byte count.
    func records(of origin: Origin, from first: UInt64, byteCountMax: Int) throws(RecordsError)
        -> RecordStretch

    /// As ``records(of:from:byteCountMax:)``, ending at a kept checkpoint of the log where one lies within, and with it.
    func stretch(of origin: Origin, from first: UInt64, byteCountMax: Int) throws(RecordsError)
        -> RecordStretch

    /// The index of the first record that is still here: 0 where nothing was given up.
    func firstIndex(of origin: Origin) throws(RecordsError) -> UInt64

    /// The root over the first leaves, from the tiles.
    func root(of origin: Origin, size: UInt64) throws(RecordsError) -> Digest

    /// The proofs that leaves are among the first `size`, in the order asked; neighbours asked together cost little.
    func inclusions(of indices: [UInt64], in origin: Origin, size: UInt64) throws(RecordsError)
        -> [InclusionProof]

    /// The proof that one size of the log continues another.
    func consistency(of origin: Origin, from: UInt64, to: UInt64) throws(RecordsError) -> ConsistencyProof

    /// The records that contradict a log, oldest first.
    func disputes(of origin: Origin) throws(RecordsError) -> [LeafDispute]

    /// The checkpoints that contradict a log, oldest first.
    func forks(of origin: Origin) throws(RecordsError) -> [ForkEvidence]

    // MARK: Giving room back

    /// What of an own log of telemetry may be given up below a size: whole rows, from the first record that is here, of which
    /// the tree is stored; nil where there is nothing, and for every other log.
    func sheddable(of origin: Origin, below size: UInt64) throws(RecordsError) -> Range<UInt64>?

    /// Gives records of an own log of telemetry up: leaves and bodies go, the tree and every note stay.
    ///
    /// `indices` are those that ``sheddable(of:below:)`` named.
    ///
    /// - Throws: `.refused` for any other records.
    func shed(_ indices: Range<UInt64>, of origin: Origin) throws(RecordsError)

    // MARK: Erasing

    /// Erases bodies, so that they can be read from the file no more; the leaves and every proof stay.
    func eraseBodies(of origin: Origin, at indices: Set<UInt64>) throws(RecordsError)
}

extension LogStore {
    /// Appends with nothing to begin beside it.
    package func append(
        _ bundle: RecordBundle,
        to origin: Origin,
        after head: TreeHead,
        storing checkpoint: OwnCheckpoint?
    ) throws(RecordsError) -> TreeHead {
        try append(bundle, to: origin, after: head, storing: checkpoint) {}
    }

    /// Keeps one note.
    package func keep(_ note: SignedNote, of origin: Origin, as role: NoteRole) throws(RecordsError) {
        try keep([(note, origin, role)])
    }

    /// 0: a store that gives nothing up.
    package func firstIndex(of origin: Origin) throws(RecordsError) -> UInt64 { 0 }

    /// Nothing: a store that gives nothing up.
    package func sheddable(of origin: Origin, below size: UInt64) throws(RecordsError) -> Range<UInt64>? {
        nil
    }

    /// Nothing can be given up here.
    package func shed(_ indices: Range<UInt64>, of origin: Origin) throws(RecordsError) {
        throw RecordsError(.refused, "this store gives nothing of \(origin) up")
    }

    /// Whether the body of a record is here; not so for one that was erased.
    package func holdsBody(at index: UInt64, of origin: Origin) throws(RecordsError) -> Bool {
        try record(at: index, of: origin)?.bodyBytes.isEmpty == false
    }

    /// The proof that a leaf is among the first `size`.
    package func inclusion(of index: UInt64, in origin: Origin, size: UInt64) throws(RecordsError)
        -> InclusionProof
    {
        guard let proof = try inclusions(of: [index], in: origin, size: size).first else {
            throw RecordsError(.unavailable, "the store made no proof")
        }
        return proof
    }
}
