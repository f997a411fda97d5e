import Authority
import Cryptography
import Custody
import Host
package import Records
package import Replication
import Store

extension HeadquartersLedger {
    /// Stores what came of a cabinet's log, cosigns what may be cosigned, and says what may leave because of it.
    ///
    /// In this order: leaves, bodies and witness state in one transaction on disk; cosignatures; notes and receipts on
    /// disk; then the answer.
    package func ingest(_ ingest: Ingest, of cabinet: String) throws -> HeadquartersSession.StoredAnswer {
        var view = view
        var copy = view.cabinets[cabinet] ?? CabinetCopy(cabinet: cabinet)
        let outcome = try refusal(of: ingest, copy) ?? takeIn([ingest])[0]
        if case .stored(let count) = outcome.leaves { HeadquartersMetrics.stored(count) }
        let status = try store.status(of: ingest.origin)
        let held = status?.notes[.witness]
        let mirrored: UInt64
        if let size = try takeActs(ingest.origin, outcome, status, into: &copy, of: cabinet, view.standing) {
            mirrored = size
        } else {
            copy.telemetrySize = outcome.head.size
            mirrored = try completeSize(
                of: ingest.origin,
                from: status?.size(.mirror) ?? 0,
                to: outcome.proved.size
            )
        }
        var note: SignedNote?
        if case .cosign(let checkpoint)? = outcome.verdict {
            note = try cosign(checkpoint.note, of: ingest.origin, mirrored: mirrored)
        } else if case .stored = outcome.leaves {
            note = try mirrorNote(of: ingest.origin, mirrored: mirrored)
        }
        view.cabinets[cabinet] = copy
        if let note {
            let draft = Draft(
                .receipt,
                .headCosigned,
                actor: Actor(component: "witness"),
                subject: Subject(cabinet: cabinet),
                detail: HeadCosigned(note: note.bytes).canonical
            )
            _ = try receipts.append([draft], at: reading, obeying: nil)
        }
        publish(view)
        try noteDoubt(about: cabinet)
        return HeadquartersSession.StoredAnswer(
            outcome: outcome,
            note: note,
            mirroredSize: mirrored,
            held: held
        )
    }

    /// How many leaves of each log lie here completely; of older epochs, the last few.
    package nonisolated func held(of cabinet: String) throws -> [HeldLog] {
        let epochs = view.cabinets[cabinet]?.epochs.suffix(Hello.epochCountMax + 1) ?? []
        let telemetry = try origins.telemetry(of: cabinet)
        return epochs.map { HeldLog(origin: $0.log.origin.text, size: $0.mirroredSize) }
            + [HeldLog(origin: telemetry.text, size: try store.status(of: telemetry)?.proved.size ?? 0)]
    }

    /// Judges and folds the acts after something came of one of their epochs.
    ///
    /// - Returns: how many leaves of that epoch lie here completely; nil where the log is none of them.
    private func takeActs(
        _ origin: Origin,
        _ outcome: IngestOutcome,
        _ status: LogStatus?,
        into copy: inout CabinetCopy,
        of cabinet: String,
        _ standing: Standing
    ) throws -> UInt64? {
        guard let place = copy.epochs.firstIndex(where: { $0.log.origin == origin }), let status,
            let statement = standing.cabinets[cabinet]
        else { return nil }
        refresh(&copy.epochs[place], status, statement)
        judge(&copy, cabinet, under: standing)
        try foldEpochs(&copy) { other in
            try other == origin ? outcome.proved.size : mirroredSize(of: other)
        }
        // What is folded is complete; an epoch that is over, or does not count yet, is looked through for it.
        let isFolding = copy.custody.epoch == copy.epochs[place].log.epoch && copy.problem == nil
        let mirrored =
            try isFolding
            ? copy.custody.size
            : completeSize(of: origin, from: status.size(.mirror), to: outcome.proved.size)
        copy.epochs[place].mirroredSize = mirrored
        copy.noteSizes()
        return mirrored
    }

    private func cosign(_ offered: SignedNote, of origin: Origin, mirrored: UInt64) throws -> SignedNote {
        let checkpoint = try Checkpoint(offered)
        // Lines of others are not kept: a hostile cabinet could fill the note with them.
        let log = try store.status(of: origin)?.key
        let own = offered.signatures.filter { $0.name == log?.name && $0.keyID == log?.id }
        var note = try SignedNote(text: offered.text, signatures: own)
        note = try note.adding(try witness.cosign(checkpoint, atSeconds: seconds))
        if mirrored == checkpoint.head.size {
            note = try note.adding(try mirror.cosign(checkpoint, atSeconds: seconds))
        }
        try store.keep(note, of: origin, as: .witness)
        if mirrored == checkpoint.head.size { try store.keep(note, of: origin, as: .mirror) }
        return note
    }

    /// The head that is now complete here, with the mirror's line; nil where no cosigned head ends there.
    private func mirrorNote(of origin: Origin, mirrored: UInt64) throws -> SignedNote? {
        guard let status = try store.status(of: origin), status.size(.mirror) < mirrored,
            var note = try store.notes(of: origin, as: .witness, from: mirrored, limit: 1).first,
            Self.size(note) == mirrored
        else { return nil }
        note = try note.adding(try mirror.cosign(try Checkpoint(note), atSeconds: seconds))
        try store.keep(note, of: origin, as: .mirror)
        return note
    }

    /// Up to where every leaf has its whole body.
    private func completeSize(of origin: Origin, from first: UInt64, to size: UInt64) throws -> UInt64 {
        var complete = min(first, size)
        do {
            try store.forEachRecord(of: origin, from: complete, to: size) { index, record in
                let opened = try record.opened()
                guard opened.body.completes(opened.leaf) else {
                    throw RecordsError(.mismatch, "the body of leaf \(index) is not whole")
                }
                complete = index + 1
            }
        } catch let error as RecordsError where error.code != .unavailable {
            return complete
        }
        return complete
    }

    private static func size(_ note: SignedNote?) -> UInt64 {
        note.flatMap { try? Checkpoint($0).head.size } ?? 0
    }

    nonisolated var seconds: UInt64 { UInt64(max(0, clock.wallMilliseconds / 1_000)) }
}
