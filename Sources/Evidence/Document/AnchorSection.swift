package import Records

/// What one outsider keeps of one of headquarters' logs, in a file of evidence: the signed head that it stamped or cosigned, and the records under
/// it that lead to the logs that the file is about.
package struct AnchorSection: Sendable, Equatable {
    /// The most anchors of a file: a time-stamping authority, and twelve witnesses for each of `authority` and `receipts`.
    package static let countMax = 32
    /// The most records under one head: the receipt of each log's head, and what else the file shows of `receipts`.
    package static let receiptCountMax = 4_096

    /// Who keeps it.
    package enum Outsider: Sendable, Equatable {
        /// A time-stamping authority, by the address at which headquarters asked it, with its token (RFC 3161).
        case timestamp(url: String, token: [UInt8])
        /// A witness, by its verifier key (C2SP signed-note); its line is on the note.
        case witness(NoteVerifierKey)

        /// The first words of the anchor's line.
        var text: String {
            switch self {
            case .timestamp(let url, _): "stamp \(url)"
            case .witness(let key): "witness \(key.text)"
            }
        }
    }

    /// Who keeps it.
    package let outsider: Outsider
    /// The log whose head it is: `receipts`, or `authority`.
    package let origin: Origin
    /// The head; a token is over exactly these bytes.
    package let note: SignedNote
    /// Records of `receipts`, each proved under this head.
    package let receipts: [ProofSection.ProvedEntry]
    /// The line of the file at which the section begins; 0 where it was not read from one.
    package let line: Int

    /// An anchor.
    package init(
        outsider: Outsider,
        origin: Origin,
        note: SignedNote,
        receipts: [ProofSection.ProvedEntry],
        line: Int = 0
    ) {
        self.outsider = outsider
        self.origin = origin
        self.note = note
        self.receipts = receipts
        self.line = line
    }
}

extension AnchorSection {
    /// Whether it stands behind another one: by the log, its epoch, the outsider, and the number of leaves.
    func stands(behind other: AnchorSection) -> Bool {
        let (log, otherLog) = (origin.withoutEpoch, other.origin.withoutEpoch)
        if log != otherLog { return otherLog.utf8.lexicographicallyPrecedes(log.utf8) }
        if origin.epoch != other.origin.epoch { return origin.epoch > other.origin.epoch }
        let (name, otherName) = (outsider.text, other.outsider.text)
        if !name.utf8.elementsEqual(otherName.utf8) {
            return otherName.utf8.lexicographicallyPrecedes(name.utf8)
        }
        return size > other.size
    }

    /// The number of leaves under the head; 0 for a note that is none.
    private var size: UInt64 { (try? Checkpoint(note))?.head.size ?? 0 }

    /// The line of the head.
    var noteLine: Int { line + 1 }

    /// The line of each record under the head.
    var receiptLines: [Int] {
        var next = noteLine + 1 + LogSection.lineCount(note)
        return receipts.map { receipt in
            defer { next += 2 + ProofSection.lineCount(receipt.proof) }
            return next
        }
    }

    /// The line of the token.
    var tokenLine: Int {
        receipts.reduce(noteLine + 1 + LogSection.lineCount(note)) {
            $0 + 2 + ProofSection.lineCount($1.proof)
        }
    }

    init(from reader: inout EvidenceReader) throws(EvidenceError) {
        let words = try reader.words("anchor", counts: 5...5)
        let line = reader.number
        let count = try reader.decimal(words[3])
        guard count <= UInt64(Self.receiptCountMax) else {
            throw EvidenceError(
                .tooLarge,
                "an anchor has at most \(Self.receiptCountMax) records",
                line: line
            )
        }
        let origin = try reader.origin(words[4])
        let (noteLine, bytes) = try reader.block("note", byteCountMax: SignedNote.byteCountMax)
        let note = try EvidenceError.at(noteLine, .malformed) { () throws(RecordsError) in
            try SignedNote(parsing: bytes)
        }
        try LogSection.requireOrder(note, origin: origin, line: noteLine)
        let receipts = try ProofSection.ProvedEntry.list(Int(count), origin: origin, from: &reader)
        let outsider: Outsider
        switch words[1] {
        case "stamp":
            let token = try reader.base64(try reader.words("token", counts: 2...2)[1])
            outsider = .timestamp(url: words[2], token: token)
        case "witness":
            let key = try EvidenceError.at(line, .malformed) { () throws(RecordsError) in
                try NoteVerifierKey(text: words[2])
            }
            outsider = .witness(key)
        default: throw EvidenceError(.malformed, "an anchor is stamp URL or witness KEY", line: line)
        }
        self.init(outsider: outsider, origin: origin, note: note, receipts: receipts, line: line)
    }
}
