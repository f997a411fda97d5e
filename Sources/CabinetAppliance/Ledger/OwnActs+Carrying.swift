import Authority
import Cryptography
import Custody
import Records

// What was written while nobody knew that the disk had been put back goes on in the next epoch.
extension OwnActs {
    /// As many of the largest carried records as a bundle has room for.
    private static var carriedCountMax: Int { 16 }

    /// A place in an earlier epoch.
    private struct Place: Hashable {
        let origin: String
        let index: UInt64

        init(_ carried: CarriedRecord) { (origin, index) = (carried.origin, carried.index) }
    }

    /// Writes the leaves that were set aside when the epoch before was given up and that headquarters does not hold, as far as one of this cabinet's act keys signed them:
    /// all that people did and that was found, in commits of a bounded size, each leaf once.
    ///
    /// A record that carries one of a still earlier epoch is not carried itself: what it carries is. Whatever else contradicts the
    /// log was put there by somebody who holds none of these keys. What bears a signature and is not carried on is a finding.
    mutating func carryOn(at reading: ClockReading, signedByOneOf enrolled: ActKeys) throws {
        self.enrolled = enrolled
        guard keys.epoch > 1 else { return }
        let origin = try origins.acts(epoch: keys.epoch - 1)
        guard let status = try store.status(of: origin), !status.isOwn else { return }
        let disputes = try store.disputes(of: origin)
        let count = disputes.reduce(0) { $0 + UInt64($1.bundle.count) }
        guard var written = try carriedPlaces(countMax: count) else { return }
        // What headquarters holds whole comes back from there, and is not said twice.
        let mirrored = status.size(.mirror)
        var leftCount = 0
        for dispute in disputes where dispute.reason == .otherLeaf {
            var drafts: [Draft] = []
            for record in dispute.bundle.records {
                guard let leaf = try? Leaf(decoding: record.leafBytes), leaf.signature != nil,
                    leaf.header.sequence >= mirrored
                else { continue }
                guard let carried = carriable(record, leaf, of: origin) else {
                    leftCount += 1
                    continue
                }
                // Headquarters may send back leaves of the epoch itself: what stands there was not set aside.
                guard try !stands(record, at: leaf.header.sequence, of: origin), try !stands(carried),
                    written.insert(Place(carried)).inserted
                else { continue }
                drafts.append(
                    // Signed, so that nobody else carries on what a key signed that was replaced since.
                    Draft(
                        leaf.header.recordClass,
                        .carried,
                        actor: Self.actor,
                        detail: carried.canonical,
                        isSigned: true
                    )
                )
            }
            for start in stride(from: 0, to: drafts.count, by: Self.carriedCountMax) {
                let end = min(drafts.count, start + Self.carriedCountMax)
                try write(Array(drafts[start..<end]), at: reading)
            }
        }
        guard leftCount > 0 else { return }
        let why = try store.damages(of: origin).isEmpty ? "while its disk was put back" : "and not cosigned"
        let text =
            "\(leftCount) signed records that were written into \(origin) \(why) are not carried on: too large, damaged, or by no act key of this cabinet that is known here; they lie beside it on this disk"
        try write([FindingDrafts.rolledBack(text)], at: reading)
    }

    /// What of a record that was set aside goes on: itself, or what it carries; nil for what finds no room, or nobody known here signed.
    func carriable(_ record: Record, _ leaf: Leaf, of origin: Origin) -> CarriedRecord? {
        guard isSigned(leaf, record.leafBytes, of: origin), let opened = try? record.opened() else {
            return nil
        }
        if (try? opened.kind())?.kind == .carried {
            guard let carried: CarriedRecord = try? opened.detail(), let inner = carried.opened,
                let earlier = epochs.first(where: { $0.origin.text == carried.origin })?.origin,
                isSigned(inner.leaf, carried.leaf.bytes, of: earlier)
            else { return nil }
            return carried
        }
        guard record.leafBytes.count + record.bodyBytes.count <= CarriedRecord.byteCountMax else {
            return nil
        }
        return CarriedRecord(origin: origin.text, index: leaf.header.sequence, record: record)
    }

    private func isSigned(_ leaf: Leaf, _ leafBytes: [UInt8], of origin: Origin) -> Bool {
        SignatureJudge.isSigned(
            leaf,
            leafBytes,
            of: origin,
            byOneOf: [Bytes(keys.act.publicKey.bytes)] + enrolled.all
        )
    }

    /// The places of an epoch at which leaves are carried on in vain: they stand at their own places too, and count there.
    ///
    /// They came back with the others of their epoch: headquarters had them, and this disk did not know that. All that is carried on
    /// stands behind the opening. Headquarters judges the same.
    func carriedInVain(in epoch: ActsEpoch) throws -> Set<UInt64> {
        let size = try head(of: epoch).size
        var (places, next): (Set<UInt64>, UInt64) = ([], 1)
        while epoch.epoch > 1, next < size {
            let stretch = try store.records(of: epoch.origin, from: next, byteCountMax: 1 << 16)
            guard stretch.first == next, stretch.bundle.count > 0 else { break }
            for record in stretch.bundle.records {
                guard let opened = try? record.opened(), (try? opened.kind())?.kind == .carried,
                    let carried: CarriedRecord = try? opened.detail()
                else { return places }
                if try countsElsewhere(carried, before: epoch) { places.insert(next) }
                next += 1
            }
        }
        return places
    }

    private func countsElsewhere(_ carried: CarriedRecord, before epoch: ActsEpoch) throws -> Bool {
        guard
            let earlier = epochs.first(where: {
                $0.epoch < epoch.epoch && $0.origin.text == carried.origin
            }), try carried.index < head(of: earlier).size
        else { return false }
        return try store.record(at: carried.index, of: earlier.origin)?.leafBytes == carried.leaf.bytes
    }

    private func stands(_ record: Record, at index: UInt64, of origin: Origin) throws -> Bool {
        guard try index < store.status(of: origin)?.head.size ?? 0 else { return false }
        return try store.record(at: index, of: origin)?.leafBytes == record.leafBytes
    }

    private func stands(_ carried: CarriedRecord) throws -> Bool {
        guard let origin = try? Origin(carried.origin) else { return false }
        let record = Record(leafBytes: carried.leaf.bytes, bodyBytes: carried.body.bytes)
        return try stands(record, at: carried.index, of: origin)
    }

    /// The places of what stands behind the opening; nil where something else follows there, so that all of it was carried on.
    private func carriedPlaces(countMax: UInt64) throws -> Set<Place>? {
        var places: Set<Place> = []
        var isOver = false
        try store.forEachRecord(
            of: journal.origin,
            from: 1,
            to: max(1, min(journal.head.size, countMax + 2)),
            byteCount: 1 << 16
        ) {
            guard !isOver else { return }
            let opened = try $1.opened()
            guard try opened.kind()?.kind == .carried, let carried: CarriedRecord = try opened.detail() else {
                isOver = true
                return
            }
            places.insert(Place(carried))
        }
        return isOver ? nil : places
    }
}
