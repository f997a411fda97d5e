import Authority
import Cryptography
import Records
import Testing

@testable import Enrolment

@Suite struct ComparisonTests {
    /// The examples of D.
    ///
    /// S. Wilkerson's proposal (arXiv:0901.4016).
    static let examples: [([UInt8], String)] = [
        ([127, 0, 0, 1], "lusab-babad"), ([63, 84, 220, 193], "gutih-tugad"),
        ([63, 118, 7, 35], "gutuk-bisog"),
        ([140, 98, 193, 141], "mudof-sakat"), ([64, 255, 6, 200], "haguz-biram"),
        ([128, 30, 52, 45], "mabiv-gibot"),
        ([147, 67, 119, 2], "natag-lisaf"), ([212, 58, 253, 68], "tibup-zujah"),
        ([216, 35, 68, 215], "tobog-higil"),
        ([216, 68, 232, 21], "todah-vobij"), ([198, 81, 129, 136], "sinid-makam"),
        ([12, 110, 110, 204], "budov-kuras"),
    ]

    @Test(arguments: examples)
    func `words are those of the proposal`(bytes: [UInt8], text: String) {
        let words = [0, 2].map { Proquint.word(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])) }
        #expect(words.joined(separator: "-") == text)
    }

    @Test func `every word says its bits and no other`() {
        var seen: Set<String> = []
        for bits in UInt16.min...UInt16.max {
            let word = Proquint.word(bits)
            seen.insert(word)
            #expect(Proquint.bits(word) == bits)
        }
        #expect(seen.count == 65_536)
        for text in ["", "lusa", "lusabb", "lasub-", "cusab", "lesab", "印", "lus b"] {
            #expect(Proquint.bits(text) == nil)
        }
        #expect(Proquint.bits("LUSAB") == 0x7F00)
    }

    @Test func `both sides see the same words, and a changed key changes them`() throws {
        let installation = try Installation()
        let signedSlip = try installation.slip()
        let slip = try signedSlip.opened()
        let request = try installation.request(signedSlip).claimed()
        let atCabinet = ComparisonWords(cabinet: request.keys, slip: slip)
        let services = try installation.services
        let atOfficer = ComparisonWords(
            cabinet: installation.statement(request),
            root: installation.root.digest,
            services: services
        )
        #expect(atCabinet == atOfficer)
        #expect(atCabinet.words.count == 5)
        #expect(atCabinet.words.allSatisfy { Proquint.bits($0) != nil })
        #expect(atCabinet.digitGroups.count == 5)
        #expect(atCabinet.digitGroups.allSatisfy { $0.count == 4 && $0.allSatisfy(\.isNumber) })

        let foreign = try CabinetSecrets(making: credential()).publicKeys()
        var others = [ComparisonWords(cabinet: foreign, slip: slip)]
        for (root, notes, transport, enrolment) in [
            ([1], [], [], []), ([], [1], [], []), ([], [], [1], []), ([], [], [], [1]),
        ] as [([UInt8], [UInt8], [UInt8], [UInt8])] {
            others.append(
                ComparisonWords(
                    cabinet: request.keys,
                    root: root.isEmpty ? slip.root : SHA256.hash(root),
                    notesKey: notes.isEmpty ? slip.notesKey.bytes : notes,
                    transportKey: transport.isEmpty ? slip.transportKey.bytes : transport,
                    enrolmentKey: enrolment.isEmpty ? slip.enrolmentKey.bytes : enrolment
                )
            )
        }
        for other in others {
            #expect(other.words != atCabinet.words)
            #expect(other.digitGroups != atCabinet.digitGroups)
        }
    }

    /// Computed with Python's hashlib and integers from the definition.
    @Test func `words and digits of a known content`() throws {
        let key = { (byte: UInt8) in Bytes([UInt8](repeating: byte, count: 32)) }
        let words = ComparisonWords(
            cabinet: CabinetKeys(
                acts: key(1),
                telemetry: key(2),
                act: key(3),
                witness: key(4),
                device: Bytes([UInt8](repeating: 5, count: 65)),
                transport: key(6),
                sealing: key(7),
                nextActs: key(8)
            ),
            root: try #require(Digest([UInt8](repeating: 9, count: 32))),
            notesKey: key(10).bytes,
            transportKey: key(11).bytes,
            enrolmentKey: key(12).bytes
        )
        #expect(words.words.joined(separator: "-") == "mikif-jomor-kupuk-zukir-jilul")
        #expect(words.digitGroups.joined(separator: "-") == "9735-4458-5983-4871-3024")
    }
}
