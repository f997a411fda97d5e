import Testing

@testable import Cryptography

@Suite struct Base64Tests {
    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `texts come out as the standard says`(bytes: String, text: String) {
        #expect(Base64.encode(Array(bytes.utf8)) == text)
        #expect(Base64.decode(text) == Array(bytes.utf8))
        let bare = text.filter { $0 != "=" }
        #expect(Base64.encodeURL(Array(bytes.utf8)) == bare)
        #expect(Base64.decodeURL(bare) == Array(bytes.utf8))
    }

    @Test func `each alphabet has its own last two characters`() {
        let bytes: [UInt8] = [0xFB, 0xEF, 0xFF, 0xFF]
        #expect(Base64.encode(bytes) == "++///w==")
        #expect(Base64.encodeURL(bytes) == "--___w")
        #expect(Base64.decode("--__") == nil)
        #expect(Base64.decodeURL("++//") == nil)
    }

    @Test func `every byte string of up to two bytes has one text only`() {
        let characters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var seen = 0
        for first in characters {
            for second in characters {
                let text = "\(first)\(second)=="
                guard let bytes = Base64.decode(text) else { continue }
                seen += 1
                #expect(Base64.encode(bytes) == text)
            }
        }
        #expect(seen == 256)
    }

    @Test(arguments: [
        "Z", "Zg", "Zg=", "Zg===", "Zm9", "Zm9v=", "Zm9v====", "=", "==", "====", "Z===", "Zg==Zg==", "Zm=v",
        " Zg==", "Zg== ", "Zg==\n", "Zm\n9v", "Zm9v\r\n", "Zm 9vYmF", "Zm9-", "Zm9_", "Zm9\u{e9}", "Zm9é",
        "Zh==",
        "Zm9=", "Zm8A\0", "Zg=A", "=Zg=",
    ])
    func `other texts are refused`(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(arguments: [
        "Z", "A", "Zm9vA", "Zm9vY", "Zg==", "Zm8=", "Zh", "Zm9", "Zm9v ", "Zm9v\n", "Zm9+", "Zm9/", "é",
    ])
    func `other texts without padding are refused`(text: String) {
        #expect(Base64.decodeURL(text) == nil)
    }

    @Test func `random bytes of every count come back`() throws {
        for count in 0..<200 {
            let bytes = try SecureRandom.bytes(count)
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            #expect(Base64.decodeURL(Base64.encodeURL(bytes)) == bytes)
        }
    }
}
