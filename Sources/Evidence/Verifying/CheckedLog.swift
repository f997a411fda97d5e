import Authority
import Cryptography
import Records

/// A section whose leaves lead to the head of its note; who signed the note is asked after.
struct CheckedLog {
    let section: LogSection
    /// One for each leaf; what is closed is not there.
    let records: [OpenedRecord]
    /// The roots over the first leaves, at the sizes that were asked for.
    let roots: [UInt64: Digest]
    /// What the notes say, the last over all leaves.
    let checkpoints: [Checkpoint]

    /// - Throws: `.malformed` for a leaf that is none or out of place, `.bodyDiffers`, `.treeDiffers`.
    init(_ section: LogSection, rootsAt sizes: Set<UInt64> = []) throws(EvidenceError) {
        var frontier = section.before
        var roots: [UInt64: Digest] = [:]
        let wanted = sizes.union(section.notes.compactMap { try? Checkpoint($0).head.size })
        if wanted.contains(frontier.size) { roots[frontier.size] = frontier.root }
        var records: [OpenedRecord] = []
        records.reserveCapacity(section.entries.count)
        var time: HybridTime?
        for (number, entry) in section.entries.enumerated() {
            let line = section.line(of: number)
            let record = try Self.open(entry, line: line)
            let header = record.leaf.header
            guard header.sequence == section.before.size + UInt64(number) else {
                throw EvidenceError(
                    .malformed,
                    "leaf \(header.sequence) stands in the place of \(section.before.size + UInt64(number))",
                    line: line
                )
            }
            if let time, header.time <= time {
                throw EvidenceError(
                    .malformed,
                    "the time of a leaf is not after that of the one before",
                    line: line
                )
            }
            time = header.time
            records.append(record)
            try EvidenceError.at(line, .tooLarge) { () throws(RecordsError) in
                try frontier.append(TreeHash.leaf(entry.leaf))
            }
            if wanted.contains(frontier.size) { roots[frontier.size] = frontier.root }
        }
        checkpoints = try Self.checkpoints(section, end: frontier.head, roots: roots)
        self.section = section
        self.records = records
        self.roots = roots.filter { sizes.contains($0.key) }
    }

    private static func open(_ entry: LogSection.Entry, line: Int) throws(EvidenceError) -> OpenedRecord {
        guard !entry.leaf.isEmpty, entry.leaf.count <= Leaf.byteCountMax else {
            throw EvidenceError(.tooLarge, "a leaf has 1 to \(Leaf.byteCountMax) bytes", line: line)
        }
        if let body = entry.body, body.isEmpty || body.count > Body.byteCountMax {
            throw EvidenceError(
                .malformed,
                "an open record has a body of 1 to \(Body.byteCountMax) bytes",
                line: line
            )
        }
        do throws(RecordsError) {
            return try Record(leafBytes: entry.leaf, bodyBytes: entry.body ?? []).opened()
        } catch {
            throw EvidenceError(
                error.code == .mismatch ? .bodyDiffers : .malformed,
                error.message,
                line: line
            )
        }
    }

    /// The good signatures on each head by some of the given keys; the log's own must be among them.
    ///
    /// - Throws: `.signatureInvalid`, also for one bad line that claims a known key.
    func signatures(logKey: Bytes, others: [NoteVerifierKey]) throws(EvidenceError)
        -> [[NoteVerifierKey: NoteSignature]]
    {
        var all: [[NoteVerifierKey: NoteSignature]] = []
        for (number, note) in section.notes.enumerated() {
            all.append(
                try EvidenceError.at(section.noteLine(number), .signatureInvalid) { () throws(RecordsError) in
                    let own = try NoteVerifierKey(log: section.origin, publicKey: try logKey.publicKey())
                    let found = try note.verified(by: [own] + others)
                    guard found[own] != nil else {
                        throw RecordsError(.refused, "the head is not signed by the key of \(section.origin)")
                    }
                    return found.filter { $0.key != own }
                }
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

    /// The time of the first leaf here, in milliseconds since 1970.
    var firstTime: Int64 { records.first?.leaf.header.time.milliseconds ?? 0 }
    /// The time of the last leaf here.
    var lastTime: Int64 { records.last?.leaf.header.time.milliseconds ?? 0 }
}
