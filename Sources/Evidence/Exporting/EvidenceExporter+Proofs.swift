import Authority
import Custody
import Records

extension EvidenceExporter {
    /// How far around an act the records of its visit are sought: a visit is over in minutes.
    private static var visitLeafCountMax: UInt64 { 1_024 }

    /// One act with the records of its visit, each proved, and the whole policy that it stood under.
    func act(_ claim: EvidenceClaim, _ cabinet: String, _ place: ActPlace, _ house: HouseDirectory) throws
        -> EvidenceDocument
    {
        let site = try house.site(ofCabinet: cabinet)
        let (index, origin) = (
            place.index, try LogNames.acts(organisation, cabinet: cabinet, epoch: place.epoch)
        )
        let size = try Checkpoint(try mirroredNote(of: origin, over: index)).head.size
        guard index < size else {
            throw EvidenceError(.notMirrored, "act \(place) of \(cabinet) is not cosigned as mirrored yet")
        }
        let visit = try RecordSelection.legible(try record(index, of: origin)).subject()?.visit
        var records: [UInt64: Record] = [:]
        let first = index - min(index, Self.visitLeafCountMax)
        try store.forEachRecord(of: origin, from: first, to: min(size, index + Self.visitLeafCountMax)) {
            place,
            record in
            let isOfVisit = try visit != nil && RecordSelection.legible(record).subject()?.visit == visit
            if place == index || isOfVisit { records[place] = record }
        }
        let history = try ActsHistory(store: store, organisation: organisation, cabinet: cabinet)
        records = try attested(records, in: place.epoch, of: history, house)
        guard records[index] != nil else {
            throw EvidenceError(
                .unavailable,
                "act \(place) of \(cabinet) attests nothing: the act key in force did not sign it, or it cannot be read as its kind says; headquarters names such records among its findings"
            )
        }
        let seals = try Set(records.values.compactMap { try RecordSelection.legible($0).subject()?.seal })
        var selection = RecordSelection(seals: seals, people: .involved)
        for record in records.values {
            try selection.note(people: try RecordSelection.said(record), cabinet: cabinet)
        }
        var shown = try records.mapValues { record in
            record.showing(RecordSelection.shownWhole, of: try RecordSelection.legible(record))
        }
        if place.epoch > 1, shown[0] == nil { shown[0] = try openingRecord(of: origin) }
        let note = try mirroredNote(of: origin, over: records.keys.max() ?? index)
        var carried = CarriedPlaces()
        for record in records.values { carried.note(try RecordSelection.legible(record)) }
        let proofs =
            try links(of: cabinet, history, before: place.epoch, showing: carried)
            + [try proofs(.acts(cabinet: cabinet), origin, note, shown)]
        return EvidenceDocument(
            organisation: organisation,
            claim: claim,
            sections: [try authority(), try policy(of: site, &selection)],
            proofs: proofs
        )
    }

    /// One count run: what was asked, what each cabinet's log answers, and what headquarters signed.
    func count(_ claim: EvidenceClaim, _ run: Identifier<CountRun>, _ house: HouseDirectory) throws
        -> EvidenceDocument
    {
        let found = try epochs(of: .acts) { opened in
            try opened.subject()?.run == run
                && [.countAsked, .countAnswerTaken].contains(try opened.kind()?.kind)
        }
        let asked = found.flatMap(\.records.values)
        let targets = try asked.flatMap { record -> [CountTarget] in
            let opened = try record.opened()
            guard try opened.kind()?.kind == .countAsked, let run: CountAsked = try opened.detail() else {
                return []
            }
            return run.targets
        }
        guard !targets.isEmpty else {
            throw EvidenceError(.unavailable, "the run \(run) was not asked for here")
        }
        var sections: [ProofSection] = []
        var seals: Set<Identifier<Seal>> = []
        let since = try asked.map { try $0.opened().leaf.header.time.milliseconds }.min() ?? 0
        for cabinet in targets.map(\.cabinet).sorted() {
            sections += try answers(of: cabinet, to: run, since: since, house, &seals)
        }
        let policies = try Set(targets.map(\.site)).sorted().compactMap { site in
            try policyProofs(of: site, run: run, seals: seals)
        }
        sections = policies + sections
        for (origin, records) in found {
            sections.append(try proofs(.headquarters, origin, try ownNote(of: origin), records))
        }
        for (origin, records) in try epochs(of: .receipts, where: { try $0.subject()?.run == run }) {
            sections.append(try proofs(.receipts, origin, try ownNote(of: origin), records))
        }
        return EvidenceDocument(
            organisation: organisation,
            claim: claim,
            sections: [try authority()],
            proofs: sections
        )
    }
}

extension EvidenceExporter {
    /// By epoch, the records of one of headquarters' own logs for which something holds.
    private func epochs(of log: HeadquartersLog, where holds: (OpenedRecord) throws -> Bool) throws -> [(
        origin: Origin, records: [UInt64: Record]
    )] {
        try ownEpochs(of: log).compactMap { origin in
            let records = try records(of: origin, from: 0, where: holds)
            return records.isEmpty ? nil : (origin, records)
        }
    }

