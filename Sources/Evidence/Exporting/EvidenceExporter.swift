import Authority
import Cryptography
package import Records

/// Makes files of evidence from stored logs.
///
/// A cabinet's acts are shown under a head that headquarters mirrored: from the last leaf before the interval to the first
/// one after it, or to the end of what is mirrored. Bodies are shown where they are about the seal.
package struct EvidenceExporter<Store: LogStore>: Sendable {
    private let store: Store
    private let organisation: String
    private let newestNotes: [Origin: SignedNote]

    /// An exporter over a store.
    ///
    /// `newestNotes` are signed heads of headquarters' own logs that are not stored yet, by origin: a log stores its newest
    /// head only with the records after it.
    package init(store: Store, organisation: String, newestNotes: [Origin: SignedNote] = [:]) {
        self.store = store
        self.organisation = organisation
        self.newestNotes = newestNotes
    }

    /// The evidence about a claim, from the acts of the given cabinets and the policies of their sites.
    ///
    /// `cabinets` says by cabinet its site.
    ///
    /// - Throws: ``EvidenceError`` `.notMirrored` where headquarters has cosigned no acts of a cabinet as mirrored,
    ///   `.unavailable` where a log is not here or cannot be read.
    package func export(_ claim: EvidenceClaim, cabinets: [String: String]) throws(EvidenceError)
        -> EvidenceDocument
    {
        do {
            var people = PeopleInvolved()
            var acts: [LogSection] = []
            for cabinet in cabinets.keys.sorted() {
                acts.append(try self.acts(of: cabinet, claim, &people))
            }
            var policies: [LogSection] = []
            for site in Set(cabinets.values).sorted() {
                policies.append(try policy(of: site, claim, &people))
            }
            let document = EvidenceDocument(
                organisation: organisation,
                claim: claim,
                sections: [try authority()] + policies + acts
            )
            guard document.sections.count <= EvidenceDocument.sectionCountMax else {
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
}

extension EvidenceExporter {
    private func authority() throws -> LogSection {
        let origin = try LogNames.authority(organisation, epoch: 1)
        let newest = try ownNote(of: origin)
        let witnessed = try WitnessedHead(store: store, origin: origin, end: try Checkpoint(newest).head.size)
            .note()
        return try section(.authority, origin, notes: [witnessed, newest].compactMap(\.self), from: 0) { $0 }
    }

    private func policy(of site: String, _ claim: EvidenceClaim, _ people: inout PeopleInvolved) throws
        -> LogSection
    {
        // A site's policy has one epoch in today's formats.
        let origin = try LogNames.policy(organisation, site: site, epoch: 1)
        let note = try ownNote(of: origin)
        let size = try Checkpoint(note).head.size
        try store.forEachRecord(of: origin, from: 0, to: size) { _, record in
            try people.note(grantIn: record, about: claim.seal)
        }
        let shown = people
        return try section(.policy(site: site), origin, notes: [note], from: 0) { record in
            try PolicySelection.shown(record, seal: claim.seal, people: shown)
        }
    }

    private func acts(of cabinet: String, _ claim: EvidenceClaim, _ people: inout PeopleInvolved) throws
        -> LogSection
    {
        let origin = try LogNames.acts(organisation, cabinet: cabinet, epoch: 1)
        guard let status = try store.status(of: origin) else {
            throw EvidenceError(.unavailable, "the acts of cabinet \(cabinet) are not here")
        }
        let times = LogTimes(store: store, origin: origin)
        let stored = status.head.size
        let first = try times.firstIndex(from: claim.from, size: stored)
        let after = try times.firstIndex(from: claim.to + 1, size: stored)
        let wanted = min(stored, after + 1)
        let above = try store.notes(of: origin, as: .mirror, from: wanted, limit: 1).first
        guard let note = above ?? status.notes[.mirror] else {
            throw EvidenceError(.notMirrored, "no acts of cabinet \(cabinet) are cosigned as mirrored yet")
        }
        let size = try Checkpoint(note).head.size
        guard size > 0 else {
            throw EvidenceError(.notMirrored, "no acts of cabinet \(cabinet) are cosigned as mirrored yet")
        }
        let start = min(first > 0 ? first - 1 : 0, size - 1)
        var selection = ActsSelection(seal: claim.seal)
        try store.forEachRecord(of: origin, from: start, to: size) { _, record in
            try selection.note(record)
            try people.note(actIn: record, selection)
        }
        let chosen = selection
        return try section(
            .acts(cabinet: cabinet),
            origin,
            notes: [try withAllSignatures(note, of: origin)],
            from: start
        ) { record in
            try chosen.shown(record)
        }
    }
}

extension EvidenceExporter {
    private func section(
        _ subject: LogSection.Subject,
        _ origin: Origin,
        notes: [SignedNote],
        from first: UInt64,
        _ show: (Record) throws -> Record
    ) throws -> LogSection {
        let size = try notes.last.map { try Checkpoint($0).head.size } ?? 0
        var entries: [LogSection.Entry] = []
        try store.forEachRecord(of: origin, from: first, to: size) { _, record in
            let shown = try show(record)
            entries.append(
                LogSection.Entry(leaf: shown.leafBytes, body: shown.bodyBytes.isEmpty ? nil : shown.bodyBytes)
            )
        }
        let ordered = notes.compactMap { LogSection.inOrder($0, origin: origin) }
        guard !entries.isEmpty, ordered.count == notes.count else {
            throw EvidenceError(.unavailable, "\(origin) is empty, or its head is not signed")
        }
        return LogSection(
            subject: subject,
            origin: origin,
            before: try store.frontier(of: origin, size: first),
            entries: entries,
            notes: ordered
        )
    }

    /// The newest signed head of one of headquarters' logs, with all cosignatures that are kept for it.
    private func ownNote(of origin: Origin) throws -> SignedNote {
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
