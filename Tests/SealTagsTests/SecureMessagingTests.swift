import Cryptography
import Testing

@testable import SealTags

/// Every value is from NXP AN12196, "NTAG 424 DNA and NTAG 424 DNA TagTamper features and hints".
@Suite struct SecureMessagingTests {
    private func session(
        _ encryption: String,
        _ authentication: String,
        _ transaction: String,
        counter: UInt16
    ) throws -> SecureSession {
        SecureSession(
            keyNumber: .administration,
            keys: SessionKeys(
                encryption: SecretBytes(try bytes(encryption)),
                authentication: SecretBytes(try bytes(authentication))
            ),
            transaction: try bytes(transaction),
            commandCounter: counter
        )
    }

    @Test func `AuthenticateEV2First with key 0`() throws {
        let attempt = try Authentication(
            .first,
            .administration,
            try key(zeroKey),
            challenge: try bytes("13C5DB8A5930439FC3DEF9A4C675360F")
        )
        #expect(try attempt.firstCommand() == bytes("9071000002000000"))
        let theirs = try attempt.theirs(in: TagAnswer(try bytes("A04C124213C186F22399D33AC2A3021591AF")))
        #expect(try theirs == bytes("B9E2FC789B64BF237CCCAA20EC7E6E48"))
        #expect(
            try attempt.secondCommand(theirs: theirs)
                == bytes("90AF00002035C3E05A752E0144BAC0DE51C1F22C56B34408A23D8AEA266CAB947EA8E0118D00")
        )
        let session = try attempt.session(
            theirs: theirs,
            answer: TagAnswer(
                try bytes("3FA64DB5446D1F34CD6EA311167F5E4985B89690C04A05F17FA7AB2F081206639100")
            )
        )
        #expect(try session.transaction == bytes("9D00C4DF"))
        #expect(session.commandCounter == 0)
        let keys = try SessionKeys(
            key: try key(zeroKey),
            ours: try bytes("13C5DB8A5930439FC3DEF9A4C675360F"),
            theirs: theirs
        )
        #expect(try keys.encryption.exposedCopy() == bytes("1309C877509E5A215007FF0ED19CA564"))
        #expect(try keys.authentication.exposedCopy() == bytes("4C6626F5E72EA694202139295C7A7FC7"))
    }

    @Test func `AuthenticateEV2NonFirst keeps transaction and counter and takes new keys`() throws {
        let before = try session(zeroKey, zeroKey, "7614281A", counter: 1)
        let ours = try bytes("60BE759EDA560250AC57CDDC11743CF6")
        let attempt = try Authentication(
            .nonFirst(before),
            .administration,
            try key(zeroKey),
            challenge: ours
        )
        #expect(try attempt.firstCommand() == bytes("90770000010000"))
        let theirs = try attempt.theirs(in: TagAnswer(try bytes("A6A2B3C572D06C097BB8DB70463E22DC91AF")))
        #expect(
            try attempt.secondCommand(theirs: theirs)
                == bytes("90AF000020BE7D45753F2CAB85F34BC60CE58B940763FE969658A532DF6D95EA2773F6E99100")
        )
        let after = try attempt.session(
            theirs: theirs,
            answer: TagAnswer(try bytes("B888349C24B315EAB5B589E279C8263E9100"))
        )
        #expect(after.transaction == before.transaction && after.commandCounter == 1)
        let keys = try SessionKeys(key: try key(zeroKey), ours: ours, theirs: theirs)
        #expect(try keys.encryption.exposedCopy() == bytes("4CF3CB41A22583A61E89B158D252FC53"))
        #expect(try keys.authentication.exposedCopy() == bytes("5529860B2FC5FB6154B7F28361D30BF9"))
    }

    @Test func `a tag that does not return the challenge is found out`() throws {
        let attempt = try Authentication(
            .first,
            .administration,
            try key(zeroKey),
            challenge: try bytes("13C5DB8A5930439FC3DEF9A4C6753600")
        )
        let theirs = try attempt.theirs(in: TagAnswer(try bytes("A04C124213C186F22399D33AC2A3021591AF")))
        let answer = try TagAnswer(
            try bytes("3FA64DB5446D1F34CD6EA311167F5E4985B89690C04A05F17FA7AB2F081206639100")
        )
        #expect(throws: TagError(.answerNotAuthentic, "")) {
            try attempt.session(theirs: theirs, answer: answer)
        }
    }

    @Test func `GetFileSettings with a MAC`() throws {
        var session = try session(zeroKey, "8248134A386E86EB7FAF54A52E536CB6", "7A21085E", counter: 0)
        #expect(
            try session.wrap(NativeCommand(Instruction.getFileSettings, header: [2]), .mac)
                == bytes("90F5000009026597A457C8CD442C00")
        )
        let data = try session.open(
            TagAnswer(try bytes("0040EEEE000100D1FE001F00004400004400002000006A00002A474282E7A479869100")),
            .mac
        )
        #expect(try data == bytes("0040EEEE000100D1FE001F00004400004400002000006A0000"))
        #expect(session.commandCounter == 1)
        let settings = try FileSettings(answer: data)
        #expect(settings.read == .free && settings.change == .free && settings.mode == .plain)
        #expect(try settings.mirroring == bytes("D1FE001F00004400004400002000006A0000"))
    }

    @Test func `GetCardUID encrypted`() throws {
        var session = try session(
            "2B4D963C014DC36F24F69A50A394F875",
            "379D32130CE61705DD5FD8C36B95D764",
            "DF055522",
            counter: 0
        )
        #expect(
            try session.wrap(NativeCommand(Instruction.getCardUID), .full)
                == bytes("90510000088E2C155ADDA99BE300")
        )
        let answer = try TagAnswer(try bytes("70756055688505B52A5E26E59E329CD6595F672298EA41B79100"))
        #expect(try session.open(answer, .full) == bytes("04958CAA5C5E80"))
    }

    @Test func `WriteData encrypted`() throws {
        var session = try session(
            "7A93D6571E4B180FCA6AC90C9A7488D4",
            "FC4AF159B62E549B5812394CAB1918CC",
            "7614281A",
            counter: 0
        )
        let command = NativeCommand(
            Instruction.writeData,
            header: try bytes("030000000A0000"),
            data: [UInt8](1...10)
        )
        #expect(
            try session.wrap(command, .full)
                == bytes("908D00001F030000000A00006B5E6804909962FC4E3FF5522CF0F8436C0C53315B9C73AA00")
        )
        #expect(try session.open(TagAnswer(try bytes("C26D236E4A7C046D9100")), .full) == [])
    }

    @Test func `ChangeFileSettings`() throws {
        var session = try session(
            "1309C877509E5A215007FF0ED19CA564",
            "4C6626F5E72EA694202139295C7A7FC7",
            "9D00C4DF",
            counter: 1
        )
        let settings = FileSettings(
            mode: .plain,
            read: .free,
            write: .key(.administration),
            readWrite: .key(.administration),
            change: .key(.administration),
            mirroring: try bytes("C1F121200000430000430000")
        )
        let command = NativeCommand(
            Instruction.changeFileSettings,
            header: [2],
            data: settings.changeData
        )
        #expect(try settings.changeData == bytes("4000E0C1F121200000430000430000"))
        #expect(
            try session.wrap(command, .full)
                == bytes("905F0000190261B6D97903566E84C3AE5274467E89EAD799B7C1A0EF7A0400")
        )
        #expect(try session.open(TagAnswer(try bytes("57BFF87B1241E93D9100")), .full) == [])
    }

    @Test func `ChangeKey of another key`() throws {
        var session = try session(
            "4CF3CB41A22583A61E89B158D252FC53",
            "5529860B2FC5FB6154B7F28361D30BF9",
            "7614281A",
            counter: 2
        )
        let new = try key("F3847D627727ED3BC9C4CC050489B966", version: 1)
        #expect(try KeyReplacement.checksum(new.secret.exposedCopy()) == bytes("789DFADC"))
        let command = NativeCommand(
            Instruction.changeKey,
            header: [2],
            data: KeyReplacement.ofOtherKey(.factory, by: new)
        )
        #expect(
            try session.wrap(command, .full)
                == bytes(
                    "90C4000029022CF362B7BF4311FF3BE1DAA295E8C68DE09050560D19B9E16C2393AE9CD1FAC75D0CE20BCD1D06E600"
                )
        )
        #expect(try session.open(TagAnswer(try bytes("203BB55D1089D5879100")), .full) == [])
    }

    @Test func `ChangeKey of the session's own key`() throws {
        let session = try session(
            "4CF3CB41A22583A61E89B158D252FC53",
            "5529860B2FC5FB6154B7F28361D30BF9",
            "7614281A",
            counter: 3
        )
        let new = try key("5004BF991F408672B1EF00F08F9E8647", version: 1)
        let command = NativeCommand(
            Instruction.changeKey,
            header: [0],
            data: KeyReplacement.ofOwnKey(by: new)
        )
        #expect(
            try session.wrap(command, .full)
                == bytes(
                    "90C400002900C0EB4DEEFEDDF0B513A03A95A75491818580503190D4D05053FF75668A01D6FDA6610234BDED643200"
                )
        )
    }

    @Test(arguments: 0..<8) func `an answer whose MAC has one bit turned is refused`(index: Int) throws {
        var session = try session(zeroKey, "8248134A386E86EB7FAF54A52E536CB6", "7A21085E", counter: 0)
        var answer = try bytes("0040EEEE000100D1FE001F00004400004400002000006A00002A474282E7A479869100")
        answer[25 + index] ^= 1
        let turned = try TagAnswer(answer)
        #expect(throws: TagError(.answerNotAuthentic, "")) { try session.open(turned, .mac) }
    }

    @Test func `an answer to another command than the last is refused`() throws {
        var session = try session(zeroKey, "8248134A386E86EB7FAF54A52E536CB6", "7A21085E", counter: 1)
        let answer = try TagAnswer(
            try bytes("0040EEEE000100D1FE001F00004400004400002000006A00002A474282E7A479869100")
        )
        #expect(throws: TagError(.answerNotAuthentic, "")) { try session.open(answer, .mac) }
    }

    @Test func `a session ends before its counter turns over`() throws {
        var session = try session(zeroKey, zeroKey, "00000000", counter: .max)
        let answer = try TagAnswer([0x91, 0x00])
        #expect(throws: TagError(.sessionEnded, "")) { try session.open(answer, .plain) }
        #expect(throws: TagError(.sessionEnded, "")) { try session.wrap(NativeCommand(0x51), .full) }
    }
}
