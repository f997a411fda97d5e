import Records
import Testing

@Suite struct OriginTests {
    @Test(arguments: [
        "seals.example/cabinet/0c1d/acts/e1", "example.com/behind-the-sofa", "a.b",
        "xn--0zwm56d.example/hq/receipts/e12",
        "example.com/v1.0", "example.com/-",
    ])
    func `an owned name with a path is an origin`(text: String) throws {
        #expect(try Origin(text).text == text)
    }

    @Test(arguments: [
        "", "/", "example", "localhost/log", "example.com/", "/example.com", "example.com//log",
        "Example.com/log",
        "example.com/log one", "example.com/log+1", "example.com/../log", "example.com/./log",
        "-a.example/log",
        "a-.example/log", ".example/log", "example./log", "exa_mple.com/log", "example.com/log\n",
        "印章.example/log",
        "example.com/ſ", "example.com:443/log",
    ])
    func `any other text is refused`(text: String) {
        #expect(throws: RecordsError(.malformed, "")) { try Origin(text) }
    }

    @Test func `an origin has at most 200 bytes, a label at most 63`() throws {
        let longest = "example.com/" + String(repeating: "a", count: 188)
        #expect(try Origin(longest).text.utf8.count == Origin.byteCountMax)
        #expect(throws: RecordsError(.tooLarge, "")) { try Origin(longest + "a") }
        let label = String(repeating: "a", count: 63)
        #expect(try Origin("\(label).example").text.hasPrefix(label))
        #expect(throws: RecordsError(.malformed, "")) { try Origin("a\(label).example") }
    }
}
