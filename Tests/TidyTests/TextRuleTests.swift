import Testing

/// Each rule over text and tree catches what it is for, and nothing that only looks like it.
@Suite struct TextRuleTests {
    @Test func `a file over the limit is caught, one at the limit passes`() {
        let line = "let a = 1\n"
        let atLimit = SourceFile(
            path: "A.swift",
            text: String(repeating: line, count: TextRules.lineCountMax)
        )
        let over = SourceFile(
            path: "A.swift",
            text: String(repeating: line, count: TextRules.lineCountMax + 1)
        )
        #expect(TextRules.lengthViolations(in: atLimit).list == "")
        #expect(TextRules.lengthViolations(in: over).count == 1)
    }

    @Test(arguments: ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"])
    func `work left for later is caught`(word: String) {
        let file = SourceFile(path: "a.md", text: "first\n// \(word): later")
        #expect(TextRules.leftoverViolations(in: file).map(\.line) == [2])
        let longer = SourceFile(path: "a.md", text: "mktemp A\(word)B \(word.lowercased())")
        #expect(TextRules.leftoverViolations(in: longer).list == "")
    }

    @Test(arguments: ["work", "root", "home"])
    func `a path of one machine is caught`(folder: String) {
        for text in ["see /\(folder)/a", "\"/\(folder)/a\"", "signet/\(folder)/v1 and =/\(folder)/b"] {
            let file = SourceFile(path: "a.md", text: "first\n" + text)
            #expect(TextRules.machinePathViolations(in: file).map(\.line) == [2])
        }
        let name = SourceFile(path: "a.md", text: "signet/\(folder)/v1, $state/\(folder)/a, /\(folder)")
        #expect(TextRules.machinePathViolations(in: name).list == "")
    }

    @Test func `a script that bash cannot read is caught`() throws {
        let broken = SourceFile(path: "run", text: "#!/usr/bin/env bash\nif true; then\n")
        let whole = SourceFile(path: "run", text: "#!/usr/bin/env bash\nif true; then exit 3; fi\n")
        #expect(ShellRule.isShell(broken))
        #expect(!ShellRule.isShell(SourceFile(path: "a.py", text: "#!/usr/bin/env python3\n")))
        #expect(try ShellRule.violations(in: broken).count == 1)
        #expect(try ShellRule.violations(in: whole).list == "")
    }

    @Test func `a target without tests of its own is caught`() {
        let violations = TreeRules.untestedViolations(
            targets: ["Store", "Drawers", "signet-hq"],
            testTargets: ["StoreTests"],
            table: .house
        )
        #expect(violations.map(\.path) == ["Sources/Drawers"])
    }

    @Test func `a target that the map leaves out is caught`() {
        let page = SourceFile(path: "README.md", text: "`Store/` keeps, Drawers open")
        let violations = TreeRules.unnamedViolations(in: page, targets: ["Store", "Drawers"])
        #expect(violations.map(\.message) == ["does not name the target `Drawers`"])
    }

    @Test func `a page that is wrong about what is built is caught`() {
        let table = LayerTable(
            rows: ["Store", "Drawers", "Identity"].map {
                LayerTable.Row(target: $0, layer: 2, mayImport: [])
            }
        )
        func messages(_ text: String) -> [String] {
            TreeRules.unbuiltViolations(
                in: SourceFile(path: "Modules.md", text: text),
                targets: ["Store"],
                table: table
            ).map(\.message)
        }
        #expect(messages("x\nNot built yet: `Drawers`, `Identity`.") == [])
        #expect(
            messages("Not built yet: `Drawers`, `Store`.") == [
                "`Identity` is not built yet", "`Store` is built",
            ]
        )
        #expect(messages("nothing").count == 2)
    }

    @Test func `a page that names a file that is not there is caught`() {
        let text =
            "see `Sources/A/B.swift`, `Tests/C`, `Sources/D.swift`\nand `Tests/Peers/NAME.txt`, `a/b`, Sources/E"
        let page = SourceFile(path: "a.md", text: text)
        let violations = TreeRules.absentFileViolations(
            in: page,
            paths: ["Sources/A/B.swift", "Tests/C/D.swift"]
        )
        #expect(violations.map(\.description) == ["a.md:1: `Sources/D.swift` is not there"])
    }
}
