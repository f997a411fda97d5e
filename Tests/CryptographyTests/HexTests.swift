import Testing

@testable import Cryptography

@Suite struct HexTests {
    @Test func `bytes go out and come back`() {
        let bytes: [UInt8] = Array(0...255)
        #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        #expect(Hex.decode("00Ff") == [0, 255])
    }

    @Test(arguments: ["0", "0g", "00 11", "é0"])
    func `text that is not hexadecimal is refused`(text: String) {
        #expect(Hex.decode(text) == nil)
    }

    @Test func `a digest keeps its 32 bytes and refuses another count`() {
        let bytes = [UInt8](1...32)
        #expect(Digest(bytes)?.bytes == bytes)
        #expect(Digest([UInt8](1...31)) == nil)
        #expect(Digest([UInt8](1...33)) == nil)
    }
}
