import Authority
import Cryptography
import Custody
import Host
package import Records
package import Replication
import Store

extension HeadquartersLedger {
    /// Stores what came of cabinets' logs, cosigns what may be cosigned, and says for each in order what may leave.
    ///
    /// In this order: all leaves, bodies and witness states in one transaction on disk; cosignatures; all receipts, then
    /// all notes, on disk; then the answers. A disk syncs as often for a hundred frames as for one. Nothing is folded
    /// here: ``project(countMax:)`` does that afterwards.
    ///
    /// - Throws: what the store throws for the first that it does not take; nothing of any of them is stored then.
    package func ingest(_ batch: [CabinetIngest]) throws -> [HeadquartersSession.StoredAnswer] {
        try recovery.requireNothingMissing()
        let heldBack = batch.map { isHeldBack($0.ingest, of: $0.cabinet) }
        let refusals = try zip(batch, heldBack).map { entry, isHeldBack -> IngestOutcome? in
            guard !isHeldBack else { return Self.heldBack }
            return try view.cabinets[entry.cabinet].flatMap { try refusal(of: entry.ingest, $0) }
        }
        var taken = try takeIn(zip(batch, refusals).filter { $0.1 == nil }.map(\.0.ingest))[...]
        let outcomes = refusals.map { $0 ?? taken.removeFirst() }
        var logs: [Origin: LogProgress] = [:]
        for (number, (entry, outcome)) in zip(batch, outcomes).enumerated() where !heldBack[number] {
            if case .stored(let count) = outcome.leaves { HeadquartersMetrics.stored(count) }
            logs[entry.ingest.origin, default: LogProgress(cabinet: entry.cabinet)]
                .take(entry.ingest, outcome, number: number)
        }
        for (origin, var log) in logs {
            try look(at: origin, &log)
            logs[origin] = log
        }
        var cosigned = Cosigned()
        // Of each log the newest head alone: an older one of the same batch has no place behind it any more.
        for (origin, var log) in logs {
            guard let number = log.newestHead, case .cosign(let checkpoint)? = outcomes[number].verdict else {
                continue
            }
            cosign(checkpoint.note, of: batch[number], number, &log, into: &cosigned)
            for older in log.olderHeads { cosigned.notes[older] = cosigned.notes[number] }
            logs[origin] = log
        }
        // After those: a head that is cosigned by both needs no second note by the mirror alone.
        for (origin, var log) in logs {
            guard let number = log.lastStored, cosigned.notes[number] == nil else { continue }
            mirror(batch[number], number, &log, into: &cosigned)
            logs[origin] = log
        }
        // Receipts first: a note that is kept is given out again without another one.
        _ = try receipts.append(cosigned.receipts, at: reading, obeying: nil)
        try store.keep(cosigned.kept)
        try learn(logs)
        return zip(batch, outcomes).enumerated().map { number, pair in
            // Of what is held back nothing is said, also where more of it came before in this batch.
            let log = heldBack[number] ? nil : logs[pair.0.ingest.origin]
            return HeadquartersSession.StoredAnswer(
                outcome: pair.1,
                note: cosigned.notes[number],
                mirroredSize: log?.whole ?? 0,
                held: log?.held
            )
        }
    }

    /// Stores what came of one log, and folds for a while: whoever waits for this waits for no backlog of the house.
    package func ingest(_ ingest: Ingest, of cabinet: String) throws -> HeadquartersSession.StoredAnswer {
        let answers = try self.ingest([CabinetIngest(ingest, of: cabinet)])
        guard let answer = answers.first else {
            throw RecordsError(.unavailable, "the store answered nothing for \(ingest.origin)")
        }
        projectSome()
        return answer
    }
}

extension HeadquartersLedger {
    /// Reads what lies here of a log after a batch.
    private func look(at origin: Origin, _ log: inout LogProgress) throws {
        let status = try store.status(of: origin)
        log.key = status?.key
        log.held = status?.notes[.witness]
        log.heldAsMirror = status?.notes[.mirror]
        log.mirrored = status?.size(.mirror) ?? 0
        log.whole = try store.wholeSize(of: origin, from: log.mirrored, to: log.provedSize)
    }

