/// The detail of `headCosignedOutside`: the note as it stood with the cosignatures of outsiders.
package struct HeadCosignedOutside: Canonical, Hashable {
    /// The most witnesses outside the house.
    package static let witnessCountMax = 12

    /// The note: the log's signature and the outsiders' cosignatures.
    package let note: Bytes
    /// The keys of those outsiders, as text (C2SP signed-note, "Verifier keys"): what they were when they cosigned.
    package let witnesses: [String]

    /// A note with the keys of those who cosigned it.
    package init(note: SignedNote, witnesses: [NoteVerifierKey]) {
        self.note = Bytes(note.bytes)
        self.witnesses = witnesses.map(\.text)
    }

    /// The head, without a word about its signatures.
    package func checkpoint() throws(RecordsError) -> Checkpoint {
        try Checkpoint(SignedNote(parsing: note.bytes))
    }

    /// When each of the outsiders cosigned, by its own clock, in seconds since 1970; every line is verified.
    ///
    /// - Throws: `.mismatch` for a line that does not verify, `.refused` where a line is missing, `.malformed`.
    package func cosignedAtSeconds() throws(RecordsError) -> [NoteVerifierKey: UInt64] {
        let note = try SignedNote(parsing: note.bytes)
        var keys: [NoteVerifierKey] = []
        for text in witnesses { keys.append(try NoteVerifierKey(text: text)) }
        let lines = try note.verified(by: keys)
        var seconds: [NoteVerifierKey: UInt64] = [:]
        for key in keys {
            guard let line = lines[key] else {
                throw RecordsError(.refused, "the cosignature of \(key.name) is not on the note")
            }
            seconds[key] = try Cosignature(line.bytes).seconds
        }
        return seconds
    }

    package var canonical: CBOR { .map(CBORMap([0: note.canonical, 1: .list(witnesses)])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a head cosigned outside")
        note = try fields.value(0)
        witnesses = try fields.list(1, countMax: Self.witnessCountMax)
        try fields.finish()
        guard note.bytes.count <= SignedNote.byteCountMax else {
            throw RecordsError(.tooLarge, "a note is at most \(SignedNote.byteCountMax) bytes")
        }
        guard !witnesses.isEmpty else {
            throw RecordsError(.malformed, "a head cosigned outside names who cosigned it")
        }
    }
}
