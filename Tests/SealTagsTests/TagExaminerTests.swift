import Cryptography
import Testing

@testable import SealTags

/// Whole conversations, with the values of NXP AN12196 on the line.
@Suite struct TagExaminerTests {
    private static let challenge = "13C5DB8A5930439FC3DEF9A4C675360F"
    private static let first = ("9071000002000000", "A04C124213C186F22399D33AC2A3021591AF")
    private static let second = (
        "90AF00002035C3E05A752E0144BAC0DE51C1F22C56B34408A23D8AEA266CAB947EA8E0118D00",
        "3FA64DB5446D1F34CD6EA311167F5E4985B89690C04A05F17FA7AB2F081206639100"
    )
    private static let select = ("00A4040C07D2760000850101", "9000")
    private static let version = ("90640000010000", "009100")

    private func examiner(_ ledger: FailureBook = freshLedger()) -> TagExaminer<FailureBook> {
        TagExaminer(ledger: ledger) { () throws(CryptographyError) in
            Hex.decode(Self.challenge) ?? []
        }
    }

    private func prove(
        _ script: [(String, String)],
        _ ledger: FailureBook = freshLedger(),
        uid text: String = "04DE5F1EACC040"
    ) async throws -> (grade: TagGrade, isOver: Bool) {
        let channel = try ScriptedChannel(try target("04DE5F1EACC040"), script)
        let grade = try await examiner(ledger).prove(
            channel,
            uid: try uid(text),
            keyNumber: .administration,
            key: .factory
        )
        return (grade, channel.isOver)
    }

    @Test func `a tag that holds the key is proved with four exchanges`() async throws {
        let (grade, isOver) = try await prove([Self.select, Self.version, Self.first, Self.second])
        let proof = try #require(grade.proof)
        #expect(isOver)
        #expect(try proof.uid == uid("04DE5F1EACC040"))
        #expect(proof.keyNumber == .administration && proof.keyVersion == 0)
        var expected = Array("signet/tag-transcript/v1".utf8) + [0]
        for pair in [Self.select, Self.version, Self.first, Self.second] {
            for part in [try bytes(pair.0), try bytes(pair.1)] { expected += [0, UInt8(part.count)] + part }
        }
        #expect(proof.transcript == SHA256.hash(expected))
    }

    @Test func `another identifier is refused without a word to the tag`() async throws {
        let (grade, isOver) = try await prove([], uid: "04DE5F1EACC041")
        #expect(try grade == .refused(.otherTag(uid("04DE5F1EACC040"))))
        #expect(isOver)
    }

    @Test func `a key of another version is not tried`() async throws {
        let (grade, isOver) = try await prove([Self.select, ("90640000010000", "059100")])
        #expect(grade == .refused(.keyVersion(5)) && isOver)
    }

    @Test func `after the first wrong key the tag is never asked again`() async throws {
        let ledger = freshLedger()
        let wrong = (Self.second.0, "91AE")
        let script = [Self.select, Self.version, Self.first, wrong]
        #expect(try await prove(script, ledger).grade == .refused(.wrongKey))
        let (grade, isOver) = try await prove([Self.select, Self.version], ledger)
        #expect(grade == .refused(.budgetSpent) && isOver)
    }

    @Test func `a tag that returns another challenge is refused and counts as a failure`() async throws {
        let ledger = freshLedger()
        let forged = (Self.second.0, "3FA64DB5446D1F34CD6EA311167F5E4985B89690C04A05F17FA7AB2F081206629100")
        let script = [Self.select, Self.version, Self.first, forged]
        #expect(try await prove(script, ledger).grade == .refused(.notAuthentic))
        #expect(ledger.isSpent(try uid("04DE5F1EACC040"), .administration))
    }

    @Test func `a tag that slows down is its own refusal and not our failure`() async throws {
        let ledger = freshLedger()
        let script = [Self.select, Self.version, (Self.first.0, "91AD")]
        #expect(try await prove(script, ledger).grade == .refused(.slowedDown))
        #expect(!ledger.isSpent(try uid("04DE5F1EACC040"), .administration))
    }

    @Test func `a tag without the application of seals is refused`() async throws {
        let (grade, _) = try await prove([(Self.select.0, "6A82")])
        #expect(grade == .refused(.noSealApplication))
    }

    @Test(arguments: [
        (UInt8(0x08), TagGrade.refused(.copiedWithPocketTools)), (0x00, .weak(.signatureOnly)),
        (0x01, .refused(.identifierOnly)),
    ])
    func `a tag that cannot be challenged gets its grade from the selection`(
        selectAcknowledge: UInt8,
        grade: TagGrade
    ) async throws {
        let channel = try ScriptedChannel(
            try target("04DE5F1EACC040", selectAcknowledge: selectAcknowledge),
            []
        )
        let found = try await examiner().prove(
            channel,
            uid: try uid("04DE5F1EACC040"),
            keyNumber: .presence,
            key: .factory
        )
        #expect(found == grade)
    }

    @Test func `air and reader are errors and no grades`() async throws {
        struct SilentChannel: TagChannel {
            let target: TagTarget
            func transceive(_ command: [UInt8]) async throws(TagError) -> [UInt8] {
                throw TagError(.readerIll, "", illness: .overdue)
            }
        }
        let channel = SilentChannel(target: try target("04DE5F1EACC040"))
        await #expect(throws: TagError(.readerIll, "")) {
            try await examiner().prove(
                channel,
                uid: channel.target.uid,
                keyNumber: .presence,
                key: .factory
            )
        }
    }

    // GetVersion of NT4H2421Gx, tables 55 to 57.
    private static let frames = [
        ("9060000000", "0404023000110591AF"), ("90AF000000", "0404020102110591AF"),
        ("90AF000000", "04DE5F1EACC040CF39D449802A199100"),
    ]

    @Test func `a tag is identified by selection and version`() async throws {
        let channel = try ScriptedChannel(try target("04DE5F1EACC040"), Self.frames)
        let identity = try await examiner().identify(channel)
        #expect(identity.kind == .ntag424 && identity.uid == channel.target.uid)
        #expect(try identity.version?.production == bytes("CF39D449802A19"))
    }

    @Test func `a tag with a tamper loop is told apart`() async throws {
        var frames = Self.frames
        frames[0].1 = "0404083000110591AF"
        let channel = try ScriptedChannel(try target("04DE5F1EACC040"), frames)
        #expect(try await examiner().identify(channel).kind == .ntag424TagTamper)
    }

    @Test func `a tag that shows another identifier inside is no seal's tag`() async throws {
        let channel = try ScriptedChannel(try target("04DE5F1EACC041"), Self.frames)
        await #expect(throws: TagError(.malformedAnswer, "")) { try await examiner().identify(channel) }
    }

    @Test func `another tag of APDUs is identified as such`() async throws {
        let channel = try ScriptedChannel(try target("04DE5F1EACC040"), [("9060000000", "6D00")])
        let identity = try await examiner().identify(channel)
        #expect(identity.kind == .otherTransmissionProtocol && identity.version == nil)
    }

    // AN12196, table 30.
    @Test func `the maker's signature ends in a status of its own`() async throws {
        let signature =
            "D1940D17CFEDA4BFF80359AB975F9F6514313E8F90C1D3CAAF5941AD744A1CDF9A83F883CAFE0FE95D1939B1B7E47113993324473B785D21"
        for status in ["9190", "9100"] {
            let script = [("903C0000010000", signature + status)]
            let channel = try ScriptedChannel(try target("04518DFAA96180"), script)
            #expect(try await examiner().originalitySignature(channel) == bytes(signature))
        }
    }
}
