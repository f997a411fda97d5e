import Authority
import Cryptography
import Custody
import Records
import Store

// What headquarters' own lines on heads of cabinets' acts say of `receipts`, in which each of them stands.
extension HeadquartersLedger {
    /// Learns from headquarters' own line on a head of a cabinet's acts, which no kept note has, that `receipts` is not whole: the
    /// receipt was on the disk before the line left, and the note was kept behind it.
    ///
    /// Witness and mirror each by itself: a mirror follows its witness by as much as has not come. `cabinet` is nil for a note
    /// that an earlier start has kept. Telemetry has no receipts, so that a line on a head of it says nothing.
    func judgeOwnLines(on note: SignedNote, _ checkpoint: Checkpoint, shownBy cabinet: String?) throws {
        guard !LogNames.isTelemetry(checkpoint.origin) else { return }
        let status = try store.status(of: checkpoint.origin)
        // What is kept was verified when it came; its log may be one that the evidence which was put back does not know.
        guard status != nil || cabinet == nil, let lines = try ownLines(on: note, status) else { return }
        var unknown: [NoteRole] = []
        for (role, cosigner) in receiptCosigners where lines[cosigner.verifierKey] != nil {
            if try !isKnown(checkpoint, as: role, by: cosigner) { unknown.append(role) }
        }
        if let cabinet, mayBeFromBefore(cabinet) { return try takeOver(note, as: unknown) }
        for role in unknown {
            try recovery.missReceipt(
                of: note,
                as: CosignedHeadKey(origin: checkpoint.origin, role: role),
                in: origins.receipts,
                // Of an epoch in which nothing can be written here nothing is here.
                size: receipts.origin == origins.receipts ? receipts.head.size + 1 : 1
            )
        }
    }

    /// The cosigners whose lines have receipts.
    private var receiptCosigners: [(role: NoteRole, cosigner: Cosigner)] {
        [(.witness, witness), (.mirror, mirror)]
    }

    /// Headquarters' lines on a head of a cabinet's log; nil where the log itself did not sign it: that can be held against nothing.
    private func ownLines(on note: SignedNote, _ status: LogStatus?) throws -> [NoteVerifierKey:
        NoteSignature]?
    {
        guard status?.isOwn != true else { return nil }
        let logKey = status.map { [$0.key] } ?? []
        let lines = try note.verified(by: logKey + receiptCosigners.map(\.cosigner.verifierKey))
        return logKey.allSatisfy { lines[$0] != nil } ? lines : nil
    }

    /// Whether this head or a larger one is known here with that line.
    ///
    /// What the witness has taken is kept before it is cosigned: the size alone says nothing.
    private func isKnown(_ checkpoint: Checkpoint, as role: NoteRole, by cosigner: Cosigner) throws -> Bool {
        let (origin, pageSize) = (checkpoint.origin, 64)
        var from = checkpoint.head.size
        while try store.status(of: origin) != nil {
            let notes = try store.notes(of: origin, as: role, from: from, limit: pageSize)
            if let kept = notes.last(where: {
                (try? $0.verified(by: [cosigner.verifierKey]))?.isEmpty == false
            }) {
                let key = CosignedHeadKey(origin: origin, role: role)
                try recovery.opened?.forget(key, below: Checkpoint(kept).head.size)
                return true
            }
            guard notes.count == pageSize, let last = notes.last else { break }
            from = try Checkpoint(last).head.size + 1
        }
        guard let known = recovery.opened?.known[CosignedHeadKey(origin: origin, role: role)] else {
            return false
        }
        return try Checkpoint(known).head.size >= checkpoint.head.size
    }
}

// The line between what was cosigned before an epoch of `receipts` and in it: written down, and not a time.
extension HeadquartersLedger {
    /// Writes down what is known of own cosignatures, before owners' statement says that `receipts` begins anew.
    ///
    /// A crash behind the statement must not forget for which heads headquarters was shut.
    func noteOpening(of statement: LogEpochsStatement) throws {
        let organisation = origins.organisation
        guard let epoch = try statement.epochs.first(where: { try $0.log(of: organisation).log == .receipts })
        else { return }
        // Who was left out when the epoch before was opened, and has not greeted since, is left out still.
        let before = recovery.opened
        recovery.opened = OpenedReceipts(
            epoch,
            unmet: unmet.union(before?.unmet ?? []),
            known: before?.known ?? [:]
        )
        try keepShutNotes()
    }

