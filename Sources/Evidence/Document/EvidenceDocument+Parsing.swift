import Cryptography
import Records

extension EvidenceDocument {
    /// Reads a file; nothing is verified yet but its closing hash.
    ///
    /// - Throws: ``EvidenceError`` with the line: `.changed`, `.malformed`, `.tooLarge`; `.notCanonical` for what ``bytes``
    ///   would write otherwise.
    package init(parsing bytes: [UInt8]) throws(EvidenceError) {
        var reader = try EvidenceReader(bytes)
        let title = try reader.line()
        guard let version = [Version.one, .two, .three].first(where: { title.elementsEqual($0.title.utf8) })
        else { throw reader.refusal("a file of evidence begins with \(Version.three.title)") }
        let organisation = try reader.words("organisation", counts: 2...2)[1]
        let claim = try EvidenceClaim(from: &reader)
        var sections: [LogSection] = []
        while reader.peekedWord() == "log" {
            let section = try LogSection(from: &reader)
            let last = sections.last.map { ($0.subject, $0.origin) }
            try Self.require((section.subject, section.origin), after: last, version, line: section.line)
            sections.append(section)
            try Self.require(count: sections.count, line: section.line)
        }
        var proofs: [ProofSection] = []
        while !reader.isAtEnd, version != .three || reader.peekedWord() != "anchor" {
            let section = try ProofSection(from: &reader)
            let last = proofs.last.map { ($0.subject, $0.origin) }
            try Self.require((section.subject, section.origin), after: last, version, line: section.line)
            // How an epoch of a cabinet's acts began may be shown beside a stretch of it, or of another one.
            let mayStandTwice = if case .acts = section.subject { version == .three } else { false }
            guard mayStandTwice || !sections.contains(where: { $0.subject == section.subject }) else {
                throw EvidenceError(.malformed, "a log stands twice in the file", line: section.line)
            }
            proofs.append(section)
            try Self.require(count: proofs.count, line: section.line)
        }
        var anchors: [AnchorSection] = []
        while !reader.isAtEnd {
            let anchor = try AnchorSection(from: &reader)
            if let last = anchors.last, !anchor.stands(behind: last) {
                throw EvidenceError(
                    .notCanonical,
                    "anchors stand by log, epoch, outsider and size of the head, each once",
                    line: anchor.line
                )
            }
            anchors.append(anchor)
            guard anchors.count <= AnchorSection.countMax else {
                throw reader.refusal("a file has at most \(AnchorSection.countMax) anchors")
            }
        }
        try Self.require(version, claim, proofs)
        self.init(
            version: version,
            organisation: organisation,
            claim: claim,
            sections: sections,
            proofs: proofs,
            anchors: anchors
        )
        guard self.bytes == bytes else {
            throw EvidenceError(.notCanonical, "the file is not written in the one permitted form")
        }
    }

    private static func require(
        _ section: (subject: LogSection.Subject, origin: Origin),
        after last: (subject: LogSection.Subject, origin: Origin)?,
        _ version: Version,
        line: Int
    ) throws(EvidenceError) {
        guard let last else { return }
        guard section.subject.stands(at: section.origin, behind: last.subject, at: last.origin),
            version == .three || section.subject != last.subject
        else { throw EvidenceError(.malformed, "the logs are not in their order", line: line) }
    }

    /// What the earlier versions do not know.
    private static func require(_ version: Version, _ claim: EvidenceClaim, _ proofs: [ProofSection])
        throws(EvidenceError)
    {
        if version == .one {
            guard case .seal = claim, proofs.isEmpty else {
                throw EvidenceError(.malformed, "version 1 is about a seal and has no proofs", line: 1)
            }
        }
        if case .act(_, let place) = claim, place.epoch > 1, version != .three {
            throw EvidenceError(.malformed, "an act of a later epoch asks for version 3", line: 3)
        }
    }

    private static func require(count: Int, line: Int) throws(EvidenceError) {
        guard count <= sectionCountMax else {
            throw EvidenceError(.tooLarge, "more than \(sectionCountMax) logs stand in the file", line: line)
        }
    }
}

extension LogSection {
    fileprivate init(from reader: inout EvidenceReader) throws(EvidenceError) {
        let head = try Self.head(from: &reader)
        let line = reader.number
        var before = TreeFrontier()
        if head.first > 0 {
            let words = try reader.words("frontier", counts: 2...2)
            let bytes = try reader.base64(words[1])
            before = try EvidenceError.at(reader.number, .malformed) { () throws(RecordsError) in
                try TreeFrontier(encoded: bytes)
            }
            guard before.size == head.first else {
                throw reader.refusal("the frontier is not of the \(head.first) leaves before")
            }
        }
        var entries: [Entry] = []
        while head.first + UInt64(entries.count) < head.end { entries.append(try Entry(from: &reader)) }
        let notes = try Self.notes(from: &reader, origin: head.origin)
        self.init(
            subject: head.subject,
            origin: head.origin,
            before: before,
            entries: entries,
            notes: notes,
            line: line
        )
    }

