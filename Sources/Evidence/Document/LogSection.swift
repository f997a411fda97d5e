package import Records

/// A stretch of one log in a file of evidence, up to a signed head.
///
/// Smaller signed heads may stand before the last one, where others cosigned those and not the newest.
package struct LogSection: Sendable, Equatable {
    /// Which log.
    package enum Subject: Sendable, Hashable {
        /// What people gave; whole.
        case authority
        /// What a site obeys; every leaf.
        case policy(site: String)
        /// What a cabinet did; every leaf of the stretch.
        case acts(cabinet: String)
        /// What people and programs did at headquarters; single records only.
        case headquarters
        /// What headquarters signed for others; single records only.
        case receipts
    }

    /// One record: its leaf, and the groups of its body that are shown.
    package struct Entry: Sendable, Equatable {
        /// The leaf's bytes.
        package let leaf: [UInt8]
        /// The body's bytes with the groups that are shown; nil when all are closed.
        package let body: [UInt8]?

        /// A record as shown.
        package init(leaf: [UInt8], body: [UInt8]?) {
            self.leaf = leaf
            self.body = body
        }
    }

    /// Which log.
    package let subject: Subject
    /// The log's origin.
    package let origin: Origin
    /// The tree over the leaves before the first one here.
    package let before: TreeFrontier
    /// The records, one for each leaf.
    package let entries: [Entry]
    /// The signed heads with the number of their leaves rising; the last one is over all leaves here.
    package let notes: [SignedNote]
    /// The most signed heads of a section.
    package static let noteCountMax = 4
    /// The line of the file at which the section begins; 0 where it was not read from one.
    package let line: Int

    /// A section.
    package init(
        subject: Subject,
        origin: Origin,
        before: TreeFrontier,
        entries: [Entry],
        notes: [SignedNote],
        line: Int = 0
    ) {
        self.subject = subject
        self.origin = origin
        self.before = before
        self.entries = entries
        self.notes = notes
        self.line = line
    }

    /// A note with its signatures in the one order of a file: the log's own, then the others by name and key id, each once.
    ///
    /// Nobody signs the order, so without a rule two files would show the same. Nil for a note that the log has not signed.
    static func inOrder(_ note: SignedNote, origin: Origin) -> SignedNote? {
        guard let own = note.signatures.first(where: { $0.name.text.utf8.elementsEqual(origin.text.utf8) })
        else {
            return nil
        }
        var others: [NoteSignature] = []
        for signature in note.signatures where signature != own {
            guard !others.contains(where: { $0.name == signature.name && $0.keyID == signature.keyID }) else {
                continue
            }
            others.append(signature)
        }
        let sorted = others.sorted { left, right in
            left.name == right.name
                ? left.keyID < right.keyID
                : left.name.text.utf8.lexicographicallyPrecedes(right.name.text.utf8)
        }
        return try? SignedNote(text: note.text, signatures: [own] + sorted)
    }

    /// The line of one entry.
    func line(of entry: Int) -> Int { line + (before.size > 0 ? 2 : 1) + entry }

    /// The line at which a note begins.
    func noteLine(_ note: Int) -> Int {
        notes[..<note].reduce(line(of: entries.count)) { $0 + 1 + Self.lineCount($1) }
    }

    /// The number of lines of a note.
    static func lineCount(_ note: SignedNote) -> Int { note.bytes.count { $0 == UInt8(ascii: "\n") } }

    /// The number of leaves up to the head.
    var end: UInt64 { before.size + UInt64(entries.count) }
}
