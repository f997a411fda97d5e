import Cryptography
import Testing

@testable import Records

/// What a log shows a witness, and what it makes of the answer (C2SP tlog-witness).
struct WitnessSubmissionTests {
    /// The example of C2SP tlog-witness, add-checkpoint.
    private static let example = """
        old 20852014
        PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
        jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
        5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
        /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
        — example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=

        """

    @Test func `the example of the specification is read and written again`() throws {
        let submission = try WitnessSubmission(parsing: Array(Self.example.utf8))
        #expect(submission.oldSize == 20_852_014)
        #expect(submission.path.count == 4)
        #expect(try Checkpoint(submission.note).head.size == 20_852_163)
        #expect(submission.note.signatures.count == 2)
        #expect(submission.bytes == Array(Self.example.utf8))
    }

    @Test(arguments: [
        ("old 20852014", "old 020852014"), ("old 20852014", "Old 20852014"),
        ("old 20852014", "old  20852014"),
        ("old 20852014", "old -1"), ("old 20852014\n", ""), ("PlRN", "PlR\u{0}"), ("gPd8=", "gPd8"),
        ("\n\nexample", "\nexample"),
    ])
    func `what is no submission is malformed`(place: String, put: String) {
        let text = Self.example.replacing(place, with: put)
        #expect(text != Self.example)
        let error = #expect(throws: RecordsError.self) { try WitnessSubmission(parsing: Array(text.utf8)) }
        #expect(error?.code == .malformed)
    }

    @Test func `sixty-three hashes are read, and one more is too many`() throws {
        let hash = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
        let note = Self.example.split(separator: "\n\n", maxSplits: 1)[1]
        let text = { (count: Int) in
            Array(("old 1\n" + String(repeating: hash, count: count) + "\n" + note).utf8)
        }
        #expect(try WitnessSubmission(parsing: text(63)).path.count == 63)
        let error = #expect(throws: RecordsError.self) { try WitnessSubmission(parsing: text(64)) }
        #expect(error?.code == .tooLarge)
    }

    @Test func `a size is only what the media type says and stands in its one form`() {
        let size = { (media: String, body: String) in
            WitnessAnswer(status: 409, mediaType: media, body: Array(body.utf8))
        }
        #expect(size("text/x.tlog.size", "7\n") == .stale(size: 7))
        #expect(size("text/plain", "7\n") == .contradicted)
        for body in ["7", "07\n", "\n", "", "x\n", "7\n\n", "9223372036854775807\n"] {
            #expect(size("text/x.tlog.size", body) == .refused(status: 409), "\(body)")
        }
        #expect(WitnessAnswer(status: 422, mediaType: "", body: []) == .contradicted)
        #expect(WitnessAnswer(status: 200, mediaType: "", body: [1]) == .lines([1]))
        for status in [400, 403, 404, 500, 302] {
            #expect(WitnessAnswer(status: status, mediaType: "", body: []) == .refused(status: status))
        }
    }
}
