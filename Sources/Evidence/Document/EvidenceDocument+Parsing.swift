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
        guard title.elementsEqual(Self.title.utf8) else {
            throw reader.refusal("a file of evidence begins with \(Self.title)")
        }
        let organisation = try reader.words("organisation", counts: 2...2)[1]
        let claim = try Self.claim(from: &reader)
        var sections: [LogSection] = []
        while !reader.isAtEnd {
            let section = try LogSection(from: &reader)
            if let last = sections.last, last.subject.order >= section.subject.order {
                throw EvidenceError(.malformed, "the logs are not in their order", line: section.line)
            }
            sections.append(section)
            guard sections.count <= Self.sectionCountMax else {
                throw EvidenceError(
                    .tooLarge,
                    "more than \(Self.sectionCountMax) logs stand in the file",
                    line: section.line
                )
            }
        }
        self.init(organisation: organisation, claim: claim, sections: sections)
        guard self.bytes == bytes else {
            throw EvidenceError(.notCanonical, "the file is not written in the one permitted form")
        }
    }

    private static func claim(from reader: inout EvidenceReader) throws(EvidenceError) -> EvidenceClaim {
        let words = try reader.words("claim", counts: 7...7)
        guard words[1] == "seal", words[3] == "from", words[5] == "to",
            let seal = Identifier<Seal>(hexadecimal: words[2]),
            let claim = EvidenceClaim(
                seal: seal,
                from: Int64(try reader.decimal(words[4])),
                to: Int64(try reader.decimal(words[6]))
            )
        else { throw reader.refusal("a claim is: seal ID from MILLISECONDS to MILLISECONDS") }
        return claim
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
        while head.first + UInt64(entries.count) < head.end { entries.append(try Self.entry(from: &reader)) }
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
        let origin = try EvidenceError.at(reader.number, .malformed) { () throws(RecordsError) in
            try Origin(words[words.count - 1])
        }
        return Head(subject: subject, first: first, end: end, origin: origin)
    }

    private static func entry(from reader: inout EvidenceReader) throws(EvidenceError) -> Entry {
        if reader.peekedWord() == "shut" {
            return Entry(leaf: try reader.base64(try reader.words("shut", counts: 2...2)[1]), body: nil)
        }
        let words = try reader.words("open", counts: 3...3)
        return Entry(leaf: try reader.base64(words[1]), body: try reader.base64(words[2]))
    }

    private static func notes(from reader: inout EvidenceReader, origin: Origin) throws(EvidenceError)
        -> [SignedNote]
    {
        var notes: [SignedNote] = []
        repeat {
            let note = try note(from: &reader)
            guard inOrder(note, origin: origin)?.signatures == note.signatures else {
                throw EvidenceError(
                    .notCanonical,
                    "the signatures on a head are the log's own, then the others by name, each once",
                    line: reader.number
                )
            }
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

    private static func note(from reader: inout EvidenceReader) throws(EvidenceError) -> SignedNote {
        let count = try reader.decimal(try reader.words("note", counts: 2...2)[1])
        let line = reader.number
        guard count <= UInt64(SignedNote.byteCountMax) else {
            throw EvidenceError(.tooLarge, "a note of \(count) lines is too long", line: line)
        }
        var bytes: [UInt8] = []
        for _ in 0..<count {
            bytes += try reader.line()
            bytes.append(UInt8(ascii: "\n"))
            guard bytes.count <= SignedNote.byteCountMax else {
                throw EvidenceError(.tooLarge, "a note exceeds \(SignedNote.byteCountMax) bytes", line: line)
            }
        }
        return try EvidenceError.at(line, .malformed) { () throws(RecordsError) in
            try SignedNote(parsing: bytes)
        }
    }
}
