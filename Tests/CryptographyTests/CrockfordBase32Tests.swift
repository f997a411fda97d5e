import Testing

@testable import Cryptography

@Suite struct CrockfordBase32Tests {
    @Test func `five bytes are eight characters of the alphabet`() throws {
        // Every digit once: the 20 bytes whose fives of bits count from 0 to 31.
        let bytes = try hex("00443214c74254b635cf84653a56d7c675be77df")
        #expect(CrockfordBase32.encode(bytes) == "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        #expect(CrockfordBase32.decode("0123456789ABCDEFGHJKMNPQRSTVWXYZ") == bytes)
        #expect(CrockfordBase32.encode([]) == "")
        #expect(CrockfordBase32.decode("") == [])
    }

    @Test func `what people type is read`() throws {
        let bytes = try #require(CrockfordBase32.decode("01AB1010"))
        for text in ["01ab1010", "01-AB-10-10", "OIabLoio", "olAB1O1O", "-0-1-A-B-1-0-1-0-"] {
            #expect(CrockfordBase32.decode(text) == bytes)
        }
    }

    @Test(arguments: [
        "U", "0123456U", "0123 4567", "0123456*", "0123456é", "0", "000", "000000", "01", "0000001",
    ])
    func `other texts are refused`(text: String) {
        #expect(CrockfordBase32.decode(text) == nil)
    }

    @Test func `random bytes of every count come back`() throws {
        for count in 0..<100 {
            let bytes = try SecureRandom.bytes(count)
            #expect(CrockfordBase32.decode(CrockfordBase32.encode(bytes)) == bytes)
            #expect(CrockfordBase32.decodeWithCheck(CrockfordBase32.encodeWithCheck(bytes)) == bytes)
        }
    }

    @Test(arguments: [
        // The number modulo 37 by hand: 0, 10, 31, 32 to 36, 37, 2^40 - 1 (2^36 = 1, so 2^40 = 16).
        ("0000000000", "0"), ("000000000a", "A"), ("000000001f", "Z"), ("0000000020", "*"),
        ("0000000021", "~"), ("0000000022", "$"), ("0000000023", "="), ("0000000024", "U"),
        ("0000000025", "0"), ("ffffffffff", "F"),
    ])
    func `the check character is the number modulo 37`(number: String, check: Character) throws {
        let bytes = try hex(number)
        let text = CrockfordBase32.encodeWithCheck(bytes)
        #expect(text.count == 9)
        #expect(text.last == check)
        #expect(CrockfordBase32.decodeWithCheck(text) == bytes)
        #expect(CrockfordBase32.decodeWithCheck(text.lowercased()) == bytes)
    }

    @Test func `one wrong character or two changed places are found`() throws {
        let text = Array(CrockfordBase32.encodeWithCheck([0x12, 0x34, 0x56, 0x78, 0x9A]))
        for index in text.indices.dropLast() {
            for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" where other != text[index] {
                var changed = text
                changed[index] = other
                #expect(CrockfordBase32.decodeWithCheck(String(changed)) == nil)
            }
        }
        for index in text.indices.dropLast() where text[index] != text[index + 1] {
            var changed = text
            changed.swapAt(index, index + 1)
            #expect(CrockfordBase32.decodeWithCheck(String(changed)) == nil)
        }
        #expect(CrockfordBase32.decodeWithCheck("") == nil)
        #expect(CrockfordBase32.decodeWithCheck("0") == [])
    }
}
