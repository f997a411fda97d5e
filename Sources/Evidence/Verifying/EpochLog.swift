import Authority
import Custody
import Records

/// One epoch of a cabinet's acts as a file shows it, and what it counts for.
struct EpochLog {
    let number: UInt64
    /// The stretch; where there is none, single records.
    let log: any CheckedRecords
    /// Single records beside a stretch, which show how the epoch began.
    let beside: CheckedProofs?
    /// The first leaf; nil in the first epoch.
    let opening: EpochOpening?
    /// What it counts for, by the judge that cabinets and headquarters have.
    let standing: EpochStanding
    /// Whether it only leads to later ones: nothing in it is read as an act.
    let isLink: Bool
    /// Whether the epoch before stands in the file as a stretch and counts, so that nothing is missing at the beginning.
    let follows: Bool
    /// Whether the next one stands in the file as a stretch and counts.
    let isFollowed: Bool
    /// The head at which officers ended it; nil where they did not.
    let cut: CitedHead?
    /// The key that officers enrolled, where a machine's record begins with it; nil for one that goes on from another.
    let enrolledKey: Bytes?

    /// Everything that the file shows of it.
    var logs: [any CheckedRecords] {
        guard let beside else { return [log] }
        return [log, beside]
    }

    /// The leaf at a place, where the file shows it.
    func leaf(at index: UInt64) -> Leaf? {
        for log in logs {
            var (low, high) = (0, log.records.count)
            while low < high {
                let middle = (low + high) / 2
                if log.records[middle].leaf.header.sequence < index {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            if low < log.records.count, log.records[low].leaf.header.sequence == index {
                return log.records[low].leaf
            }
        }
        return nil
    }

    /// How it counts, in words; nil for the first one, which needs none.
    func words(_ cabinet: String) -> EvidenceSentence? {
        switch standing {
        case .enrolled: nil
        case .continued:
            EvidenceSentence(
                "印章柜 \(cabinet) 的第 \(number) 期记录有效：其密钥由前一期事先承诺，前一期止于总部共签的树根（\(reason.chinese)）",
                "epoch \(number) of the acts of \(cabinet) counts: the one before promised its key and ends under a head that headquarters cosigned (\(reason.english))"
            )
        case .confirmed(let cut):
            EvidenceSentence(
                "印章柜 \(cabinet) 的第 \(number) 期记录有效：由两名安全员签署，前一期截止于第 \(cut.size) 条之前",
                "epoch \(number) of the acts of \(cabinet) counts: two officers signed for it, and ended the one before below leaf \(cut.size)"
            )
        case .replaced(let cut):
            EvidenceSentence(
                "印章柜 \(cabinet) 自第 \(number) 期起由另一台设备接续：两名安全员签署登记，此前设备的记录截止于 \(cut.origin) 第 \(cut.size) 条之前，其后只在旧设备上的记录已失去",
                "from epoch \(number) on ANOTHER MACHINE goes on as \(cabinet): two officers enrolled it, and ended the record of the one before below leaf \(cut.size) of \(cut.origin); what only that one had beyond is lost"
            )
        case .provisional(let doubt):
            EvidenceSentence(
                "印章柜 \(cabinet) 的第 \(number) 期记录未生效（\(Self.chinese(doubt))）：其 \(log.records.count) 条记录不能证明任何事，未予采信",
                "EPOCH \(number) of the acts of \(cabinet) is PROVISIONAL (\(doubt)): its \(log.records.count) records in the file attest nothing and are left out"
            )
        }
    }

    private var reason: EvidenceSentence {
        switch opening?.reason {
        case .rotation?: EvidenceSentence("密钥轮换", "its key was rotated")
        case .restore?: EvidenceSentence("磁盘恢复", "its disk was put back")
        default: EvidenceSentence("其他原因", "for another reason")
        }
    }

    private static func chinese(_ doubt: EpochDoubt) -> String {
        switch doubt {
        case .openingMissing: "其首条记录与前一期不相衔接"
        case .previousInDoubt: "前一期本身存疑"
        case .keyNotPromised: "前一期承诺的是另一密钥"
        case .previousForked: "前一期自相矛盾"
        case .endNotCosigned: "所示前一期的终点未经总部共签"
        case .asksForOfficers: "须由安全员确认"
        case .leftOut: "安全员已在此之前截止记录，并登记了另一台设备"
        }
    }
}
