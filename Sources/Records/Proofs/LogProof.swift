package import Cryptography

/// The proof that a leaf is in a log, with the signed checkpoint that it leads to, in one text that verifies offline
/// (C2SP tlog-proof).
package struct LogProof: Hashable, Sendable {
    /// The most bytes of extra data.
    package static let extraByteCountMax = 16_384

    /// The most bytes of a whole proof: a note, extra data in base64, and 62 hashes.
    package static let byteCountMax = SignedNote.byteCountMax + 32_768

    /// Data for the reader of the proof that nothing signs; nil for none.
    package let extra: [UInt8]?

    /// The leaf's position, from 0.
    package let index: UInt64

    /// The sibling hashes, the leaf's first.
    package let path: [Digest]

    /// The checkpoint, with every signature line.
    package let note: SignedNote

    /// A proof from its parts.
    ///
    /// - Throws: `.malformed` for extra data without a byte; `.tooLarge` over a limit.
    package init(index: UInt64, path: [Digest], note: SignedNote, extra: [UInt8]? = nil) throws(RecordsError)
    {
        guard extra?.isEmpty != true else {
            throw RecordsError(.malformed, "a proof without extra data has no line for it")
        }
        guard (extra?.count ?? 0) <= Self.extraByteCountMax, path.count <= InclusionProof.pathCountMax else {
            throw RecordsError(
                .tooLarge,
                "a proof has at most \(InclusionProof.pathCountMax) hashes and \(Self.extraByteCountMax) extra bytes"
            )
        }
        self.index = index
        self.path = path
        self.note = note
        self.extra = extra
    }

    /// The checkpoint that shows the leaf to be in the log, if the policy is satisfied and the path leads to its root.
    ///
    /// - Throws: what ``CheckpointPolicy/verify(_:)`` throws; `.mismatch` where the path does not lead to the root.
    package func verify(leafHash: Digest, policy: CheckpointPolicy) throws(RecordsError) -> VerifiedCheckpoint
    {
        let verified = try policy.verify(note)
        let proof = InclusionProof(index: index, size: verified.head.size, path: path)
        guard proof.holds(leafHash: leafHash, head: verified.head) else {
            throw RecordsError(
                .mismatch,
                "the leaf is not at position \(index) of \(policy.origin) in this checkpoint"
            )
        }
        return verified
    }
}

extension LogProof {
    /// The proof as text.
    package var bytes: [UInt8] {
        var text = Self.title + "\n"
        if let extra {
            text += Self.extraWord + Base64.encode(extra) + "\n"
        }
        text += Self.indexWord + String(index) + "\n"
        for hash in path {
            text += Base64.encode(hash.bytes) + "\n"
        }
        return Array(text.utf8) + [Self.newline] + note.bytes
    }

    /// Reads a proof; whatever it accepts, ``bytes`` writes again without a difference.
    ///
    /// Nothing is verified yet.
    ///
    /// - Throws: `.malformed`, `.tooLarge`; `.unknownVersion` for another title.
    package init(parsing bytes: [UInt8]) throws(RecordsError) {
        guard bytes.count <= Self.byteCountMax else {
            throw RecordsError(.tooLarge, "a proof of \(bytes.count) bytes exceeds \(Self.byteCountMax)")
        }
        var lines = ProofLines(bytes, of: "a proof")
        let title = try lines.line()
        guard title == Self.title else {
            throw RecordsError(.unknownVersion, "a proof begins with \(Self.title)")
        }
        var line = try lines.line()
        var extra: [UInt8]?
        if line.hasPrefix(Self.extraWord) {
            guard let data = Base64.decode(line.dropFirst(Self.extraWord.count)) else {
                throw RecordsError(.malformed, "the extra data of a proof is not base64")
            }
            extra = data
            line = try lines.line()
        }
        guard line.hasPrefix(Self.indexWord), let index = Decimal.parse(line.dropFirst(Self.indexWord.count))
        else {
            throw RecordsError(.malformed, "a proof names an index, without leading zeroes")
        }
        let path = try lines.hashes(countMax: InclusionProof.pathCountMax)
        try self.init(index: index, path: path, note: SignedNote(parsing: Array(lines.rest)), extra: extra)
    }

    private static let title = "c2sp.org/tlog-proof@v1"
    private static let extraWord = "extra "
    private static let indexWord = "index "
    private static let newline = UInt8(ascii: "\n")
}
