import Testing

/// The rules over named tests catch what they are for, and nothing that only looks like it.
@Suite struct TestNameRuleTests {
    private let files = [
        SourceFile(path: "Tests/ATests/B.swift", text: "@Test func `it holds`() {}"),
        SourceFile(path: "Tests/ATests/B+More.swift", text: "@Test\nfunc\n    `and this`(\n"),
        SourceFile(path: "Tests/ATests/Other.swift", text: "`elsewhere`()"),
    ]

    private func messages(_ text: String) -> [String] {
        TestNameRules.absentViolations(in: SourceFile(path: "a.md", text: text), files: files)
            .map(\.description)
    }

    @Test func `a test that is not there, or stands in another file, is caught`() {
        #expect(
            messages("| x | `ATests/B` «it holds», «and this»; `Tests/ATests/Other.swift` «elsewhere» |")
                == []
        )
        #expect(messages("«anything» of `Sources/B`, `ATests`, `ATests/a b`") == [])
        #expect(messages("first\n`ATests/C` «it holds»") == ["a.md:2: `ATests/C` is no file of tests"])
        #expect(messages("`ATests/B` «it held»") == ["a.md:1: `ATests/B` has no test «it held»"])
        #expect(messages("`ATests/B` «elsewhere»") == ["a.md:1: `ATests/B` has no test «elsewhere»"])
    }

    @Test func `a row that names no test is caught`() {
        let text = """
            | before | |
            ## Tried
            | what | test |
            |---|---|
            | a | `ATests/B` «it holds» |
            | b | `ATests/B` |
            | c | «it holds» |
            ## Next
            | d | |
            """
        let page = SourceFile(path: "a.md", text: text)
        #expect(TestNameRules.unshownViolations(in: page, below: "## Tried").map(\.line) == [6, 7])
        #expect(TestNameRules.unshownViolations(in: page, below: "## Next").count == 1)
        #expect(TestNameRules.unshownViolations(in: page, below: "## Nowhere").count == 1)
    }
}