    /// Cosigns a head that the witness rule permits; as a mirror too where everything below it is here.
    ///
    /// A note that cannot be cosigned, because it is too large, gets no line, and holds up no other log of the batch.
    private func cosign(
        _ offered: SignedNote,
        of entry: CabinetIngest,
        _ number: Int,
        _ log: inout LogProgress,
        into cosigned: inout Cosigned
    ) {
        if let given = given(for: offered, log) {
            cosigned.notes[number] = given
            return
        }
        var signed = log
        guard let lines = try? lines(on: offered, &signed) else { return }
        log = signed
        cosigned.add(lines.note, of: entry, number, as: lines.roles)
    }

    /// The note that was given for this very head before, with every line that it could get now.
    ///
    /// Who asks again is answered with it, and nothing is written: a cabinet that repeats one head would fill `receipts`.
    private func given(for offered: SignedNote, _ log: LogProgress) -> SignedNote? {
        guard let head = try? Checkpoint(offered).head else { return nil }
        let isWhole = log.whole == head.size
        let cosigners = isWhole ? [witness, mirror] : [witness]
        guard let note = isWhole ? log.heldAsMirror : log.held, (try? Checkpoint(note).head) == head,
            (try? note.verified(by: cosigners.map(\.verifierKey)))?.count == cosigners.count
        else { return nil }
        return note
    }

    private func lines(on offered: SignedNote, _ log: inout LogProgress) throws -> (
        note: SignedNote, roles: [NoteRole]
    ) {
        let checkpoint = try Checkpoint(offered)
        var note = try ownLines(offered, of: log)
        note = try note.adding(try witness.cosign(checkpoint, atSeconds: seconds))
        log.held = note
        var roles = [NoteRole.witness]
        if log.whole == checkpoint.head.size {
            note = try note.adding(try mirror.cosign(checkpoint, atSeconds: seconds))
            log.mirrored = checkpoint.head.size
            roles.append(.mirror)
        }
        return (note, roles)
    }

    /// Cosigns, as a mirror alone, the largest head that the log signed and that is now complete here.
    private func mirror(
        _ entry: CabinetIngest,
        _ number: Int,
        _ log: inout LogProgress,
        into cosigned: inout Cosigned
    ) {
        guard let note = try? mirrored(entry.ingest.origin, log), let size = try? Checkpoint(note).head.size
        else { return }
        log.mirrored = size
        cosigned.add(note, of: entry, number, as: [.mirror])
    }

    private func mirrored(_ origin: Origin, _ log: LogProgress) throws -> SignedNote? {
        guard log.whole > log.mirrored, let key = log.key else { return nil }
        var base: SignedNote?
        if Self.size(log.held) == log.whole {
            base = log.held
        } else if let kept = try store.notes(of: origin, as: .witness, from: log.whole, limit: 1).first,
            Self.size(kept) == log.whole
        {
            base = kept
        } else if let checkpoint = log.checkpoints.last(where: { Self.size($0) <= log.whole }) {
            let policy = try CheckpointPolicy(origin: origin, logKey: key)
            base = (try? policy.verify(checkpoint)) == nil ? nil : try ownLines(checkpoint, of: log)
        }
        guard let base, Self.size(base) > log.mirrored else { return nil }
        let checkpoint = try Checkpoint(base)
        // A key may have signed two roots of one size: only the one that these leaves lead to is vouched for.
        guard try store.root(of: origin, size: checkpoint.head.size) == checkpoint.head.root else {
            return nil
        }
        return try base.adding(try mirror.cosign(checkpoint, atSeconds: seconds))
    }

    /// A note with the log's own lines: those of others are not kept, a hostile cabinet could fill it with them.
    private func ownLines(_ note: SignedNote, of log: LogProgress) throws -> SignedNote {
        try SignedNote(
            text: note.text,
            signatures: note.signatures.filter { $0.name == log.key?.name && $0.keyID == log.key?.id }
        )
    }

