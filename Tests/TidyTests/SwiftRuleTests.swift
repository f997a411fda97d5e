import Testing

/// Each rule over Swift source catches what it is for, and nothing that only looks like it.
@Suite struct SwiftRuleTests {
    @Test(arguments: [
        "package struct Seal {}",
        "// not documentation\npackage struct Seal {}",
        "///\npackage struct Seal {}",
        "/// Of another.\nstruct Slot {}\npackage struct Seal {}",
        "struct Seal {\n    package let number: Int\n}",
        "struct Seal {\n    @available(*, deprecated)\n    package static func find() {}\n}",
        "struct Seal {\n    package init() {}\n}",
        "struct Seal {\n    package private(set) var number = 1\n}",
        "struct Seal {\n    nonisolated package func number() {}\n}",
        "struct Seal {\n    package subscript(index: Int) -> Int { index }\n}",
        "package let limit = 3",
        "package class func make() {}",
        "struct Seal {\n    package static func + (left: Seal, right: Seal) -> Seal { left }\n}",
    ])
    func `a package declaration without documentation is caught`(text: String) {
        #expect(documentation(of: text).count == 1)
    }

    @Test(arguments: [
        "/// A seal.\npackage struct Seal {}",
        "/// A seal.\n@frozen\npackage struct Seal {}",
        "/// A seal.\n// and why\n@available(*, deprecated, message: \"x\") @MainActor\npackage final class Seal {}",
        "package import Records",
        "struct Seal {\n    package(set) var number = 1\n}",
        "struct Seal {\n    package static func == (left: Seal, right: Seal) -> Bool { true }\n}",
        "struct Seal {\n    package func hash(into hasher: inout Hasher) {}\n}",
        "let package = 1\nlet other = package\nvar third = 2",
    ])
    func `a documented declaration, and what is none, passes`(text: String) {
        #expect(documentation(of: text).list == "")
    }

    @Test(arguments: [
        "let a = try! b()", "let a = b as! C", "fatalError(\"no\")", "Swift.fatalError()",
        "preconditionFailure()",
        "let now = Date()", "let now = Date.now", "print(a)", "Task { await a() }",
        "Task(priority: .high) { }",
        "let t = Task.detached { }", "public struct A {}", "open class A {}", "#if DEBUG\n#endif",
        "let a = b!", "let a = b()!.c", "let a = b[0]!", "var a: Int!", "let a = \"\\(b!)\"", "let a = $0!",
    ])
    func `a banned call is caught`(text: String) {
        #expect(BannedCallsRule.violations(in: source(text)).count == 1)
    }

    @Test(arguments: [
        "let a = try? b()", "if try !b() {}", "let a = b as? C", "// fatalError()",
        "let a = \"print(1) try! b!\"",
        "let a = #\"Date() \"quoted\" as! B\"#", "/* Task { } /* public */ as! */", "console.print(a)",
        "func print(_ text: String) {}", "try Task.checkCancellation()", "if a != b && !c {}",
        "let a = (!b, c)",
        "let a = b(privacy: .public)", "let a = /try! b!/", "let a = b / c",
        "let date = Date(timeIntervalSince1970: a)",
        "let a = \"\"\"\n    \"public\" fatalError()\n    \"\"\"",
    ])
    func `what only looks like a banned call passes`(text: String) {
        #expect(BannedCallsRule.violations(in: source(text)).list == "")
    }

    @Test func `a main may print, and may not trap`() {
        let file = SourceFile(path: "Sources/signet-hq/Main.swift", text: "print(1)\nfatalError()")
        #expect(BannedCallsRule.violations(in: file).map(\.line) == [2])
    }

    @Test func `tests may do what the product may not`() {
        let file = SourceFile(path: "Tests/StoreTests/A.swift", text: "let a = try! b()")
        #expect(BannedCallsRule.violations(in: file).list == "")
    }

    @Test(arguments: [
        "final class Box: @unchecked Sendable {}",
        "nonisolated(unsafe) var a = 1",
        "// Far above.\n\nunowned(unsafe) let a: B",
    ])
    func `an unchecked promise without a reason is caught`(text: String) {
        #expect(UncheckedRule.violations(in: source(text)).count == 1)
    }

    @Test(arguments: [
        "// The lock guards every field.\nfinal class Box: @unchecked Sendable {}",
        "nonisolated(unsafe) var a = 1  // set once before the threads start",
        "/// A box.\n///\n/// Unchecked: immutable after init.\nfinal class Box: @unchecked Sendable {}",
    ])
    func `an unchecked promise with its reason passes`(text: String) {
        #expect(UncheckedRule.violations(in: source(text)).list == "")
    }

    @Test func `a line that is named is the line of the fault`() {
        let text = "/* one\ntwo */\nlet a = \"\"\"\n    three\n    \"\"\"\nlet b = c!"
        #expect(BannedCallsRule.violations(in: source(text)).map(\.line) == [6])
    }

    @Test func `a witness is documented by its requirement, where its protocol is named`() {
        let port = """
            /// Where seals are kept.
            package protocol SealStore: Base {
                /// All of them.
                var seals: [Int] { get }
            }
            """
        let base = "/// Any.\npackage protocol Base {\n    /// Makes one.\n    init(path: String)\n}"
        let requirements = ProtocolRequirements(of: [source(port), source(base)])
        let rule = DocumentationRule(requirements: requirements)
        let members =
            "    package let seals: [Int]\n    package init(path: String) {}\n    package init(name: String) {}\n"
        let named = source("struct Disk: SealStore {\n\(members)}")
        let unnamed = source("struct Disk {\n\(members)}")
        #expect(rule.violations(in: named).map(\.line) == [4])
        #expect(rule.violations(in: unnamed).map(\.line) == [2, 3, 4])
    }

    @Test func `a requirement without documentation is caught`() {
        let text = """
            /// Where seals are kept.
            package protocol SealStore {
                /// All of them.
                var seals: [Int] { get }
                mutating func add(_ seal: Int) throws(StoreError)
            }
            """
        #expect(documentation(of: text).map(\.line) == [5])
    }

    private func documentation(of text: String) -> [Violation] {
        let file = source(text)
        return DocumentationRule(requirements: ProtocolRequirements(of: [file])).violations(in: file)
    }

    private func source(_ text: String) -> SourceFile {
        SourceFile(path: "Sources/Custody/Planted.swift", text: text)
    }
}
