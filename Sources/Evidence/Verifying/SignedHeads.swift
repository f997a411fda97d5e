import Authority
import Cryptography
import Records

/// Every signed head of a file, and every single record of `receipts`: what one log says of its first leaves, it says everywhere.
///
/// Two roots of as many leaves of one log are two histories, and so are two leaves at one place; whoever signed both contradicts himself. Each
/// place of the file for itself would be good.
struct SignedHeads {
    private struct Place: Hashable {
        let origin: String
        let size: UInt64
    }

    private var roots: [Place: (root: Digest, line: Int?)] = [:]
    /// By log and index.
    private var leaves: [Place: (leaf: [UInt8], line: Int)] = [:]
    /// The first contradiction that was met; read when every signature is verified.
    private(set) var contradiction: EvidenceError?

    /// Those of `authority` in the file, and those with which owners ended headquarters' own logs.
    init(_ authority: AuthorityHistory) {
        for (number, checkpoint) in authority.log.checkpoints.enumerated() {
            note(checkpoint, line: authority.log.section.noteLine(number))
        }
        for log in [HeadquartersLog.acts, .receipts] {
            for head in authority.standing.logEpochs(of: log).flatMap({ [$0.last, $0.cut] }) {
                note(head.origin, size: head.size, root: head.root, line: nil)
            }
        }
    }

    /// Takes a head that stands at a line.
    mutating func note(_ checkpoint: Checkpoint, line: Int) {
        note(checkpoint.origin.text, size: checkpoint.head.size, root: checkpoint.head.root, line: line)
    }

    /// Takes a record that stands at a line, and is proved under a head of its log.
    mutating func note(_ proved: ProofSection.ProvedEntry, of origin: Origin, line: Int) {
        let place = Place(origin: origin.text, size: proved.proof.index)
        guard let known = leaves[place] else {
            leaves[place] = (proved.entry.leaf, line)
            return
        }
        guard known.leaf != proved.entry.leaf, contradiction == nil else { return }
        contradiction = EvidenceError(
            .treeDiffers,
            "another leaf \(proved.proof.index) of \(origin) stands at line \(known.line): two histories of one log are signed, and whoever signed both "
                + "contradicts himself; keep this file as the proof of it",
            line: line
        )
    }

    private mutating func note(_ origin: String, size: UInt64, root: Digest, line: Int?) {
        let place = Place(origin: origin, size: size)
        guard let known = roots[place] else {
            roots[place] = (root, line)
            return
        }
        guard known.root != root, contradiction == nil else { return }
        let other = known.line.map { "at line \($0)" } ?? "in what owners signed"
        contradiction = EvidenceError(
            .treeDiffers,
            "another root of the first \(size) leaves of \(origin) stands \(other): two histories of one log are signed, and whoever signed both "
                + "contradicts himself; keep this file as the proof of it",
            line: line
        )
    }
}
