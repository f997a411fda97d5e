/// Writes one own log in the one permitted order.
///
/// Leaves and tree are committed, the root is computed anew from the leaves as another connection reads them, and only then is
/// there a checkpoint of it. Its signature is made while the disk works, over the head that is to come, and lies in memory
/// until the leaves that were read back lead to that very head. It is stored with the next records.
///
/// Signing is deterministic: after a crash anywhere the same head is signed with the same bytes. A bit error costs a
/// signature, never the log. A value for one owner, whose calls do not overlap.
package struct LogWriter<Store: LogStore>: Sendable {
    /// The log.
    package var origin: Origin { signer.origin }

    /// The newest signed checkpoint, which may be given away.
    package private(set) var checkpoint: SignedNote
    // The same, where it is signed since the last commit and not stored yet.
    private var unstored: OwnCheckpoint?

    private let store: Store
    private let signer: CheckpointSigner
    // The tree as it is signed, from leaves that were read back.
    private var frontier: TreeFrontier
    // Between a commit and its signature: what is stored may be longer than what is signed.
    private var isBehind = false

    /// Opens the log and signs what is stored of it.
    ///
    /// - Throws: `.mismatch` where the tree that is stored is not the one that the log signed, `.conflict` where the log
    ///   is there with another key, and what the store throws.
    package init(store: Store, signer: CheckpointSigner) throws(RecordsError) {
        let status = try store.open(signer.origin, key: signer.verifierKey, isOwn: true)
        self.store = store
        self.signer = signer
        if let note = status.notes[.checkpoint] {
            let policy = try CheckpointPolicy(origin: signer.origin, logKey: signer.verifierKey)
            let signed = try policy.verify(note).head
            frontier = try store.frontier(of: signer.origin, size: signed.size)
            guard frontier.head == signed else {
                throw RecordsError(.mismatch, "the tree of \(signer.origin) is not the one that was signed")
            }
            checkpoint = note
        } else {
            frontier = TreeFrontier()
            checkpoint = try signer.sign(.empty)
        }
        try catchUp()
    }

    /// The signed head.
    package var head: TreeHead { frontier.head }

    /// Appends records and returns the checkpoint over them.
    ///
    /// - Throws: `.conflict` where somebody else appended; nothing is stored then. After any other error the records may
    ///   be stored: call ``recover()`` and look at ``head``.
    package mutating func append(_ records: [Record]) throws(RecordsError) -> SignedNote {
        try append(records, with: [])
    }

    /// The same for records with own signatures that nobody has checked yet.
    ///
    /// `work` begins more that can be done while the disk works.
    ///
    /// - Throws: `.mismatch` where one does not verify; nothing is stored then.
    mutating func append(
        _ records: [Record],
        with signatures: [FreshSignature],
        meanwhile work: (Store) -> Void = { _ in }
    ) throws(RecordsError) -> SignedNote {
        try recover()
        guard !records.isEmpty else { return checkpoint }
        for signature in signatures { try signature.check() }
        let bundle = try RecordBundle(records)
        var expected = frontier
        _ = try expected.grow(by: bundle.leafHashes)
        let next = expected.head
        var signed: LaterResult<OwnCheckpoint>?
        isBehind = true
        do {
            _ = try store.append(bundle, to: origin, after: frontier.head, storing: unstored) {
                signed = LaterResult(beside: store) { [signer] () throws(RecordsError) in
                    try signer.checkpoint(of: next)
                }
                work(store)
            }
        } catch {
            // Where somebody else was first, nothing was stored. Whether an error of the disk came after the commit,
            // only looking shows.
            if error.code == .conflict { isBehind = false }
            throw error
        }
        unstored = nil
        let reread = try store.reread(origin, from: frontier)
        // What was signed ahead is given out only for the leaves as they are read back.
        if reread == expected, let signed {
            publish(try signed.value, of: reread)
        } else {
            try sign(reread)
        }
        return checkpoint
    }

    /// Signs what an earlier append stored without coming to sign it.
    ///
    /// Does nothing where there is nothing to do.
    package mutating func recover() throws(RecordsError) {
        if isBehind { try catchUp() }
    }

    /// Stores the newest checkpoint without waiting for the next records, for a stop or an idle hour.
    package mutating func storeCheckpoint() throws(RecordsError) {
        try recover()
        guard let unstored else { return }
        try store.keep(unstored.note, of: origin, as: .checkpoint)
        self.unstored = nil
    }
}

extension LogWriter {
    private mutating func catchUp() throws(RecordsError) {
        do {
            try sign(try store.reread(origin, from: frontier))
        } catch {
            guard error.code == .mismatch else { throw error }
            // The leaves are what counts, and none of these is signed: root and tiles follow them.
            _ = try store.rebuild(origin, from: frontier)
            try sign(try store.reread(origin, from: frontier))
        }
    }

    private mutating func sign(_ next: TreeFrontier) throws(RecordsError) {
        guard next != frontier else {
            isBehind = false
            return
        }
        publish(try signer.checkpoint(of: next.head), of: next)
    }

    private mutating func publish(_ signed: OwnCheckpoint, of next: TreeFrontier) {
        (checkpoint, unstored) = (signed.note, signed)
        frontier = next
        isBehind = false
    }
}
