/// Rules over the shape of the tree.
enum TreeRules {
    /// Every folder of `Sources` is in the layer table; an empty room is not built.
    static func targetViolations(targets: Set<String>, table: LayerTable) -> [Violation] {
        targets.subtracting(["CModules"]).filter { table.row(of: $0) == nil }.sorted().map {
            Violation(path: "Sources/\($0)", line: 0, message: "is not in the layer table")
        }
    }

    /// Every target below the mains has a test target of its own.
    static func untestedViolations(
        targets: Set<String>,
        testTargets: Set<String>,
        table: LayerTable
    ) -> [Violation] {
        let tested = table.rows.filter { $0.layer < 5 }.map(\.target).filter(targets.contains)
        return tested.filter { !testTargets.contains("\($0)Tests") }.sorted().map {
            Violation(path: "Sources/\($0)", line: 0, message: "has no tests of its own in Tests/\($0)Tests")
        }
    }

    /// A page that maps the house names every room, as `Name` in backquotes.
    static func unnamedViolations(in page: SourceFile, targets: Set<String>) -> [Violation] {
        targets.filter { !page.text.contains("`\($0)`") && !page.text.contains("`\($0)/`") }.sorted().map {
            Violation(path: page.path, line: 0, message: "does not name the target `\($0)`")
        }
    }
}