    private struct Head {
        let subject: Subject
        let first: UInt64
        let end: UInt64
        let origin: Origin
    }

    private static func head(from reader: inout EvidenceReader) throws(EvidenceError) -> Head {
        let words = try reader.words("log", counts: 5...6)
        let subject: Subject
        switch (words[1], words.count) {
        case ("authority", 5): subject = .authority
        case ("policy", 6): subject = .policy(site: words[2])
        case ("acts", 6): subject = .acts(cabinet: words[2])
        default: throw reader.refusal("a log is authority, policy SITE or acts CABINET")
        }
        let first = try reader.decimal(words[words.count - 3])
        let end = try reader.decimal(words[words.count - 2])
        guard first < end else { throw reader.refusal("a stretch has at least one leaf") }
        return Head(
            subject: subject,
            first: first,
            end: end,
            origin: try reader.origin(words[words.count - 1])
        )
    }

    private static func notes(from reader: inout EvidenceReader, origin: Origin) throws(EvidenceError)
        -> [SignedNote]
    {
        var notes: [SignedNote] = []
        repeat {
            let (line, bytes) = try reader.block("note", byteCountMax: SignedNote.byteCountMax)
            let note = try EvidenceError.at(line, .malformed) { () throws(RecordsError) in
                try SignedNote(parsing: bytes)
            }
            try requireOrder(note, origin: origin, line: line)
            notes.append(note)
            guard notes.count <= noteCountMax else {
                throw EvidenceError(
                    .tooLarge,
                    "more than \(noteCountMax) heads of one log",
                    line: reader.number
                )
            }
        } while !reader.isAtEnd && reader.peekedWord() == "note"
        return notes
    }

    static func requireOrder(_ note: SignedNote, origin: Origin, line: Int) throws(EvidenceError) {
        // Logs of ours write origin, size and root; what others could have signed below it nobody here would read.
        guard note.text.count(where: { $0 == UInt8(ascii: "\n") }) == textLineCount else {
            throw EvidenceError(
                .notCanonical,
                "the text of a head in a file of evidence is origin, size and root",
                line: line
            )
        }
        guard inOrder(note, origin: origin)?.signatures == note.signatures else {
            throw EvidenceError(
                .notCanonical,
                "the signatures on a head are the log's own, then the others by name, each once",
                line: line
            )
        }
    }
}

extension LogSection {
    /// Origin, size and root.
    private static var textLineCount: Int { 3 }
}

extension LogSection.Entry {
    fileprivate init(from reader: inout EvidenceReader) throws(EvidenceError) {
        if reader.peekedWord() == "shut" {
            self.init(leaf: try reader.base64(try reader.words("shut", counts: 2...2)[1]), body: nil)
            return
        }
        let words = try reader.words("open", counts: 3...3)
        self.init(leaf: try reader.base64(words[1]), body: try reader.base64(words[2]))
    }
}

extension ProofSection {
    fileprivate init(from reader: inout EvidenceReader) throws(EvidenceError) {
        let words = try reader.words("proof", counts: 4...5)
        let line = reader.number
        let subject: LogSection.Subject
        switch (words[1], words.count) {
        case ("policy", 5): subject = .policy(site: words[2])
        case ("acts", 5): subject = .acts(cabinet: words[2])
        case ("headquarters", 4): subject = .headquarters
        case ("receipts", 4): subject = .receipts
        default:
            throw reader.refusal("proofs are of policy SITE, acts CABINET, headquarters or receipts")
        }
        let count = try reader.decimal(words[words.count - 2])
        guard (1...UInt64(Self.recordCountMax)).contains(count) else {
            throw EvidenceError(
                .tooLarge,
                "a section of proofs has 1 to \(Self.recordCountMax) records",
                line: line
            )
        }
        let origin = try reader.origin(words[words.count - 1])
        let entries = try ProvedEntry.list(Int(count), origin: origin, from: &reader)
        self.init(subject: subject, origin: origin, entries: entries, line: line)
    }
}

extension ProofSection.ProvedEntry {
    /// Reads so many records of a log, each with its proof.
    static func list(_ count: Int, origin: Origin, from reader: inout EvidenceReader) throws(EvidenceError)
        -> [ProofSection.ProvedEntry]
    {
        var entries: [ProofSection.ProvedEntry] = []
        while entries.count < count {
            let entry = try LogSection.Entry(from: &reader)
            let (line, bytes) = try reader.block("tlog", byteCountMax: LogProof.byteCountMax)
            let proof = try EvidenceError.at(line, .malformed) { () throws(RecordsError) in
                try LogProof(parsing: bytes)
            }
            guard proof.extra == nil else {
                throw EvidenceError(
                    .notCanonical,
                    "a proof in a file of evidence has no extra data",
                    line: line
                )
            }
            try LogSection.requireOrder(proof.note, origin: origin, line: line)
            entries.append(ProofSection.ProvedEntry(entry: entry, proof: proof))
        }
        return entries
    }
}
