/// A text with signatures below it (C2SP signed-note).
///
/// Lines by keys that nobody here knows are kept as they are, so that the bytes that go on are the bytes that came.
package struct SignedNote: Hashable, Sendable {
    /// The most bytes of a note, signatures included: room for several post-quantum ones.
    package static let byteCountMax = 65_536

    /// The most signature lines of a note; C2SP wants at least 16 to be accepted.
    package static let signatureCountMax = 16

    /// The text, with its final newline: what is signed.
    package let text: [UInt8]

    /// The signatures in their order, known and unknown.
    package let signatures: [NoteSignature]

    /// A note of a text and its signatures.
    ///
    /// - Throws: `.malformed` for a text that is not UTF-8, holds a control character or does not end its last line, or
    ///   without signatures; `.tooLarge` over a limit.
    package init(text: [UInt8], signatures: [NoteSignature]) throws(RecordsError) {
        guard text.last == Self.newline, String(validating: text, as: UTF8.self) != nil else {
            throw RecordsError(.malformed, "the text of a note is UTF-8 and ends with a newline")
        }
        guard text.allSatisfy({ $0 >= 0x20 || $0 == Self.newline }) else {
            throw RecordsError(.malformed, "the text of a note holds a control character")
        }
        guard !signatures.isEmpty else {
            throw RecordsError(.malformed, "a note has at least one signature")
        }
        self.text = text
        self.signatures = signatures
        guard signatures.count <= Self.signatureCountMax, bytes.count <= Self.byteCountMax else {
            throw RecordsError(
                .tooLarge,
                "a note has at most \(Self.signatureCountMax) signatures and \(Self.byteCountMax) bytes"
            )
        }
    }

    /// The note with one more signature below the others.
    ///
    /// - Throws: `.tooLarge` where it has no room.
    package func adding(_ signature: NoteSignature) throws(RecordsError) -> SignedNote {
        try SignedNote(text: text, signatures: signatures + [signature])
    }
}

extension SignedNote {
    /// The whole note, byte for byte as it was read.
    package var bytes: [UInt8] {
        text + [Self.newline] + signatures.flatMap { Array($0.line.utf8) }
    }

    /// Reads a note; whatever it accepts, ``bytes`` writes again without a difference.
    ///
    /// - Throws: `.malformed`, `.tooLarge`.
    package init(parsing bytes: [UInt8]) throws(RecordsError) {
        guard bytes.count <= Self.byteCountMax else {
            throw RecordsError(.tooLarge, "a note of \(bytes.count) bytes exceeds \(Self.byteCountMax)")
        }
        guard bytes.last == Self.newline, let blank = Self.lastBlankLine(in: bytes) else {
            throw RecordsError(.malformed, "a note is a text, an empty line and signature lines")
        }
        let lines = bytes[(blank + 1)...].dropLast().split(
            separator: Self.newline,
            omittingEmptySubsequences: false
        )
        guard lines.count <= Self.signatureCountMax else {
            throw RecordsError(.tooLarge, "a note has more than \(Self.signatureCountMax) signatures")
        }
        var signatures: [NoteSignature] = []
        for line in lines {
            guard let line = String(validating: line, as: UTF8.self) else {
                throw RecordsError(.malformed, "a signature line is not UTF-8")
            }
            signatures.append(try NoteSignature(line: line))
        }
        try self.init(text: Array(bytes[..<blank]), signatures: signatures)
    }

    // The index of the newline that makes the last empty line of the note.
    private static func lastBlankLine(in bytes: [UInt8]) -> Int? {
        var index = bytes.count - 1
        while index > 0 {
            if bytes[index] == newline, bytes[index - 1] == newline { return index }
            index -= 1
        }
        return nil
    }

    private static let newline = UInt8(ascii: "\n")
}

extension SignedNote {
    /// The signatures of the known keys, each verified; those of unknown keys are left aside.
    ///
    /// - Throws: `.refused` where a known key signed twice or two known keys share name and id; `.mismatch` where a
    ///   line claims a known key and does not verify. One bad line refuses the whole note.
    package func verified(by keys: [NoteVerifierKey]) throws(RecordsError) -> [NoteVerifierKey: NoteSignature]
    {
        var found: [NoteVerifierKey: NoteSignature] = [:]
        for signature in signatures {
            let claimed = keys.filter(signature.claims)
            guard let key = claimed.first else { continue }
            guard claimed.count == 1 else {
                throw RecordsError(.refused, "two known keys share the name \(key.name) and its id")
            }
            guard found[key] == nil else {
                throw RecordsError(.refused, "the key \(key.name) has signed twice")
            }
            guard signature.isValid(by: key, over: text) else {
                throw RecordsError(.mismatch, "the signature of \(key.name) does not verify")
            }
            found[key] = signature
        }
        return found
    }
}
