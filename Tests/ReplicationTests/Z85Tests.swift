import Testing

@testable import Replication

@Suite struct Z85Tests {
    /// The test case of ZeroMQ RFC 32.
    private let bytes: [UInt8] = [0x86, 0x4F, 0xD2, 0x6F, 0xB5, 0x59, 0xF7, 0x5B]

    @Test func `the test case of RFC 32 goes both ways`() {
        #expect(Z85.encode(bytes) == "HelloWorld")
        #expect(Z85.decode("HelloWorld") == bytes)
    }

    @Test func `every group of four equal bytes comes back`() {
        for byte in UInt8.min...UInt8.max {
            let group = [UInt8](repeating: byte, count: 4)
            #expect(Z85.encode(group).flatMap { Z85.decode($0) } == group)
        }
    }

    @Test(arguments: [1, 2, 3, 5, 31])
    func `bytes that do not fill groups of four have no text`(count: Int) {
        #expect(Z85.encode([UInt8](repeating: 0, count: count)) == nil)
    }

    @Test(arguments: ["Hello", "#####", "Hell ", "Hell\u{e9}", "HelloW", "Hell\"", "%nSc1"])
    func `text beyond the alphabet, the length or four bytes is refused`(text: String) {
        // "%nSc0" is 2³² − 1, the greatest group; "Hello" is a good one.
        #expect((Z85.decode(text) == nil) == (text != "Hello"))
        #expect(Z85.decode("%nSc0") == [255, 255, 255, 255])
    }

    @Test func `a transport key has 32 bytes, as text 40 characters`() throws {
        let key = try #require(TransportKey([UInt8](0..<32)))
        #expect(key.text.utf8.count == 40)
        #expect(TransportKey(text: key.text) == key)
        #expect(TransportKey([UInt8](0..<31)) == nil)
        #expect(TransportKey([UInt8](0..<33)) == nil)
        #expect(TransportKey(text: String(key.text.dropLast(5))) == nil)
    }
}
