import Authority
import Custody
import Records

// A cabinet's acts: stretches over epochs, and what leads from the first epoch to them.
extension EvidenceExporter {
    /// The stretches of a cabinet's acts from one place to another, and the records that show how the epochs before and at them began and ended.
    func acts(
        of cabinet: String,
        _ history: ActsHistory<Store>,
        _ leaves: PlaceRange,
        _ selection: inout RecordSelection
    ) throws -> (stretches: [LogSection], links: [ProofSection]) {
        let shown = try history.epochs.filter { leaves.epochs.contains($0.number) }.map { epoch in
            // Only the last one may end before its end: what follows an epoch must follow all of it.
            let isLast = epoch.number == leaves.last.epoch
            let note = try mirroredNote(of: epoch.origin, over: isLast ? leaves.last.index : epoch.size)
            let size = try Checkpoint(note).head.size
            let start = epoch.number == leaves.first.epoch ? min(leaves.first.index, size - 1) : 0
            return (epoch: epoch, note: note, size: size, start: start)
        }
        for part in shown {
            try store.forEachRecord(of: part.epoch.origin, from: part.start, to: part.size) { _, record in
                try selection.note(place: RecordSelection.said(record), cabinet: cabinet)
            }
        }
        var carried = CarriedPlaces()
        for part in shown {
            try store.forEachRecord(of: part.epoch.origin, from: part.start, to: part.size) { _, record in
                let said = try RecordSelection.said(record)
                try selection.note(people: said, cabinet: cabinet)
                if try selection.groups(ofAct: said, cabinet: cabinet) == RecordSelection.shownWhole {
                    carried.note(try RecordSelection.legible(record))
                }
            }
        }
        let selected = selection
        var links = try self.links(of: cabinet, history, before: leaves.first.epoch, showing: carried)
        var stretches: [LogSection] = []
        for part in shown {
            if part.start > 0 {
                let places = carried.indices(in: part.epoch).filter { $0 < part.start }
                var records = try closedRecords(places, of: part.epoch.origin)
                if part.epoch.number > 1 { records[0] = try openingRecord(of: part.epoch.origin) }
                if !records.isEmpty {
                    links.append(
                        try proofs(.acts(cabinet: cabinet), part.epoch.origin, part.note, records)
                    )
                }
            }
            stretches.append(
                try section(
                    .acts(cabinet: cabinet),
                    part.epoch.origin,
                    notes: [part.note],
                    from: part.start
                ) { record in
                    let groups = try selected.groups(ofAct: RecordSelection.said(record), cabinet: cabinet)
                    let opened = try RecordSelection.legible(record)
                    let isCarried = try opened.kind()?.kind == .carried
                    // A carried record is one group: it is shown whole or not at all.
                    let whole = isCarried && !groups.isSuperset(of: RecordSelection.shownWhole)
                    return record.showing(whole ? [] : groups, of: opened)
                }
            )
        }
        return (stretches, links)
    }

    /// For each epoch before one its first leaf and its last one, under its last mirrored head; and what stands at places from which the
    /// file shows something carried on.
    func links(
        of cabinet: String,
        _ history: ActsHistory<Store>,
        before epoch: UInt64,
        showing carried: CarriedPlaces = CarriedPlaces()
    ) throws -> [ProofSection] {
        try history.epochs.filter { $0.number < epoch }.map { epoch in
            var records = try closedRecords(carried.indices(in: epoch), of: epoch.origin)
            let last = try record(epoch.size - 1, of: epoch.origin)
            let opened = try RecordSelection.legible(last)
            // That an epoch was closed in order anybody may see; of another last record only that it is there.
            let isClosing = try opened.kind()?.kind == .epochClosed
            records[epoch.size - 1] = last.showing(isClosing ? [.kind, .detail] : [], of: opened)
            if epoch.number > 1 { records[0] = try openingRecord(of: epoch.origin) }
            let note = try mirroredNote(of: epoch.origin, over: epoch.size)
            return try proofs(.acts(cabinet: cabinet), epoch.origin, note, records)
        }
    }

    /// Records of which only the leaves are shown.
    private func closedRecords(_ indices: [UInt64], of origin: Origin) throws -> [UInt64: Record] {
        var records: [UInt64: Record] = [:]
        for index in indices {
            records[index] = Record(leafBytes: try record(index, of: origin).leafBytes, bodyBytes: [])
        }
        return records
    }

    /// The first leaf of a later epoch, with what lets it count.
    func openingRecord(of origin: Origin) throws -> Record {
        let first = try record(0, of: origin)
        return first.showing([.kind, .detail], of: try first.opened())
    }
}

/// The leaves of a cabinet's acts that a file must show at least.
struct PlaceRange {
    let first: ActPlace
    let last: ActPlace

    var epochs: ClosedRange<UInt64> { first.epoch...max(first.epoch, last.epoch) }
}
