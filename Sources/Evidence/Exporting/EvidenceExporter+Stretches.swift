import Authority
import Custody
import Records

extension EvidenceExporter {
    /// A file of whole stretches: `authority`, a site's `policy`, and the acts of its cabinets.
    func stretches(
        _ claim: EvidenceClaim,
        _ site: String,
        _ house: HouseDirectory,
        _ selection: RecordSelection,
        _ range: (ActsHistory<Store>) throws -> PlaceRange
    ) throws -> EvidenceDocument {
        var selection = selection
        var acts: [LogSection] = []
        var links: [ProofSection] = []
        for cabinet in house.cabinets(of: site) {
            let history = try ActsHistory(store: store, organisation: organisation, cabinet: cabinet)
            // A cabinet that was enrolled and never mirrored has nothing to show; the reader is told that it is missing.
            guard !history.epochs.isEmpty else { continue }
            let shown = try self.acts(of: cabinet, history, try range(history), &selection)
            acts += shown.stretches
            links += shown.links
        }
        guard !acts.isEmpty else {
            throw EvidenceError(.notMirrored, "no acts of site \(site) are cosigned as mirrored yet")
        }
        let policy = try policy(of: site, &selection)
        return EvidenceDocument(
            organisation: organisation,
            claim: claim,
            sections: [try authority(), policy] + acts,
            proofs: links
        )
    }

    /// `authority`, whole.
    func authority() throws -> LogSection {
        let origin = try store.newestAuthority(organisation)
        let newest = try ownNote(of: origin)
        let witnessed = try WitnessedHead(store: store, origin: origin, end: try Checkpoint(newest).head.size)
            .note()
        return try section(.authority, origin, notes: [witnessed, newest].compactMap(\.self), from: 0) { $0 }
    }

    /// A site's `policy`, every leaf, with what the selection shows.
    func policy(of site: String, _ selection: inout RecordSelection) throws -> LogSection {
        let origin = try store.newestPolicy(organisation, site: site)
        let note = try ownNote(of: origin)
        let size = try Checkpoint(note).head.size
        var keys = PersonKeys()
        try store.forEachRecord(of: origin, from: 0, to: size) { _, record in
            let opened = try record.opened()
            try keys.note(opened)
            try selection.note(policy: keys.unsealed(opened))
        }
        let (shown, known) = (selection, keys)
        return try section(.policy(site: site), origin, notes: [note], from: 0) { record in
            let opened = known.unsealed(try record.opened())
            return record.showing(try shown.groups(ofPolicy: opened), of: opened)
        }
    }

    /// A stretch from a leaf to the last head, with what is shown of each record.
    func section(
        _ subject: LogSection.Subject,
        _ origin: Origin,
        notes: [SignedNote],
        from first: UInt64,
        _ show: (Record) throws -> Record
    ) throws -> LogSection {
        let size = try notes.last.map { try Checkpoint($0).head.size } ?? 0
        var entries: [LogSection.Entry] = []
        try store.forEachRecord(of: origin, from: first, to: size) { _, record in
            entries.append(LogSection.Entry(try show(record)))
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
}

extension LogSection.Entry {
    /// A record with the groups that it still has.
    init(_ record: Record) {
        self.init(leaf: record.leafBytes, body: record.bodyBytes.isEmpty ? nil : record.bodyBytes)
    }
}

extension Record {
    /// The record with only some groups of its body.
    func showing(_ groups: Set<Group>, of opened: OpenedRecord) -> Record {
        let body = opened.body.showing(groups)
        return Record(leafBytes: leafBytes, bodyBytes: body.commitments.isEmpty ? [] : body.encoded)
    }
}
