import Testing

@testable import SealTags

/// Nothing that a tag sends may stop the process.
@Suite struct TagParserTests {
    @Test func `answers of any bytes are taken apart or refused`() throws {
        var generator = SystemRandomNumberGenerator()
        let key = try key(zeroKey)
        let attempt = try Authentication(.first, .presence, key, challenge: [UInt8](repeating: 1, count: 16))
        let theirs = [UInt8](repeating: 2, count: 16)
        for round in 0..<5000 {
            let count = Int.random(in: 0...(round % 2 == 0 ? 40 : 300), using: &generator)
            var random = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            if count > 1, round % 3 != 0 {
                random[count - 2] = 0x91
                random[count - 1] = round % 3 == 1 ? 0x00 : 0xAF
            }
            guard let answer = try? TagAnswer(random) else {
                #expect(count < 2 || count > TagLimits.answerByteCountMax)
                continue
            }
            _ = try? attempt.theirs(in: answer)
            #expect(throws: TagError.self) { try attempt.session(theirs: theirs, answer: answer) }
            for mode in [CommunicationMode.mac, .full] {
                var session = SecureSession(
                    keyNumber: .presence,
                    keys: SessionKeys(encryption: key.secret, authentication: key.secret),
                    transaction: [0, 0, 0, 0]
                )
                #expect(throws: TagError(.answerNotAuthentic, "")) { try session.open(answer, mode) }
            }
            if let settings = try? FileSettings(answer: answer.data) {
                #expect(settings.mirroring != nil || answer.data.count == 7)
            }
            _ = TagVersion(frames: [answer.data, answer.data, answer.data])
            _ = try? SecureDynamicMessage(encrypted: answer.data, key: key)
        }
    }

    @Test func `padding is taken off only where it is padding`() {
        for count in 0...48 {
            let plain = [UInt8](repeating: 0x80, count: count)
            let padded = BlockPadding.add(plain)
            #expect(padded.count.isMultiple(of: 16) && padded.count > count)
            #expect(BlockPadding.remove(padded) == plain)
        }
        #expect(BlockPadding.remove([]) == nil)
        #expect(BlockPadding.remove([UInt8](repeating: 0, count: 16)) == nil)
        #expect(BlockPadding.remove([0x81] + [UInt8](repeating: 0, count: 15)) == nil)
        #expect(BlockPadding.remove([0x80] + [UInt8](repeating: 0, count: 16)) == nil)
    }

    @Test func `settings of the factory are read and written back`() throws {
        // NT4H2421Gx, tables 7 to 9, as GetFileSettings gives them on a new tag.
        let proprietary = try FileSettings(answer: try bytes("0003 30 23 800000"))
        #expect(proprietary.mode == .full)
        #expect(proprietary.read == .key(.tamperLoop) && proprietary.write == .key(.keyService))
        #expect(proprietary.readWrite == .key(.keyService) && proprietary.change == .key(.administration))
        #expect(try proprietary.changeData == bytes("03 30 23"))
        #expect(try FileSettings(answer: try bytes("0000 E0 EE 000100")).changeData == bytes("00 E0 EE"))
        for wrong in ["", "0003302380000", "0103302380000", "0003 35 23 800000", "0003 30 23 800000 00"] {
            let wrong = try bytes(wrong.filter { $0 != " " }.count.isMultiple(of: 2) ? wrong : wrong + "0")
            guard wrong.count != 7 || wrong[0] != 0 || wrong[2] == 0x35 else { continue }
            #expect(throws: TagError(.malformedAnswer, "")) { try FileSettings(answer: wrong) }
        }
    }
}
