import Authority
import Cryptography
import Custody
import Records

/// Which records of an epoch attest something: none of one that does not count, and none beyond the cut with which officers ended it.
struct EpochCut {
    let attested: [OpenedRecord]
    /// The single records before the stretch that do.
    let attestedBefore: [OpenedRecord]
    /// Whether the leaves shown are another history than the one that officers cut.
    let isOtherHistory: Bool

    init(of epoch: EpochLog) {
        guard epoch.standing.counts else {
            (attested, attestedBefore, isOtherHistory) = ([], [], false)
            return
        }
        let before = epoch.beside?.records ?? []
        guard let cut = epoch.cut, cut.origin == epoch.log.origin.text else {
            (attested, attestedBefore, isOtherHistory) = (epoch.log.records, before, false)
            return
        }
        // Single records have no root at the cut to compare, unless their head is the cut.
        let root =
            epoch.log.roots[cut.size] ?? epoch.log.checkpoints.last { $0.head.size == cut.size }?.head.root
        isOtherHistory = root.map { $0 != cut.root } ?? false
        let isOther = isOtherHistory
        func isWithin(_ record: OpenedRecord) -> Bool {
            !isOther && record.leaf.header.sequence < cut.size
        }
        attested = epoch.log.records.filter(isWithin)
        attestedBefore = before.filter(isWithin)
    }
}

extension ActsReading {
    /// The moment of the last record that attests something; none that is left out.
    var attestedTime: Int64 {
        attested.filter(\.verdict.counts).map(\.leaf.header.time.milliseconds).max() ?? .min
    }

    /// Names what stands beyond the cut: it is kept, and attests nothing.
    mutating func noteCut() {
        guard epoch.standing.counts, let cut = epoch.cut else { return }
        let count = epoch.log.records.count - attested.count
        if count > 0, !epoch.isLink {
            find(
                epoch.log.records[attested.count].leaf.header.sequence,
                "安全员已在此之前截断 \(cabinet.cabinet) 的这一期记录：自此起的 \(count) 条不能证明任何事，未予采信",
                "officers ended this epoch of \(cabinet.cabinet) below this leaf: \(count) records from here on attest nothing and are left out"
            )
        }
        if isOtherHistory {
            gap(
                "\(cabinet.cabinet) 的记录与安全员所截断的并非同一历史",
                "the acts of \(cabinet.cabinet) shown are another history than the one that officers ended"
            )
        }
        if !epoch.isLink, !epoch.log.isWhole, !attested.isEmpty, epoch.log.end != cut.size {
            gap(
                "\(cabinet.cabinet) 第 \(epoch.number) 期的单条记录不在安全员所截断的树根之下：其属于同一历史，仅凭总部与该柜的签名",
                "single acts of \(cabinet.cabinet) in epoch \(epoch.number) do not stand under the head that officers ended it with: that they are of the same history is the word of headquarters and of the cabinet's key"
            )
        }
        if epoch.isFollowed, cut.size > epoch.log.end {
            gap(
                "\(cabinet.cabinet) 第 \(epoch.number) 期记录由安全员截止于第 \(cut.size) 条之前，本文件只示出至第 \(epoch.log.end) 条之前",
                "officers ended epoch \(epoch.number) of \(cabinet.cabinet) below leaf \(cut.size); the file shows it only below leaf \(epoch.log.end)"
            )
        }
    }
}
