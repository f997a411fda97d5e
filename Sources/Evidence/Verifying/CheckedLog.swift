import Authority
import Cryptography
import Records

/// A section whose leaves lead to the head of its note; who signed the note is asked after.
struct CheckedLog: CheckedRecords {
    let section: LogSection
    let records: [OpenedRecord]
    /// The roots over the first leaves, at the sizes that were asked for.
    let roots: [UInt64: Digest]
    let checkpoints: [Checkpoint]

    /// - Throws: `.malformed` for a leaf that is none or out of place, `.bodyDiffers`, `.treeDiffers`.
    init(_ section: LogSection, rootsAt sizes: Set<UInt64> = []) throws(EvidenceError) {
        var frontier = section.before
        var roots: [UInt64: Digest] = [:]
        let noted = Set(section.notes.compactMap { try? Checkpoint($0).head.size })
        if noted.contains(frontier.size) || sizes.contains(frontier.size) {
            roots[frontier.size] = frontier.root
        }
        var records: [OpenedRecord] = []
        records.reserveCapacity(section.entries.count)
        for (number, entry) in section.entries.enumerated() {
            let line = section.line(of: number)
            records.append(
                try Self.open(
                    entry,
                    at: section.before.size + UInt64(number),
                    after: records.last?.leaf.header.time,
                    line: line
                )
            )
            try EvidenceError.at(line, .tooLarge) { () throws(RecordsError) in
                try frontier.append(TreeHash.leaf(entry.leaf))
            }
            if noted.contains(frontier.size) || sizes.contains(frontier.size) {
                roots[frontier.size] = frontier.root
            }
        }
        checkpoints = try Self.checkpoints(section, end: frontier.head, roots: roots)
        self.section = section
        self.records = records
        self.roots = roots.filter { sizes.contains($0.key) }
    }

    var origin: Origin { section.origin }
    var isWhole: Bool { true }
    var headLine: Int { headLine(of: max(0, section.notes.count - 1)) }

    func headLine(of number: Int) -> Int { section.noteLine(number) }

    func line(of number: Int) -> Int { section.line(of: number) }

    func signatures(logKey: Bytes, others: [NoteVerifierKey]) throws(EvidenceError)
        -> [[NoteVerifierKey: NoteSignature]]
    {
        var all: [[NoteVerifierKey: NoteSignature]] = []
        for (number, note) in section.notes.enumerated() {
            all.append(
                try Self.signatures(
                    on: note,
                    origin: origin,
                    logKey: logKey,
                    others: others,
                    line: section.noteLine(number)
                )
            )
        }
        return all
    }

    /// The heads in the notes: rising, of this log, and each the root over so many of the leaves here.
    private static func checkpoints(_ section: LogSection, end: TreeHead, roots: [UInt64: Digest])
        throws(EvidenceError) -> [Checkpoint]
    {
        var checkpoints: [Checkpoint] = []
        for (number, note) in section.notes.enumerated() {
            let line = section.noteLine(number)
            let checkpoint = try EvidenceError.at(line, .malformed) { () throws(RecordsError) in
                try Checkpoint(note)
            }
            guard checkpoint.origin == section.origin, roots[checkpoint.head.size] == checkpoint.head.root
            else {
                throw EvidenceError(
                    .treeDiffers,
                    "the leaves do not lead to the signed root of \(section.origin)",
                    line: line
                )
            }
            if let last = checkpoints.last, last.head.size >= checkpoint.head.size {
                throw EvidenceError(.notCanonical, "the heads of one log do not rise", line: line)
            }
            checkpoints.append(checkpoint)
        }
        guard checkpoints.last?.head == end else {
            throw EvidenceError(
                .treeDiffers,
                "the last head of \(section.origin) is not over all leaves here",
                line: section.line
            )
        }
        return checkpoints
    }
}
