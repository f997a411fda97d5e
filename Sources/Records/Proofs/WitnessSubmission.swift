package import Cryptography

/// What a log shows a witness: a checkpoint, and the proof that it continues the size cosigned last (C2SP tlog-witness,
/// add-checkpoint).
package struct WitnessSubmission: Hashable, Sendable {
    /// The most bytes of a submission: a note, a line for the size, and 63 hashes.
    package static let byteCountMax = SignedNote.byteCountMax + 4_096
    /// The path of the call below a witness's prefix.
    package static let path = "add-checkpoint"
    /// The media type of the answer that says which size was cosigned last.
    package static let sizeMediaType = "text/x.tlog.size"

    /// The size cosigned last, as far as the log knows; 0 for none.
    package let oldSize: UInt64
    /// The hashes of the consistency proof.
    package let path: [Digest]
    /// The checkpoint with its signatures.
    package let note: SignedNote

    /// A submission from its parts.
    package init(oldSize: UInt64, path: [Digest], note: SignedNote) {
        self.oldSize = oldSize
        self.path = path
        self.note = note
    }

    /// The body of the request.
    package var bytes: [UInt8] {
        let lines = [Self.oldWord + String(oldSize)] + path.map { Base64.encode($0.bytes) } + [""]
        return Array(lines.map { $0 + "\n" }.joined().utf8) + note.bytes
    }

    /// Reads the body of a request; whatever it accepts, ``bytes`` writes again without a difference.
    ///
    /// - Throws: `.malformed`, `.tooLarge`.
    package init(parsing bytes: [UInt8]) throws(RecordsError) {
        guard bytes.count <= Self.byteCountMax else {
            throw RecordsError(.tooLarge, "a submission of \(bytes.count) bytes exceeds \(Self.byteCountMax)")
        }
        var lines = ProofLines(bytes, of: "a submission")
        let first = try lines.line()
        guard first.hasPrefix(Self.oldWord), let size = Decimal.parse(first.dropFirst(Self.oldWord.count))
        else {
            throw RecordsError(.malformed, "a submission begins with «old» and a size without leading zeroes")
        }
        let path = try lines.hashes(countMax: ConsistencyProof.pathCountMax)
        self.init(oldSize: size, path: path, note: try SignedNote(parsing: Array(lines.rest)))
    }

    private static let oldWord = "old "
}
