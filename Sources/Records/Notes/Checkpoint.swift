import Cryptography

/// What a log says about itself: which log, how many leaves, which root (C2SP tlog-checkpoint).
package struct Checkpoint: Hashable, Sendable {
    /// The log.
    package let origin: Origin

    /// Size and root.
    package let head: TreeHead

    /// Lines below the root that mean nothing here and are kept; our own logs write none.
    package let extensions: [String]

    /// A checkpoint, by default without extension lines.
    ///
    /// - Throws: `.malformed` for an extension line that is empty or holds a control character; `.tooLarge` for a tree
    ///   larger than any may be.
    package init(origin: Origin, head: TreeHead, extensions: [String] = []) throws(RecordsError) {
        guard head.size <= TreeHead.sizeMax else {
            throw RecordsError(.tooLarge, "a tree of \(head.size) leaves is larger than any may be")
        }
        guard extensions.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 >= 0x20 } }) else {
            throw RecordsError(.malformed, "an extension line is not empty and holds no control character")
        }
        self.origin = origin
        self.head = head
        self.extensions = extensions
    }

    /// The text that is signed, with its final newline.
    package var text: [UInt8] {
        let lines = [origin.text, String(head.size), Base64.encode(head.root.bytes)] + extensions
        return Array(lines.map { $0 + "\n" }.joined().utf8)
    }

    /// Reads the text of a note; nothing is said about its signatures.
    ///
    /// - Throws: `.malformed`, `.tooLarge`.
    package init(parsing text: [UInt8]) throws(RecordsError) {
        guard let whole = String(validating: text, as: UTF8.self), whole.utf8.last == UInt8(ascii: "\n")
        else {
            throw RecordsError(.malformed, "a checkpoint is UTF-8 and ends with a newline")
        }
        let lines = text.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard lines.count >= 3 else {
            throw RecordsError(.malformed, "a checkpoint has at least three lines, not \(lines.count)")
        }
        guard let size = Decimal.parse(lines[1]) else {
            throw RecordsError(
                .malformed,
                "the size of a checkpoint is a decimal number without leading zeroes"
            )
        }
        guard let bytes = Base64.decode(lines[2]), let root = Digest(bytes) else {
            throw RecordsError(.malformed, "the root of a checkpoint is 32 bytes in base64")
        }
        try self.init(
            origin: Origin(lines[0]),
            head: TreeHead(size: size, root: root),
            extensions: Array(lines[3...])
        )
    }

    /// The checkpoint that a note holds.
    package init(_ note: SignedNote) throws(RecordsError) { try self.init(parsing: note.text) }
}
