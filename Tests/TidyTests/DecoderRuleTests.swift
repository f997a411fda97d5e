import Testing

/// A decoder that the fuzzer does not know is missed, and nothing that only looks like one.
@Suite struct DecoderRuleTests {
    private let targets = [
        SourceFile(
            path: "Tests/Fuzz/Targets/A.swift",
            text: "// Unread\nlet x = \"Unsaid\"; read(Known.self, Inner.self)"
        )
    ]

    private func lines(_ text: String, path: String = "Sources/Records/A.swift") -> [Int] {
        DecoderRule.violations(in: SourceFile(path: path, text: text), targets: targets).map(\.line)
    }

    @Test func `a type that reads bytes and is in no target is caught`() {
        let text = """
            struct Known: Canonical { package init(canonical: CBOR) {} }
            extension Unsaid {
                func other() { if true {} }
                package init(decoding bytes: [UInt8]) {}
            }
            struct Outer {
                package init(plain: Int) {}
                struct Unread { package init(parsing text: [UInt8]) {} }
                package init?(text: String) {}
            }
            extension Outer.Inner { package init(canonical: CBOR) {} }
            """
        #expect(lines(text) == [4, 8, 9])
        #expect(lines(text, path: "Sources/Headquarters/Acts/A.swift") == [4, 8, 9])
    }

    @Test func `what reads nothing, or is read through something else, is passed over`() {
        #expect(lines("struct Part { init(canonical: CBOR) {} }") == [])
        #expect(lines("struct Value { package init(name: String, bytes: [UInt8]) {} }") == [])
        #expect(lines("struct Page { package init(text: String) {} }", path: "Sources/Screens/A.swift") == [])
    }
}
