import Cryptography
import Records
import Testing

@Suite struct SignedNoteTests {
    /// The note of the tests of Go's package golang.org/x/mod/sumdb/note.
    static let text = """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.

        """
    static let peter = """
        \u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

        """
    static let enoch = """
        \u{2014} EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=

        """

    static let peterKey = try? NoteVerifierKey(text: NoteKeyTests.known[1])
    static let enochKey = try? NoteVerifierKey(text: NoteKeyTests.known[2])

    @Test func `the example of C2SP signed-note verifies`() throws {
        let bytes = """
            This is an example message.

            \u{2014} example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=

            """
        let note = try SignedNote(parsing: Array(bytes.utf8))
        let key = try NoteVerifierKey(text: NoteKeyTests.known[0])
        #expect(try note.verified(by: [key]).keys.first == key)
        #expect(note.bytes == Array(bytes.utf8))
    }

    @Test func `Ed25519 gives the known line for the known key`() throws {
        // The seed is the key PRIVATE+KEY+PeterNeumann+c74f20a3+… of Go's tests, without its type byte.
        let material = try #require(Base64.decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"))
        let key = try Ed25519PrivateKey(seed: Array(material.dropFirst()))
        let peter = try #require(Self.peterKey)
        #expect(key.publicKey == peter.publicKey)
        let signature = try NoteSignature(
            name: peter.name,
            keyID: peter.id,
            bytes: key.signature(for: Array(Self.text.utf8))
        )
        #expect(signature.line == Self.peter)
    }

    @Test func `known keys are verified, unknown lines are kept and passed over`() throws {
        let (peter, enoch) = (try #require(Self.peterKey), try #require(Self.enochKey))
        let bytes = Array((Self.text + "\n" + Self.peter + Self.enoch).utf8)
        let note = try SignedNote(parsing: bytes)
        #expect(note.text == Array(Self.text.utf8))
        #expect(note.bytes == bytes)
        #expect(Set(try note.verified(by: [peter]).keys) == [peter])
        #expect(Set(try note.verified(by: [peter, enoch]).keys) == [peter, enoch])
        #expect(try note.verified(by: []).isEmpty)
    }

    @Test func `a line that claims a known key and does not verify refuses the whole note`() throws {
        let (peter, enoch) = (try #require(Self.peterKey), try #require(Self.enochKey))
        let changed = Self.text.replacing("problem", with: "Problem", maxReplacements: 1)
        let note = try SignedNote(parsing: Array((changed + "\n" + Self.peter + Self.enoch).utf8))
        #expect(throws: RecordsError(.mismatch, "")) { try note.verified(by: [peter]) }
        let truncated = try NoteSignature(name: enoch.name, keyID: enoch.id, bytes: [1])
        let other = try SignedNote(parsing: Array((Self.text + "\n" + Self.peter).utf8)).adding(truncated)
        #expect(throws: RecordsError(.mismatch, "")) { try other.verified(by: [peter, enoch]) }
        #expect(try other.verified(by: [peter]).count == 1)
    }

    @Test func `a known key that signed twice is refused, an unknown one is not`() throws {
        let (peter, enoch) = (try #require(Self.peterKey), try #require(Self.enochKey))
        let note = try SignedNote(
            parsing: Array((Self.text + "\n" + Self.peter + Self.enoch + Self.enoch).utf8)
        )
        #expect(throws: RecordsError(.refused, "")) { try note.verified(by: [peter, enoch]) }
        #expect(try note.verified(by: [peter]).count == 1)
        #expect(throws: RecordsError(.refused, "")) { try note.verified(by: [peter, peter]) }
    }

    @Test func `a line that shares only the name or only the id with a known key is an unknown one`() throws {
        let peter = try #require(Self.peterKey)
        for line in [
            Self.peter.replacing("PeterNeumann", with: "CarmenSandiego"),
            Self.peter.replacing("x08g", with: "xxxx"),
        ] {
            let note = try SignedNote(parsing: Array((Self.text + "\n" + line).utf8))
            #expect(try note.verified(by: [peter]).isEmpty)
        }
    }

    @Test(arguments: [
        text, text + "\n", text + "\n" + peter.dropLast(), "\u{01}" + text + "\n" + peter,
        text + "\n" + peter + "\n",
        text + "\n" + peter.replacing("PeterNeumann", with: "Peter Neumann"),
        text + "\n" + peter + "Another line.\n",
        text + "\n" + peter.replacing("\u{2014}", with: "-"),
        text + "\n" + peter.replacing("AM=", with: "AN="),
        text + "\n" + peter.replacing("AM=", with: "AM"),
        text + "\n" + peter.replacing(" x08", with: "  x08"),
        text + "\n\u{2014} Peter x08goA==\r\n", text + "\n\u{2014} Peter x08gow==\n", "\n", "", "\n\n",
        text + "\r\n" + peter, text + "\u{7}\n\n" + peter,
    ])
    func `bytes that are no note are refused`(note: String) {
        #expect(throws: RecordsError(.malformed, "")) { try SignedNote(parsing: Array(note.utf8)) }
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        #expect(throws: RecordsError(.malformed, "")) {
            try SignedNote(parsing: [0xFF] + Array((Self.text + "\n" + Self.peter).utf8))
        }
        var line = Array(Self.peter.utf8)
        line[6] = 0xC0
        #expect(throws: RecordsError(.malformed, "")) {
            try SignedNote(parsing: Array((Self.text + "\n").utf8) + line)
        }
    }

    @Test func `a text may hold empty lines; the last one parts it from the signatures`() throws {
        for text in ["\n", "a\n\nb\n", "a\n\n", "\n\n\n"] {
            let bytes = Array((text + "\n" + Self.peter).utf8)
            let note = try SignedNote(parsing: bytes)
            #expect(note.text == Array(text.utf8))
            #expect(note.bytes == bytes)
        }
    }

    @Test func `sixteen signatures are taken and seventeen refused`() throws {
        let sixteen = Self.text + "\n" + String(repeating: Self.enoch, count: 16)
        let note = try SignedNote(parsing: Array(sixteen.utf8))
        #expect(note.signatures.count == SignedNote.signatureCountMax)
        #expect(throws: RecordsError(.tooLarge, "")) {
            try SignedNote(parsing: Array((sixteen + Self.enoch).utf8))
        }
        #expect(throws: RecordsError(.tooLarge, "")) { try note.adding(note.signatures[0]) }
    }

    @Test func `a note of 64 KiB is taken and one byte more refused`() throws {
        let room = SignedNote.byteCountMax - Self.peter.utf8.count - 2
        let largest = String(repeating: "a", count: room) + "\n\n" + Self.peter
        #expect(try SignedNote(parsing: Array(largest.utf8)).bytes.count == SignedNote.byteCountMax)
        #expect(throws: RecordsError(.tooLarge, "")) { try SignedNote(parsing: Array(("a" + largest).utf8)) }
        let signatures = try SignedNote(parsing: Array(largest.utf8)).signatures
        #expect(throws: RecordsError(.tooLarge, "")) {
            try SignedNote(
                text: [UInt8](repeating: 0x61, count: room + 1) + [0x0A],
                signatures: signatures
            )
        }
    }

    @Test func `any flipped bit of a signed note refuses it, or is a signature by nobody known`() throws {
        let peter = try #require(Self.peterKey)
        let bytes = Array((Self.text + "\n" + Self.peter).utf8)
        for index in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[index] ^= 1 << UInt8(bit)
                let found = try? SignedNote(parsing: changed).verified(by: [peter])
                #expect(found?.isEmpty ?? true, "byte \(index), bit \(bit)")
            }
        }
    }
}
