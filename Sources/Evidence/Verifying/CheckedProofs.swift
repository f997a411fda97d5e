import Authority
import Cryptography
import Records

/// Single records whose proofs lead to one head; who signed it is asked after.
struct CheckedProofs: CheckedRecords {
    let section: ProofSection
    let records: [OpenedRecord]
    let checkpoints: [Checkpoint]
    private let note: SignedNote
    /// How owners ended the log; nil where they did not.
    var ending: LogEnding?

    /// - Throws: `.malformed` for a leaf that is none or out of place, `.bodyDiffers`; `.treeDiffers` for a path that does not
    ///   lead to the root, or proofs under more than one head.
    init(_ section: ProofSection) throws(EvidenceError) {
        guard let note = section.entries.first?.proof.note else {
            throw EvidenceError(.malformed, "a section of proofs has no record", line: section.line)
        }
        let checkpoint = try EvidenceError.at(section.line(of: 0) + 1, .malformed) {
            () throws(RecordsError) in
            try Checkpoint(note)
        }
        var records: [OpenedRecord] = []
        for (number, proved) in section.entries.enumerated() {
            let line = section.line(of: number)
            records.append(
                try Self.open(
                    proved.entry,
                    at: proved.proof.index,
                    after: records.last?.leaf.header.time,
                    line: line
                )
            )
            let path = InclusionProof(
                index: proved.proof.index,
                size: checkpoint.head.size,
                path: proved.proof.path
            )
            // Other notes of one log in one section would be two roots of one size, or sizes that nothing joins.
            guard proved.proof.note == note, checkpoint.origin == section.origin,
                path.holds(leafHash: TreeHash.leaf(proved.entry.leaf), head: checkpoint.head)
            else {
                throw EvidenceError(
                    .treeDiffers,
                    "leaf \(proved.proof.index) is not proved under the one head of \(section.origin)",
                    line: line + 1
                )
            }
        }
        self.section = section
        self.note = note
        self.records = records
        checkpoints = [checkpoint]
    }

    /// The records under the end that owners gave the log; others attest nothing.
    ///
    /// Whoever has the key of an ended epoch can sign any history of it. Two heads of it are known: those that owners signed.
    var attested: [OpenedRecord] {
        guard let ending, let head = checkpoints.first?.head else { return records }
        guard ending.heads.contains(where: { $0.size == head.size && $0.root == head.root }) else {
            return []
        }
        return records
    }

    var origin: Origin { section.origin }
    var roots: [UInt64: Digest] { [:] }
    var isWhole: Bool { false }
    var headLine: Int { section.line(of: 0) + 1 }

    func headLine(of number: Int) -> Int { headLine }

    func line(of number: Int) -> Int { section.line(of: number) }

    func signatures(logKey: Bytes, others: [NoteVerifierKey]) throws(EvidenceError)
        -> [[NoteVerifierKey: NoteSignature]]
    {
        [
            try Self.signatures(
                on: note,
                origin: origin,
                logKey: logKey,
                others: others,
                line: headLine
            )
        ]
    }
}
