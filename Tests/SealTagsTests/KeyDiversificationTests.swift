import Cryptography
import Testing

@testable import SealTags

@Suite struct KeyDiversificationTests {
    // NXP AN10922, 2.2.1: the note's own example of AES-128.
    @Test func `the note's example comes out`() throws {
        let master = SecretBytes(try bytes("00112233445566778899AABBCCDDEEFF"))
        let input = try bytes("04782E21801D80 3042F5 4E585020416275")
        #expect(
            try KeyDiversification.code(master: master, input: input)
                == bytes("A8DD63A3B89D54B37CA802473FDA9175")
        )
    }

    @Test func `input that fits into one block gives another key than a plain CMAC`() throws {
        let master = SecretBytes(try bytes("00112233445566778899AABBCCDDEEFF"))
        let input = try bytes("04782E21801D80")
        let plain = try AESCMAC.code(key: master, message: [1] + input)
        #expect(try KeyDiversification.code(master: master, input: input) != plain)
    }

    @Test func `31 bytes of input fill both blocks and equal a plain CMAC`() throws {
        let master = SecretBytes(try bytes("00112233445566778899AABBCCDDEEFF"))
        let input = [UInt8](1...31)
        let plain = try AESCMAC.code(key: master, message: [1] + input)
        #expect(try KeyDiversification.code(master: master, input: input) == plain)
    }

    @Test(arguments: [0, 32]) func `input of no bytes or too many is refused`(count: Int) throws {
        let master = SecretBytes([UInt8](repeating: 7, count: 16))
        #expect(throws: TagError(.invalidArgument, "")) {
            try KeyDiversification.code(master: master, input: [UInt8](repeating: 1, count: count))
        }
    }

    @Test func `the input of seals is laid out as documented`() throws {
        let master = SecretBytes(try bytes("00112233445566778899AABBCCDDEEFF"))
        let house = SHA256.hash(Array("某公司".utf8)).bytes.prefix(8)
        let expected = try KeyDiversification.code(
            master: master,
            input: try bytes("04782E21801D80 00E110 03 05") + house
        )
        let made = try KeyDiversification.key(
            master: master,
            uid: try uid("04782E21801D80"),
            number: .keyService,
            version: 5,
            organisation: "某公司"
        )
        #expect(made == TagKey(SecretBytes(expected), version: 5))
    }

    @Test func `the factory's version and short identifiers are refused`() throws {
        let master = SecretBytes([UInt8](repeating: 7, count: 16))
        for (text, version) in [("04782E21801D80", UInt8(0)), ("04782E21", 1)] {
            let uid = try uid(text)
            #expect(throws: TagError(.invalidArgument, "")) {
                try KeyDiversification.key(
                    master: master,
                    uid: uid,
                    number: .presence,
                    version: version,
                    organisation: "A"
                )
            }
        }
    }

    @Test func `a key shows its version and never its bytes`() throws {
        let key = try key("F3847D627727ED3BC9C4CC050489B966", version: 9)
        var text = "\(key)"
        dump(key, to: &text)
        #expect(!text.lowercased().contains("f384") && !text.contains("243") && text.contains("version 9"))
    }
}
