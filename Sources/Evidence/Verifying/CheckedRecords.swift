import Cryptography
import Records

/// Records of one log whose places lead to a signed head; who signed it is asked after.
protocol CheckedRecords: Sendable {
    /// The log.
    var origin: Origin { get }
    /// The records, by index rising; what is closed is not there.
    var records: [OpenedRecord] { get }
    /// The heads, the last one over all of them.
    var checkpoints: [Checkpoint] { get }
    /// The roots over the first leaves, at the sizes that were asked for; none where single records are proved.
    var roots: [UInt64: Digest] { get }
    /// Whether every leaf from the first to the head is here.
    var isWhole: Bool { get }

    /// The good signatures on each head by some of the given keys; the log's own must be among them.
    ///
    /// - Throws: `.signatureInvalid`, also for one bad line that claims a known key.
    func signatures(logKey: Bytes, others: [NoteVerifierKey]) throws(EvidenceError)
        -> [[NoteVerifierKey: NoteSignature]]
    /// The line of the file at which a record stands.
    func line(of number: Int) -> Int
    /// The line at which the last head stands.
    var headLine: Int { get }
    /// The line at which one of the heads stands.
    func headLine(of number: Int) -> Int
}

extension CheckedRecords {
    /// The number of leaves under the last head.
    var end: UInt64 { checkpoints.last?.head.size ?? 0 }
    /// The index of the first record.
    var first: UInt64 { records.first?.leaf.header.sequence ?? 0 }
    /// The time of the first record, in milliseconds since 1970.
    var firstTime: Int64 { records.first?.leaf.header.time.milliseconds ?? 0 }
    /// The time of the last record.
    var lastTime: Int64 { records.last?.leaf.header.time.milliseconds ?? 0 }

    /// Verifies one note under the log's key and some others.
    static func signatures(
        on note: SignedNote,
        origin: Origin,
        logKey: Bytes,
        others: [NoteVerifierKey],
        line: Int
    ) throws(EvidenceError) -> [NoteVerifierKey: NoteSignature] {
        try EvidenceError.at(line, .signatureInvalid) { () throws(RecordsError) in
            let own = try NoteVerifierKey(log: origin, publicKey: try logKey.publicKey())
            let found = try note.verified(by: [own] + others)
            guard found[own] != nil else {
                throw RecordsError(.refused, "the head is not signed by the key of \(origin)")
            }
            return found.filter { $0.key != own }
        }
    }

    /// The latest moment of a leaf, in milliseconds since 1970.
    private static var timeMax: Int64 { 1 << 61 }
    /// The longest that a device may say it has run, in milliseconds.
    private static var monotonicMax: UInt64 { 1 << 53 }

    /// What a device may claim is bounded before anybody counts with it; ten million years are enough.
    static func isPlausible(_ header: LeafHeader) -> Bool {
        (0...timeMax).contains(header.time.milliseconds) && header.monotonicMilliseconds <= monotonicMax
    }

    /// Decodes a record and holds it against the place and the time that it must have.
    static func open(
        _ entry: LogSection.Entry,
        at index: UInt64,
        after time: HybridTime?,
        line: Int
    ) throws(EvidenceError) -> OpenedRecord {
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
        let record: OpenedRecord
        do throws(RecordsError) {
            record = try Record(leafBytes: entry.leaf, bodyBytes: entry.body ?? []).opened()
        } catch {
            throw EvidenceError(
                error.code == .mismatch ? .bodyDiffers : .malformed,
                error.message,
                line: line
            )
        }
        let header = record.leaf.header
        guard header.sequence == index else {
            throw EvidenceError(
                .malformed,
                "leaf \(header.sequence) stands in the place of \(index)",
                line: line
            )
        }
        guard isPlausible(header) else {
            throw EvidenceError(
                .malformed,
                "leaf \(index) claims a time that no clock shows",
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
        return record
    }
}
