import Testing

/// The tree as it is, held to every rule.
@Suite struct TreeTests {
    private let tree = SourceTree.here

    @Test func `the tree is found and holds the house`() {
        #expect(tree.file("Package.swift") != nil)
        #expect(tree.targets.contains("Cryptography"))
        #expect(tree.testTargets.contains("TidyTests"))
    }

    @Test func `targets import what the layer table allows`() {
        let rule = ImportRule(table: .house)
        #expect(tree.sources.flatMap(rule.violations).list == "")
    }

    @Test func `a C module is imported by its one target and the tests of it`() {
        let cModules = Set(
            tree.files.filter { $0.path.hasSuffix("module.modulemap") }
                .map { "C" + ($0.path.split(separator: "/").dropLast().last ?? "") }
        )
        #expect(!cModules.isEmpty)
        for module in cModules {
            #expect(LayerTable.house.owners(ofCModule: module).count == 1, "\(module)")
        }
        let rule = ImportRule(table: .house)
        #expect(tree.swift.flatMap { rule.violationsOfTests(in: $0, cModules: cModules) }.list == "")
    }

    @Test func `every target is in the layer table`() {
        #expect(TreeRules.targetViolations(targets: tree.targets, table: .house).list == "")
    }

    @Test func `every target below the mains has tests of its own`() {
        let violations = TreeRules.untestedViolations(
            targets: tree.targets,
            testTargets: tree.testTargets,
            table: .house
        )
        #expect(violations.list == "")
    }

    @Test func `every package declaration is documented`() {
        let rule = DocumentationRule(requirements: ProtocolRequirements(of: tree.sources))
        #expect(tree.sources.flatMap(rule.violations).list == "")
    }

    @Test func `no banned call is made`() {
        #expect(tree.sources.flatMap(BannedCallsRule.violations).list == "")
    }

    @Test func `what the compiler cannot check says why it holds`() {
        #expect(tree.sources.flatMap(UncheckedRule.violations).list == "")
    }

    @Test func `no file outgrows its reader`() {
        #expect(tree.swift.flatMap(TextRules.lengthViolations).list == "")
    }

    @Test func `nothing is left for later`() {
        #expect(tree.files.flatMap(TextRules.leftoverViolations).list == "")
    }

    @Test func `no path of one machine is written down`() {
        #expect(tree.files.flatMap(TextRules.machinePathViolations).list == "")
    }

    @Test func `bash can read every script`() throws {
        let scripts = tree.files.filter(ShellRule.isShell)
        #expect(scripts.contains { $0.path == "test" })
        #expect(try scripts.flatMap(ShellRule.violations).list == "")
    }

    @Test func `every type that reads bytes is in a target of the fuzzer`() {
        let targets = tree.files.filter { $0.path.hasPrefix("Tests/Fuzz/Targets/") }
        #expect(!targets.isEmpty)
        #expect(tree.sources.flatMap { DecoderRule.violations(in: $0, targets: targets) }.list == "")
    }

    @Test(arguments: ["README.md", "Documentation/Modules.md"])
    func `the pages that map the house name every target`(path: String) {
        // A page that is not written yet names nothing; once it is there, it names everything.
        guard let page = tree.file(path) else { return }
        let targets = tree.targets.subtracting(["CModules"])
        #expect(TreeRules.unnamedViolations(in: page, targets: targets).list == "")
    }

    @Test func `what is not built yet is said, and nothing else`() throws {
        let page = try #require(tree.file("Documentation/Modules.md"))
        #expect(TreeRules.unbuiltViolations(in: page, targets: tree.targets, table: .house).list == "")
    }

    @Test func `pages name only files that are there`() {
        let pages = tree.files.filter { $0.path.hasSuffix(".md") }
        let paths = Set(tree.files.map(\.path))
        #expect(pages.flatMap { TreeRules.absentFileViolations(in: $0, paths: paths) }.list == "")
    }

    @Test(arguments: ["Documentation/Testing.md", "Documentation/ThreatModel.md"])
    func `pages name only tests that are there`(path: String) throws {
        let page = try #require(tree.file(path))
        #expect(TestNameRules.absentViolations(in: page, files: tree.swift).list == "")
    }

    @Test(arguments: [
        ("Documentation/Testing.md", "## What must be tried"),
        ("Documentation/ThreatModel.md", "## The attack matrix"),
    ])
    func `each row of what must be tried, and of the attack matrix, names its test`(
        path: String,
        heading: String
    ) throws {
        let page = try #require(tree.file(path))
        #expect(TestNameRules.unshownViolations(in: page, below: heading).list == "")
    }

    @Test func `the table that people read names the targets of the table that is held`() throws {
        let page = try #require(tree.file("CONTRIBUTING.md"))
        let targets = Set(LayerTable.house.rows.filter { $0.layer < 5 }.map(\.target))
        #expect(TreeRules.unnamedViolations(in: page, targets: targets).list == "")
    }
}
