import Testing

@testable import SealTags

@Suite struct ReaderProtocolTests {
    private static let requests: [(ReaderRequest.Action, String)] = [
        (.open, "01 01 00000007 000003E8"),
        (.select, "01 02 00000007 000003E8"),
        (.exchange([0x90, 0x60, 0, 0, 0]), "01 03 00000007 000003E8 9060000000"),
        (.presence, "01 04 00000007 000003E8"),
        (.release, "01 05 00000007 000003E8"),
    ]

    @Test(arguments: requests) func `a request has one form`(action: ReaderRequest.Action, text: String)
        throws
    {
        let request = try ReaderRequest(number: 7, limitMilliseconds: 1000, action)
        #expect(try request.bytes == bytes(text))
        #expect(try ReaderRequest(bytes: try bytes(text)) == request)
    }

    @Test func `an answer has one form`() throws {
        let results: [(ReaderAnswer.Result, String)] = [
            (.opened, "01 81 00000007"),
            (.target(try target("04DE5F1EACC040")), "01 82 00000007 0344 20 07 04DE5F1EACC040 7771710280"),
            (.noTarget, "01 83 00000007"),
            (.answer([0x91, 0x00]), "01 84 00000007 9100"),
            (.present(true), "01 85 00000007 01"),
            (.released, "01 86 00000007"),
            (.failed(.chipSilent, -6), "01 87 00000007 06 FA"),
        ]
        for (result, text) in results {
            let answer = ReaderAnswer(number: 7, result)
            #expect(try answer.bytes == bytes(text))
            #expect(try ReaderAnswer(bytes: try bytes(text)) == answer)
        }
    }

    @Test(arguments: [
        "", "01", "01 01 0000000", "02 01 00000007 000003E8", "01 00 00000007 000003E8",
        "01 06 00000007 000003E8", "01 01 00000007", "01 01 00000007 0003E8", "01 01 00000007 000003E8 00",
        "01 03 00000007 000003E8", "01 02 00000007 00000000", "01 02 00000007 0000EA61", "01 81 00000007",
    ])
    func `a request that is not in the form is refused`(text: String) throws {
        let message = try bytes(text.filter { $0 != " " }.count.isMultiple(of: 2) ? text : text + "0")
        #expect(throws: TagError(.malformedMessage, "")) { try ReaderRequest(bytes: message) }
    }

    @Test(arguments: [
        "", "01 81 000000", "02 81 00000007", "01 80 00000007", "01 88 00000007", "01 81 00000007 00",
        "01 82 00000007 0344 20 07 04DE5F1EACC0", "01 82 00000007 0344 20 05 04DE5F1EAC",
        "01 82 00000007 0344 20 00",
        "01 85 00000007", "01 85 00000007 02", "01 87 00000007 06", "01 87 00000007 00 00",
        "01 87 00000007 0B 00",
        "01 01 00000007",
    ])
    func `an answer that is not in the form is refused`(text: String) throws {
        let message = try bytes(text)
        #expect(throws: TagError(.malformedMessage, "")) { try ReaderAnswer(bytes: message) }
    }

    @Test func `a command beyond what libnfc survives is refused on both sides`() throws {
        let long = [UInt8](repeating: 0x90, count: TagLimits.commandByteCountMax + 1)
        #expect(throws: TagError(.invalidArgument, "")) {
            try ReaderRequest(number: 1, limitMilliseconds: 1000, .exchange(long))
        }
        let message = try bytes("01 03 00000001 000003E8") + long
        #expect(throws: TagError(.malformedMessage, "")) { try ReaderRequest(bytes: message) }
    }

    @Test func `random bytes are refused or come back as they were`() throws {
        var generator = SystemRandomNumberGenerator()
        var taken = 0
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...(Bool.random(using: &generator) ? 20 : 600), using: &generator)
            var random = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            if count > 1 {
                random[0] = 1
                random[1] = Bool.random(using: &generator) ? random[1] & 7 : random[1] & 7 | 0x80
            }
            if let request = try? ReaderRequest(bytes: random) {
                #expect(request.bytes == random)
                taken += 1
            }
            if let answer = try? ReaderAnswer(bytes: random) {
                #expect(answer.bytes == random)
                taken += 1
            }
        }
        #expect(taken > 0)
    }
}