    /// The epochs of one of headquarters' own logs of which a head over something is signed, oldest first.
    func ownEpochs(of log: HeadquartersLog) throws -> [Origin] {
        var origins: [Origin] = []
        var epoch: UInt64 = 1
        while let status = try store.status(of: log.origin(organisation, epoch: epoch)), status.isOwn {
            epoch += 1
            // Of one whose head was never kept signed nothing can be shown: a crash may come between a first leaf and its head.
            let heads = [newestNotes[status.origin]].compactMap(\.self) + Array(status.notes.values)
            if try heads.contains(where: { try Checkpoint($0).head.size > 0 }) {
                origins.append(status.origin)
            }
        }
        return origins
    }

    /// A cabinet's answer to a run, with what leads to its epoch; none where none is mirrored here.
    private func answers(
        of cabinet: String,
        to run: Identifier<CountRun>,
        since: Int64,
        _ house: HouseDirectory,
        _ seals: inout Set<Identifier<Seal>>
    ) throws -> [ProofSection] {
        let history = try ActsHistory(store: store, organisation: organisation, cabinet: cabinet)
        for epoch in history.epochs.reversed() {
            if let answer = try answer(in: epoch, of: history, to: run, since: since, house, &seals) {
                return try links(of: cabinet, history, before: epoch.number) + [answer]
            }
        }
        return []
    }

    private func answer(
        in epoch: ActsHistory<Store>.Epoch,
        of history: ActsHistory<Store>,
        to run: Identifier<CountRun>,
        since: Int64,
        _ house: HouseDirectory,
        _ seals: inout Set<Identifier<Seal>>
    ) throws -> ProofSection? {
        let (origin, size) = (epoch.origin, epoch.size)
        // A cabinet's clock may be off by some hours; where it is off by more, the whole log is read.
        let near = try LogTimes(store: store, origin: origin).firstIndex(from: since - 86_400_000, size: size)
        func answers(from first: UInt64) throws -> [UInt64: Record] {
            try records(of: origin, from: first, to: size) { opened in
                try opened.isLegible && opened.subject()?.run == run && opened.kind()?.kind == .countAnswered
            }
        }
        var found = try answers(from: near)
        if found.isEmpty, near > 0 { found = try answers(from: 0) }
        found = try attested(found, in: epoch.number, of: history, house)
        guard let last = found.keys.max() else { return nil }
        for record in found.values {
            let answer: CountAnswer? = try record.opened().detail()
            seals.formUnion((answer?.drawers ?? []).compactMap(\.seal))
        }
        if epoch.number > 1, found[0] == nil { found[0] = try openingRecord(of: origin) }
        let note = try mirroredNote(of: origin, over: last)
        return try proofs(.acts(cabinet: history.cabinet), origin, note, found)
    }

    /// The request of a run and the registrations of the seals that were counted.
    private func policyProofs(of site: String, run: Identifier<CountRun>, seals: Set<Identifier<Seal>>) throws
        -> ProofSection?
    {
        let origin = try store.newestPolicy(organisation, site: site)
        let found = try records(of: origin, from: 0) { opened in
            switch try opened.kind()?.kind {
            case .countRequested:
                let request: CountRequest? = try opened.detail()
                return request?.run == run
            case .seal:
                let signed: SignedStatement? = try opened.detail()
                let statement = signed.flatMap { try? SealStatement(decoding: $0.bytes) }
                return statement.map { seals.contains($0.seal) } ?? false
            default: return false
            }
        }
        guard !found.isEmpty else { return nil }
        return try proofs(.policy(site: site), origin, try ownNote(of: origin), found)
    }

    /// The records of a log for which something holds, under the newest head of the log or up to a size.
    private func records(
        of origin: Origin,
        from first: UInt64,
        to size: UInt64? = nil,
        where holds: (OpenedRecord) throws -> Bool
    ) throws -> [UInt64: Record] {
        let end = try size ?? Checkpoint(try ownNote(of: origin)).head.size
        var found: [UInt64: Record] = [:]
        try store.forEachRecord(of: origin, from: first, to: end) { index, record in
            if try holds(record.opened()) { found[index] = record }
        }
        return found
    }

    /// The record at an index of a log.
    func record(_ index: UInt64, of origin: Origin) throws -> Record {
        guard let record = try store.record(at: index, of: origin) else {
            throw EvidenceError(.unavailable, "leaf \(index) of \(origin) is not here")
        }
        return record
    }

    /// A section of records, each with its proof under a note.
    func proofs(
        _ subject: LogSection.Subject,
        _ origin: Origin,
        _ note: SignedNote,
        _ records: [UInt64: Record]
    ) throws -> ProofSection {
        guard records.count <= ProofSection.recordCountMax else {
            throw EvidenceError(
                .tooLarge,
                "\(records.count) records of \(origin) are more than a file holds"
            )
        }
        guard let ordered = LogSection.inOrder(note, origin: origin) else {
            throw EvidenceError(.unavailable, "the head of \(origin) is not signed")
        }
        let indices = records.keys.sorted()
        let paths = try store.inclusions(of: indices, in: origin, size: try Checkpoint(note).head.size)
        return ProofSection(
            subject: subject,
            origin: origin,
            entries: try entries(records, paths, ordered)
        )
    }

    /// Records with their paths under one note.
    func entries(_ records: [UInt64: Record], _ paths: [InclusionProof], _ note: SignedNote) throws
        -> [ProofSection.ProvedEntry]
    {
        try paths.map { path in
            guard let record = records[path.index] else {
                throw EvidenceError(.unavailable, "the store proves another leaf than it was asked for")
            }
            return ProofSection.ProvedEntry(
                entry: LogSection.Entry(record),
                proof: try LogProof(index: path.index, path: path.path, note: note)
            )
        }
    }
}
