import Cryptography
import Records
import Testing

@Suite struct CheckpointTests {
    /// The example of C2SP tlog-checkpoint, with the cosignature of C2SP tlog-cosignature.
    static let example = """
        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        \u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
        \u{2014} witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==

        """

    @Test func `the example of C2SP is read and written again`() throws {
        let note = try SignedNote(parsing: Array(Self.example.utf8))
        let checkpoint = try Checkpoint(note)
        #expect(checkpoint.origin.text == "example.com/behind-the-sofa")
        #expect(checkpoint.head.size == 20_852_163)
        #expect(
            checkpoint.head.root.description
                == "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62"
        )
        #expect(checkpoint.extensions.isEmpty)
        #expect(checkpoint.text == note.text)
        // The time that the example of tlog-cosignature writes out in its signed message.
        #expect(try Cosignature(note.signatures[1].bytes).seconds == 1_679_315_147)
    }

    @Test func `a cosigner signs the two lines and the checkpoint as the example writes them`() throws {
        let note = try SignedNote(parsing: Array(Self.example.utf8))
        let cosignature = try Cosignature(note.signatures[1].bytes)
        let message = """
            cosignature/v1
            time 1679315147
            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

            """
        #expect(cosignature.message(over: note.text) == Array(message.utf8))
        #expect(cosignature.bytes == note.signatures[1].bytes)
    }

    @Test func `extension lines are kept`() throws {
        let text = Array(
            "a.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nmore é\nlines\n".utf8
        )
        let checkpoint = try Checkpoint(parsing: text)
        #expect(checkpoint.head == .empty)
        #expect(checkpoint.extensions == ["more é", "lines"])
        #expect(checkpoint.text == text)
    }

    @Test(arguments: [
        "a.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "a.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n",
        "a.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\nmore\n",
        "a.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\n",
        "a.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
        "a.example/log\n0\n47DEQpj8HBSa\n", "a.example/log\n0\n",
        "a.example/log\n00\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "a.example/log\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "a.example/log\n+1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "a.example/log\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "a.example/log\n\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "a.example/log\n18446744073709551616\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "a.example/log\n１\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", "", "\n",
        "A.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
    ])
    func `any other text is no checkpoint`(text: String) {
        #expect(throws: RecordsError(.malformed, "")) { try Checkpoint(parsing: Array(text.utf8)) }
    }

    @Test func `a tree larger than any may be is refused`() throws {
        let text = "a.example/log\n4611686018427387905\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
        #expect(throws: RecordsError(.tooLarge, "")) { try Checkpoint(parsing: Array(text.utf8)) }
    }

    @Test func `an extension line that would break the text is refused`() throws {
        let origin = try Origin("a.example/log")
        for line in ["", "a\nb", "\u{7}"] {
            #expect(throws: RecordsError(.malformed, "")) {
                try Checkpoint(origin: origin, head: .empty, extensions: [line])
            }
        }
    }

    @Test func `a cosignature of another length or a time beyond the largest is refused`() {
        #expect(throws: RecordsError(.malformed, "")) { try Cosignature([UInt8](repeating: 0, count: 71)) }
        #expect(throws: RecordsError(.malformed, "")) { try Cosignature([UInt8](repeating: 0, count: 73)) }
        #expect(throws: RecordsError(.malformed, "")) {
            try Cosignature([0x80] + [UInt8](repeating: 0, count: 71))
        }
    }
}
