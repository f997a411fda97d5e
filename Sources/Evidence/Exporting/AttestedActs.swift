import Authority
import Custody
import Records

/// What the acts of a cabinet are worth, gone through from the first leaf of the first epoch on.
///
/// An act key that officers replaced ends at the first record that knows of it, wherever that stands. So each record that cites more
/// than those before it is judged, and of all others those whose worth is asked for.
struct AttestedActs {
    private let organisation: String
    private let cabinet: String
    private let keys: ActKeys
    private let authoritySize: UInt64
    private var judge: SignatureJudge?
    private var obeyedSize: UInt64 = 0
    private var openedSizes: [UInt64: UInt64] = [:]

    init(_ organisation: String, cabinet: String, in house: HouseDirectory) {
        (self.organisation, self.cabinet) = (organisation, cabinet)
        (keys, authoritySize) = (house.actKeys(of: cabinet), house.authoritySize)
    }

    /// Whether a record says what another one is worth: not where there was never more than one key.
    var needsAll: Bool { keys.all.count > 1 }

    /// Goes on with the first record of an epoch.
    mutating func open(_ epoch: UInt64, _ origin: Origin) {
        openedSizes[epoch] = obeyedSize
        judge = SignatureJudge(
            organisation: organisation,
            cabinet: cabinet,
            origin: origin,
            keys: keys,
            authoritySize: authoritySize,
            openedSizes: openedSizes
        )
    }

    /// Passes a record that nobody asks about.
    mutating func pass(_ record: Record) throws(RecordsError) {
        guard needsAll, let cited = try Leaf(decoding: record.leafBytes).header.obeyedHeads?.authoritySize,
            cited > obeyedSize
        else { return }
        _ = try counts(record)
    }

    /// Whether the next record says what it says.
    mutating func counts(_ record: Record) throws(RecordsError) -> Bool {
        guard let judge else { return false }
        let examined = judge.examine(try record.opened(), leafBytes: record.leafBytes)
        return judge.verdict(on: examined, obeying: &obeyedSize).counts
    }
}

extension EvidenceExporter {
    /// Those of some records of one epoch that say something.
    func attested(
        _ records: [UInt64: Record],
        in epoch: UInt64,
        of history: ActsHistory<Store>,
        _ house: HouseDirectory
    ) throws -> [UInt64: Record] {
        guard let first = records.keys.min(), let last = records.keys.max() else { return [:] }
        var acts = AttestedActs(organisation, cabinet: history.cabinet, in: house)
        var found: [UInt64: Record] = [:]
        for part in history.epochs where part.number <= epoch && (acts.needsAll || part.number == epoch) {
            acts.open(part.number, part.origin)
            let isAsked = part.number == epoch
            let (start, end) = (acts.needsAll ? 0 : first, isAsked ? last + 1 : part.size)
            try store.forEachRecord(of: part.origin, from: start, to: end) { index, record in
                guard isAsked, records[index] != nil else { return try acts.pass(record) }
                if try acts.counts(record) { found[index] = record }
            }
        }
        return found
    }
}