    /// Publishes what is here now.
    private func learn(_ logs: [Origin: LogProgress]) throws {
        var view = view
        for (origin, log) in logs {
            var copy = view.cabinets[log.cabinet] ?? CabinetCopy(cabinet: log.cabinet)
            if let place = copy.epochs.firstIndex(where: { $0.log.origin == origin }),
                let status = try store.status(of: origin)
            {
                refresh(
                    &copy.epochs[place],
                    status,
                    signedBy: view.standing.actKeys(of: log.cabinet).all
                )
                copy.epochs[place].mirroredSize = max(copy.epochs[place].mirroredSize, log.whole)
                judge(&copy, log.cabinet, under: view.standing)
                copy.noteSizes()
                // A drive that failed may read now, and a damaged body may have come whole: the fold is tried once more.
                copy.problem = nil
                if hasUnfolded(copy) { unfolded.insert(log.cabinet) }
            } else if let place = copy.telemetry.firstIndex(where: { $0.origin == origin }),
                let status = try store.status(of: origin)
            {
                copy.telemetry[place].refresh(status)
                copy.telemetry[place].mirroredSize = max(copy.telemetry[place].mirroredSize, log.whole)
            }
            view.cabinets[log.cabinet] = copy
        }
        publish(view)
        for cabinet in Set(logs.values.map(\.cabinet)) { try noteDoubt(about: cabinet) }
        for (origin, log) in logs where log.isDisputed { try noteDispute(of: origin, log.cabinet) }
        for (origin, log) in logs {
            try noteAwaitedBody(of: origin, whole: log.whole, provedSize: log.provedSize, log.cabinet)
        }
    }
}

/// What a batch brought of one log.
private struct LogProgress {
    let cabinet: String
    /// How many of the leaves that are stored a head confirms that the log signed.
    var provedSize: UInt64 = 0
    /// The place in the batch of what brought its last new records.
    var lastStored: Int?
    /// The place in the batch of its newest head that may be cosigned, and those of older ones.
    var newestHead: Int?
    var olderHeads: [Int] = []
    /// The log's key.
    var key: NoteVerifierKey?
    /// The log's own checkpoints on its way, in the order in which they came.
    var checkpoints: [SignedNote] = []
    /// The newest head that the witness rule took.
    var held: SignedNote?
    /// The newest head that the mirror cosigned.
    var heldAsMirror: SignedNote?
    /// Up to where the mirror had cosigned.
    var mirrored: UInt64 = 0
    /// Up to where each leaf is proved and has its whole body.
    var whole: UInt64 = 0
    /// Whether records came that exclude what was here.
    var isDisputed = false

    init(cabinet: String) { self.cabinet = cabinet }

    mutating func take(_ ingest: Ingest, _ outcome: IngestOutcome, number: Int) {
        provedSize = outcome.proved.size
        if case .stored = outcome.leaves { lastStored = number }
        if case .cosign? = outcome.verdict {
            if let older = newestHead { olderHeads.append(older) }
            newestHead = number
        }
        if outcome.isDisputed { isDisputed = true }
        if let checkpoint = ingest.checkpoint { checkpoints.append(checkpoint) }
    }
}

/// What a batch's cosignatures come to.
private struct Cosigned {
    /// By place in the batch.
    var notes: [Int: SignedNote] = [:]
    var kept: [(note: SignedNote, origin: Origin, role: NoteRole)] = []
    var receipts: [Draft] = []

    mutating func add(_ note: SignedNote, of entry: CabinetIngest, _ number: Int, as roles: [NoteRole]) {
        notes[number] = note
        kept += roles.map { (note, entry.ingest.origin, $0) }
        // Telemetry is worth no line in a log that only grows: what is lost of it is a gap on a page.
        guard !LogNames.isTelemetry(entry.ingest.origin) else { return }
        receipts.append(
            Draft(
                .receipt,
                .headCosigned,
                actor: Actor(component: "witness"),
                subject: Subject(cabinet: entry.cabinet),
                detail: HeadCosigned(note: note.bytes).canonical
            )
        )
    }
}
