import Testing

@testable import Cryptography

/// What NXP's application notes compute with these primitives alone; the protocols themselves live elsewhere.
@Suite struct TagAnswersTests {
    private let zeros = [UInt8](repeating: 0, count: 16)

    /// The bytes at odd places, which is how a tag shortens a code (AN12196, section 5).
    private func shortened(_ code: [UInt8]) -> [UInt8] {
        stride(from: 1, to: code.count, by: 2).map { code[$0] }
    }

    @Test func `a diversified key comes out as AN10922 says`() throws {
        let key = try hex("00112233445566778899aabbccddeeff")
        let (whole, padded) = try AESCMAC.subkeys(key: key)
        #expect(try whole == hex("FBC9F75C9413C041DFEE452D3F0706D1"))
        #expect(try padded == hex("F793EEB928278083BFDC8A5A7E0E0D25"))
        var input = try [1] + hex("04782E21801D80 3042F5 4E585020416275") + [0x80]
        input += [UInt8](repeating: 0, count: 32 - input.count)
        for index in 0..<16 {
            input[16 + index] ^= padded[index]
        }
        let chained = try AES128.encryptCBC(input, key: key, initialVector: zeros)
        #expect(try Array(chained.suffix(16)) == hex("A8DD63A3B89D54B37CA802473FDA9175"))
    }

    @Test func `an authentication runs as AN12196 says`() throws {
        let cardRandom = try AES128.decryptCBC(
            hex("A04C124213C186F22399D33AC2A30215"),
            key: zeros,
            initialVector: zeros
        )
        #expect(try cardRandom == hex("B9E2FC789B64BF237CCCAA20EC7E6E48"))
        let ownRandom = try hex("13C5DB8A5930439FC3DEF9A4C675360F")
        let answer = try AES128.encryptCBC(
            ownRandom + cardRandom[1...] + cardRandom[..<1],
            key: zeros,
            initialVector: zeros
        )
        #expect(try answer == hex("35C3E05A752E0144BAC0DE51C1F22C56B34408A23D8AEA266CAB947EA8E0118D"))
        let confirmation = try AES128.decryptCBC(
            hex("3FA64DB5446D1F34CD6EA311167F5E4985B89690C04A05F17FA7AB2F08120663"),
            key: zeros,
            initialVector: zeros
        )
        #expect(
            try confirmation
                == hex("9D00C4DF") + ownRandom[1...] + ownRandom[..<1] + [UInt8](repeating: 0, count: 12)
        )
        let mixed = zip(ownRandom[2..<8], cardRandom[0..<6]).map { $0 ^ $1 }
        let context = Array(ownRandom[0..<2] + mixed + cardRandom[6...] + ownRandom[8...])
        #expect(
            try AESCMAC.code(key: zeros, message: hex("A55A00010080") + context)
                == hex("1309C877509E5A215007FF0ED19CA564")
        )
        #expect(
            try AESCMAC.code(key: zeros, message: hex("5AA500010080") + context)
                == hex("4C6626F5E72EA694202139295C7A7FC7")
        )
    }

    @Test func `a command's code comes out as AN12196 says`() throws {
        // GetFileSettings: command, counter, transaction identifier, file.
        let code = try AESCMAC.code(
            key: hex("8248134A386E86EB7FAF54A52E536CB6"),
            message: hex("F5 0000 7A21085E 02")
        )
        #expect(try shortened(code) == hex("6597A457C8CD442C"))
    }

    @Test func `an enciphered answer opens as AN12196 says`() throws {
        // GetCardUID: the initial vector is the label, the identifier and the counter, enciphered.
        let key = try hex("2B4D963C014DC36F24F69A50A394F875")
        let vector = try AES128.encryptBlock(
            hex("5AA5 DF055522 0100 0000000000000000"),
            key: key
        )
        let plaintext = try AES128.decryptCBC(
            hex("70756055688505B52A5E26E59E329CD6"),
            key: key,
            initialVector: vector
        )
        #expect(try plaintext == hex("04958CAA5C5E80 80 0000000000000000"))
        let code = try AESCMAC.code(
            key: hex("379D32130CE61705DD5FD8C36B95D764"),
            message: hex("00 0100 DF055522 70756055688505B52A5E26E59E329CD6")
        )
        #expect(try shortened(code) == hex("595F672298EA41B7"))
    }

    @Test func `a key change comes out as AN12196 says`() throws {
        let newKey = try hex("F3847D627727ED3BC9C4CC050489B966")
        let remainder = CRC32.checksumWithoutInversion(newKey)
        let check = (0..<4).map { UInt8(truncatingIfNeeded: remainder >> (8 * $0)) }
        #expect(try check == hex("789DFADC"))
        let key = try hex("4CF3CB41A22583A61E89B158D252FC53")
        let vector = try AES128.encryptBlock(hex("A55A 7614281A 0200 0000000000000000"), key: key)
        let filling: [UInt8] = [0x80] + [UInt8](repeating: 0, count: 10)
        let ciphertext = try AES128.encryptCBC(
            newKey + [0x01] + check + filling,
            key: key,
            initialVector: vector
        )
        #expect(try ciphertext == hex("2CF362B7BF4311FF3BE1DAA295E8C68DE09050560D19B9E16C2393AE9CD1FAC7"))
        let code = try AESCMAC.code(
            key: hex("5529860B2FC5FB6154B7F28361D30BF9"),
            message: hex("C4 0200 7614281A 02") + ciphertext
        )
        #expect(try shortened(code) == hex("5D0CE20BCD1D06E6"))
    }

    @Test func `a message's session keys come out as AN12196 says`() throws {
        let key = try hex("5ACE7E50AB65D5D51FD5BF5A16B8205B")
        #expect(
            try AESCMAC.code(key: key, message: hex("C33C00010080 04C767F2066180 010000"))
                == hex("66DA61797E23DECA5D8ECA13BBADF7A9")
        )
        #expect(
            try AESCMAC.code(key: key, message: hex("3CC300010080 04C767F2066180 010000"))
                == hex("3A3E8110E05311F7A3FCF0D969BF2B48")
        )
    }

    @Test func `a tapped tag's message is proved as AN12196 says`() throws {
        let plaintext = try AES128.decryptCBC(
            hex("EF963FF7828658A599F3041510671E88"),
            key: zeros,
            initialVector: zeros
        )
        #expect(try Array(plaintext.prefix(11)) == hex("C7 04DE5F1EACC040 3D0000"))
        let session = try AESCMAC.code(
            key: zeros,
            message: hex("3CC300010080") + Array(plaintext[1..<11])
        )
        #expect(try shortened(AESCMAC.code(key: session, message: [])) == hex("94EED9EE65337086"))
    }
}
