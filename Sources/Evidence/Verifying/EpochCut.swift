import Authority
import Cryptography
import Custody
import Records

/// Where officers ended an epoch of a cabinet's acts, and which records of a file that leaves.
struct EpochCut {
    let attested: [OpenedRecord]
    /// Whether the leaves shown are another history than the one that officers cut.
    let isOtherHistory: Bool

    init(of log: any CheckedRecords, cabinet: String, _ authority: AuthorityHistory) {
        let statements = authority.standing.cabinetEpochs[cabinet] ?? [:]
        guard let cut = statements.values.first(where: { $0.cut.origin == log.origin.text })?.cut else {
            (attested, isOtherHistory) = (log.records, false)
            return
        }
        // Single records have no root at the cut to compare.
        isOtherHistory = log.roots[cut.size].map { $0 != cut.root } ?? false
        attested = isOtherHistory ? [] : log.records.filter { $0.leaf.header.sequence < cut.size }
    }
}

extension ActsReading {
    /// The records below the cut with which officers ended this epoch; all where they did not.
    var attested: [OpenedRecord] { cut.attested }

    /// The first record that attests nothing, because officers ended the epoch before it; nil where there is none.
    var cutAt: LeafHeader? {
        attested.count < log.records.count ? log.records[attested.count].leaf.header : nil
    }

    /// The moment of the last record that attests something.
    var attestedTime: Int64 { attested.last?.leaf.header.time.milliseconds ?? .min }

    /// That later acts lie in an epoch that the file does not hold; nil where nothing in it says so.
    var laterEpoch: EvidenceSentence? {
        let isClosed = attested.contains { record in
            (try? record.kind()?.kind) == .epochClosed
        }
        let newest = authority.standing.cabinetEpochs[cabinet.cabinet]?.keys.max()
        guard newest != nil || isClosed else { return nil }
        return EvidenceSentence(
            "印章柜 \(cabinet.cabinet) 的记录在其后另有新的一期（epoch），其记录不在本文件中，不能据本文件断言其内容",
            "LATER EPOCHS of the acts of \(cabinet.cabinet) are not in this file: what they say it does not show"
        )
    }

    /// Names what stands beyond the cut: it is kept, and attests nothing.
    mutating func noteCut() {
        guard let first = cutAt else { return }
        let count = log.records.count - attested.count
        find(
            first.sequence,
            "安全员已在此之前截断 \(cabinet.cabinet) 的这一期记录：自此起的 \(count) 条不能证明任何事，未予采信",
            "officers ended this epoch of \(cabinet.cabinet) below this leaf: \(count) records from here on attest nothing and are left out"
        )
        if cut.isOtherHistory {
            gap(
                "\(cabinet.cabinet) 的记录与安全员所截断的并非同一历史",
                "the acts of \(cabinet.cabinet) shown are another history than the one that officers ended"
            )
        }
    }
}
