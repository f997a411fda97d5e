import Cryptography
import Records
import Testing

@Suite struct NoteKeyTests {
    /// Keys of C2SP signed-note, "Verifier keys", and of the tests of Go's package golang.org/x/mod/sumdb/note.
    static let known = [
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop",
    ]

    @Test(arguments: known)
    func `a known key is read and written again, with the id computed`(text: String) throws {
        let key = try NoteVerifierKey(text: text)
        #expect(key.text == text)
        #expect(key.algorithm == .ed25519)
        let again = NoteVerifierKey(name: key.name, algorithm: key.algorithm, publicKey: key.publicKey)
        #expect(again.id == key.id)
    }

    @Test func `a cosigner's key has an id of its own over the same bytes`() throws {
        let key = try NoteVerifierKey(text: Self.known[0])
        let cosigner = NoteVerifierKey(name: key.name, algorithm: .cosignature, publicKey: key.publicKey)
        #expect(cosigner.id != key.id)
        #expect(try NoteVerifierKey(text: cosigner.text) == cosigner)
    }

    @Test func `no part of a key's text, and no text with one character changed, is a key`() {
        for known in Self.known {
            let bytes = Array(known.utf8)
            for start in 0..<bytes.count {
                for end in start...bytes.count where end - start < bytes.count {
                    let part = String(decoding: bytes[start..<end], as: UTF8.self)
                    #expect(throws: RecordsError.self) { try NoteVerifierKey(text: part) }
                }
                var changed = bytes
                changed[start] += 1
                #expect(throws: RecordsError.self) {
                    try NoteVerifierKey(text: String(decoding: changed, as: UTF8.self))
                }
            }
        }
    }

    @Test func `the reasons are told apart`() {
        #expect(throws: RecordsError(.notCanonical, "")) {
            try NoteVerifierKey(text: "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
        }
        #expect(throws: RecordsError(.mismatch, "")) {
            try NoteVerifierKey(text: "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
        }
        #expect(throws: RecordsError(.unknownVersion, "")) {
            try NoteVerifierKey(text: "PeterNeumann+c74f20a3+Bhpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
        }
        #expect(throws: RecordsError(.malformed, "")) {
            try NoteVerifierKey(text: "PeterNeumann+c74f20a3+AQ==")
        }
    }

    @Test(arguments: ["", "a b", "a+b", "a\u{00A0}b", "a\u{3000}b", "a\u{0085}b", "a\tb", "a\nb", "a\u{01}b"])
    func `a name with spaces, a plus sign or nothing in it is refused`(name: String) {
        #expect(throws: RecordsError(.malformed, "")) { try NoteKeyName(name) }
    }

    @Test func `names are equal byte by byte, not by Unicode's equivalence`() throws {
        #expect("K" == "\u{212A}")
        #expect(try NoteKeyName("K") != NoteKeyName("\u{212A}"))
        #expect(try NoteKeyName("é") != NoteKeyName("e\u{301}"))
    }
}
