import Cryptography
import Custody
import Records

/// A custody state that a cabinet names among its acts: the fold of all that stands before that leaf.
///
/// The same code folds on both sides. Another digest says that the cabinet decides by something else than its acts, or that a program has
/// a mistake.
struct NamedState {
    /// Of a cabinet with more uses of grants the state is not compared: writing it would take the ledger longer than anybody waits.
    static let useCountMax = 1 << 16

    /// Where among the records that were judged it stands.
    let place: Int
    private let index: UInt64
    private let digest: Digest

    /// The last one among acts; nil where none names a state that this program can fold.
    ///
    /// The last alone: what it says of what stands before includes the others, and no cabinet makes headquarters write its state for each
    /// of its records.
    init?(in judged: JudgedActs) {
        func isNamed(_ entry: JudgedActs.Entry) -> Bool {
            guard let record = entry.record, entry.verdict.counts else { return false }
            return record.leaf.header.recordClass == .system && (try? record.kind())?.kind == .stateNamed
        }
        guard let place = judged.records.lastIndex(where: isNamed), let record = judged.records[place].record
        else { return nil }
        let detail: StateNamed? = (try? record.detail()) ?? nil
        guard let detail, detail.version == CustodyState.version,
            let piece = detail.pieces.first(where: { $0.name == CustodyState.pieceName })
        else { return nil }
        (self.place, index, digest) = (place, record.leaf.header.sequence, piece.digest)
    }

    /// What differs from what is folded of the acts before it; nil where nothing does, or where that cannot be said.
    func difference(from custody: CustodyState, in origin: Origin) -> FoldFinding? {
        guard custody.size == index, custody.judgedAhead == nil, custody.uses.count <= Self.useCountMax else {
            return nil
        }
        let own = StatePart(name: CustodyState.pieceName, custody).digest
        guard own != digest else { return nil }
        let beginning =
            "\(origin): the custody state that a leaf names is not what headquarters folds of the same acts"
        return FoldFinding(
            kind: .stateDiffers,
            cabinet: custody.cabinet,
            component: "ledger",
            text:
                "\(beginning): leaf \(index) says \(digest), headquarters \(own); stop it, start it anew with its projection thrown away, "
                + "and find out who could change that",
            beginning: beginning
        )
    }
}
