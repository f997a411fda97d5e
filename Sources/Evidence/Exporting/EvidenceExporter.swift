import Authority
import Custody
package import Records

/// Makes files of evidence from stored logs.
///
/// A cabinet's acts are shown under a head that headquarters mirrored: from before the interval to after it, or to the end of
/// what is mirrored. Bodies are shown where they are about what is claimed. Nothing is judged here: a reader trusts what the
/// verifier finds, and not who exported.
package struct EvidenceExporter<Store: LogStore>: Sendable {
    let store: Store
    let organisation: String
    let newestNotes: [Origin: SignedNote]

    /// An exporter over a store.
    ///
    /// `newestNotes` are signed heads of headquarters' own logs that are not stored yet, by origin: a log stores its newest
    /// head only with the records after it.
    package init(store: Store, organisation: String, newestNotes: [Origin: SignedNote] = [:]) {
        self.store = store
        self.organisation = organisation
        self.newestNotes = newestNotes
    }

    /// The evidence about a claim.
    ///
    /// - Throws: ``EvidenceError`` `.notMirrored` where headquarters has cosigned no acts of a cabinet as mirrored,
    ///   `.unavailable` where a log is not here, cannot be read, or holds nothing of what is asked for.
    package func export(_ claim: EvidenceClaim) throws(EvidenceError) -> EvidenceDocument {
        do {
            let house = try HouseDirectory(store: store, organisation: organisation)
            let document = try anchored(try document(claim, house))
            guard document.sections.count <= EvidenceDocument.sectionCountMax,
                document.proofs.count <= EvidenceDocument.sectionCountMax
            else {
                throw EvidenceError(
                    .tooLarge,
                    "a file holds at most \(EvidenceDocument.sectionCountMax) logs"
                )
            }
            return document
        } catch let error as EvidenceError {
            throw error
        } catch {
            throw EvidenceError(.unavailable, "\(error)")
        }
    }

    private func document(_ claim: EvidenceClaim, _ house: HouseDirectory) throws -> EvidenceDocument {
        switch claim {
        case .seal(let seal, let range):
            let site = try house.site(of: seal)
            let shown = RecordSelection(seals: [seal], people: .involved)
            return try stretches(claim, site, house, shown, margin(range))
        case .site(let site, let range):
            let shown = RecordSelection(seals: nil, people: .all)
            return try stretches(claim, try house.known(site), house, shown, margin(range))
        case .users(let seal, let moment):
            let site = try house.site(of: seal)
            let shown = RecordSelection(seals: [seal], people: .all)
            return try stretches(claim, site, house, shown) { history in
                try self.lastPlacing(seal, of: history, house, before: moment)
            }
        case .act(let cabinet, let place): return try act(claim, cabinet, place, house)
        case .count(let run): return try count(claim, run, house)
        }
    }

    /// From before an interval to after it, with room for a challenge of the tag on either side.
    private func margin(_ range: MomentRange) -> (ActsHistory<Store>) throws -> PlaceRange {
        { history in
            let room = Int64(2 * PresenceObserved.spanMax)
            return PlaceRange(
                first: try history.place(before: range.from - room),
                last: try history.place(from: range.to + room)
            )
        }
    }

    /// From the last record that says where a seal was to the first one after a moment.
    ///
    /// Only what the cabinet's act key signed says so: else whoever holds the key of its log could have a file begin behind the last take.
    private func lastPlacing(
        _ seal: Identifier<Seal>,
        of history: ActsHistory<Store>,
        _ house: HouseDirectory,
        before moment: Int64
    ) throws -> PlaceRange {
        let after = try history.place(from: moment + 1)
        var begun: [Identifier<Visit>: ActPlace] = [:]
        let start = ActPlace(epoch: history.epochs.first?.number ?? 1, index: 0)
        var (placed, earlier) = (start, start)
        var acts = AttestedActs(organisation, cabinet: history.cabinet, in: house)
        for epoch in history.epochs where epoch.number <= after.epoch {
            let end = epoch.number == after.epoch ? after.index : epoch.size
            acts.open(epoch.number, epoch.origin)
            try store.forEachRecord(of: epoch.origin, from: 0, to: end) { index, record in
                let opened = try RecordSelection.said(record)
                guard let subject = try opened.subject(), subject.seal == seal,
                    let kind = try opened.kind()?.kind, kind.isOfCustody
                else { return try acts.pass(record) }
                guard try acts.counts(record) else { return }
                let place = ActPlace(epoch: epoch.number, index: index)
                switch kind {
                case .takeBegun, .returnBegun: if let visit = subject.visit { begun[visit] = place }
                case .takeEnded, .returnEnded:
                    let ended: ReturnEnded? = kind == .returnEnded ? try opened.detail() : nil
                    // A return that was refused, or in which nothing came, leaves the seal where it was.
                    if let ended, ended.outcome != .proved, ended.outcome != .unproved {
                        if let visit = subject.visit { begun[visit] = nil }
                        return
                    }
                    if placed.epoch < epoch.number { earlier = placed }
                    placed = subject.visit.flatMap { begun.removeValue(forKey: $0) } ?? place
                default: break
                }
            }
        }
        // A later epoch may not count, and what it carries on may not be believed: then it is the one before that says where the seal was.
        if placed.epoch > start.epoch { placed = earlier }
        // A visit that was open at the moment began after the last one that ended, or before: both are shown.
        return PlaceRange(first: min(placed, begun.values.min() ?? placed), last: after)
    }
}

extension EvidenceExporter {
    /// The newest signed head of one of headquarters' logs, with all cosignatures that are kept for it.
    func ownNote(of origin: Origin) throws -> SignedNote {
        guard let status = try store.status(of: origin) else {
            throw EvidenceError(.unavailable, "the log \(origin) is not here")
        }
        let candidates = [newestNotes[origin]].compactMap(\.self) + Array(status.notes.values)
        // Of the same size the one with more signatures; a head that witnesses cosigned may be older than the newest.
        let newest = try candidates.map { (note: $0, size: try Checkpoint($0).head.size) }.max {
            ($0.size, $0.note.signatures.count) < ($1.size, $1.note.signatures.count)
        }
        guard let newest, newest.size > 0 else {
            throw EvidenceError(.unavailable, "no head of \(origin) is signed yet")
        }
        return try withAllSignatures(newest.note, of: origin)
    }

    /// The smallest mirrored head over a leaf of a cabinet's acts, else the newest that there is.
    func mirroredNote(of origin: Origin, over index: UInt64) throws -> SignedNote {
        let above = try store.notes(of: origin, as: .mirror, from: index + 1, limit: 1).first
        guard let note = try above ?? store.status(of: origin)?.notes[.mirror],
            try Checkpoint(note).head.size > 0
        else {
            throw EvidenceError(.notMirrored, "no acts of \(origin) are cosigned as mirrored yet")
        }
        return try withAllSignatures(note, of: origin)
    }

    /// A note with the signature lines of every kept note of the same text.
    private func withAllSignatures(_ note: SignedNote, of origin: Origin) throws -> SignedNote {
        let size = try Checkpoint(note).head.size
        var whole = note
        for role in NoteRole.allCases {
            for other in try store.notes(of: origin, as: role, from: size, limit: 1)
            where other.text == note.text {
                for signature in other.signatures
                where !whole.signatures.contains(where: {
                    $0.name == signature.name && $0.keyID == signature.keyID
                })
                    && whole.signatures.count < SignedNote.signatureCountMax
                { whole = try whole.adding(signature) }
            }
        }
        return whole
    }
}