    /// Takes the heads over that shut headquarters before `receipts` began anew.
    func settleOpened(_ notes: [SignedNote]) throws {
        for note in notes { try takeOver(note, as: receiptCosigners.map(\.role)) }
        recovery.opened?.isSettled = true
        try keepShutNotes()
    }

    /// Takes over what a crash behind owners' statement left; gives the notes that are still to be judged.
    func settleInterrupted(_ notes: [[UInt8]]) throws -> [[UInt8]] {
        guard let opened = recovery.opened, !opened.isSettled,
            view.standing.logEpochs(of: .receipts).last == opened.epoch
        else { return notes }
        let kept = try notes.map { try SignedNote(parsing: $0) }
        let cosigned = try kept.filter {
            try HeadquartersLog.read(Checkpoint($0).origin.text, of: origins.organisation) == nil
        }
        try settleOpened(cosigned)
        return kept.filter { !cosigned.contains($0) }.map(\.bytes)
    }

    /// Learns that a cabinet has shown what it holds since `receipts` began anew: what it shows later is of this epoch.
    func noteGreetedSinceOpening(_ cabinet: String) {
        guard mayBeFromBefore(cabinet) else { return }
        recovery.opened?.unmet.remove(cabinet)
    }

    private func mayBeFromBefore(_ cabinet: String) -> Bool {
        guard let opened = recovery.opened, opened.isSettled, opened.epoch.origin == origins.receipts.text
        else { return false }
        return opened.unmet.contains(cabinet)
    }

    /// Takes a head for headquarters' own state that it is known to have cosigned.
    ///
    /// As a witness in the evidence, so that no smaller head is cosigned again, not even one of a disk that was put back. As a
    /// mirror beside it: the leaves may not be here any more.
    private func takeOver(_ note: SignedNote, as roles: [NoteRole]) throws {
        let checkpoint = try Checkpoint(note)
        let (origin, head) = (checkpoint.origin, checkpoint.head)
        let status = try store.status(of: origin)
        guard let lines = try ownLines(on: note, status) else { return }
        for (role, cosigner) in receiptCosigners where roles.contains(role) {
            guard lines[cosigner.verifierKey] != nil else { continue }
            let key = CosignedHeadKey(origin: origin, role: role)
            let known = try recovery.opened?.known[key].map { try Checkpoint($0).head.size } ?? 0
            if head.size >= known { recovery.opened?.known[key] = note }
            guard role == .witness, let status else { continue }
            let held = try status.notes[.witness].map { try Checkpoint($0).head } ?? .empty
            // Another head of the size that is held, or another one than the leaves here lead to, is a fork: the
            // greeting finds it when it is offered, and what was held is what it contradicts.
            guard head.size > held.size || head == held,
                try head.size > status.head.size || store.root(of: origin, size: head.size) == head.root
            else { continue }
            // Of the log and the witness alone: with the mirror's line it would say of leaves that they are here.
            let own = [status.key, cosigner.verifierKey].compactMap { lines[$0] }
            try store.keep(try SignedNote(text: note.text, signatures: own), of: origin, as: .witness)
            recovery.opened?.known[key] = nil
            try refreshCopy(of: origin)
        }
    }

    private func refreshCopy(of origin: Origin) throws {
        guard let status = try store.status(of: origin) else { return }
        var view = view
        for (name, var copy) in view.cabinets {
            guard let place = copy.epochs.firstIndex(where: { $0.log.origin == origin }) else { continue }
            refresh(&copy.epochs[place], status, signedBy: view.standing.actKeys(of: name).all)
            judge(&copy, name, under: view.standing)
            view.cabinets[name] = copy
        }
        publish(view)
    }
}
