/// Writes one own log in the one permitted order.
///
/// Leaves and tree are committed, the root is computed anew from the leaves as another connection reads them, then the
/// checkpoint is signed. It is stored with the next records.
///
/// Signing is deterministic: after a crash anywhere the same head is signed with the same bytes. A bit error costs a
/// refused signature, never the log. A value for one owner, whose calls do not overlap.
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
        try recover()
        guard !records.isEmpty else { return checkpoint }
        let bundle = try RecordBundle(records)
        isBehind = true
        do {
            _ = try store.append(
                bundle,
                to: origin,
                after: frontier.head,
                storing: unstored
            )
        } catch {
            // Where somebody else was first, nothing was stored. Whether an error of the disk came after the commit,
            // only looking shows.
            if error.code == .conflict { isBehind = false }
            throw error
        }
        unstored = nil
        try sign(try store.reread(origin, from: frontier))
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
        if next != frontier {
            let signed = try signer.checkpoint(of: next.head)
            (checkpoint, unstored) = (signed.note, signed)
            frontier = next
        }
        isBehind = false
    }
}
