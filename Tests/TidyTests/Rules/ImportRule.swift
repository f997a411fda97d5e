/// Holds the layer table, which SwiftPM does not: a target compiles with any module that it only reaches through
/// another.
struct ImportRule {
    let table: LayerTable

    /// What a target of the product imports beyond its row.
    func violations(in file: SourceFile) -> [Violation] {
        guard let target = file.target else { return [] }
        guard let allowed = table.imports(of: target) else {
            return [
                Violation(path: file.path, line: 0, message: "target \(target) is not in the layer table")
            ]
        }
        return Self.imports(in: file).filter { !allowed.contains($0.module) }.map {
            Violation(path: file.path, line: $0.line, message: "\(target) may not import \($0.module)")
        }
    }

    /// A C module that is imported by tests of anything but its own target.
    func violationsOfTests(in file: SourceFile, cModules: Set<String>) -> [Violation] {
        guard let testTarget = file.testTarget else { return [] }
        return Self.imports(in: file).filter { cModules.contains($0.module) }.filter { found in
            !table.owners(ofCModule: found.module).contains { "\($0)Tests" == testTarget }
        }.map {
            Violation(path: file.path, line: $0.line, message: "\(testTarget) may not import \($0.module)")
        }
    }

    /// The modules that a file imports, whatever stands before and after `import`.
    static func imports(in file: SourceFile) -> [(module: String, line: Int)] {
        let kinds: Set = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
        let code = file.code
        var found: [(module: String, line: Int)] = []
        for index in code.indices where code[index].is("import") {
            var next = index + 1
            if next < code.count, kinds.contains(code[next].text) { next += 1 }
            guard next < code.count, code[next].kind == .word else { continue }
            found.append((code[next].text, code[next].line))
        }
        return found
    }
}
