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

    /// The line "Not built yet: …" of a page lists the targets of the table that are not there, and no others; when
    /// all are there, it is gone.
    static func unbuiltViolations(
        in page: SourceFile,
        targets: Set<String>,
        table: LayerTable
    ) -> [Violation] {
        let mark = "Not built yet: "
        let missing = Set(table.rows.map(\.target)).subtracting(targets)
        let index = page.lines.firstIndex { $0.hasPrefix(mark) }
        let listed = index.map { Set(codeSpans(in: page.lines[$0])) } ?? []
        return listed.symmetricDifference(missing).sorted().map {
            let message = missing.contains($0) ? "`\($0)` is not built yet" : "`\($0)` is built"
            return Violation(path: page.path, line: (index ?? -1) + 1, message: message)
        }
    }

    /// A page names no file that is not there.
    ///
    /// Seen are the texts in backquotes that begin with a folder of the tree; a name with a placeholder in capitals,
    /// such as `NAME`, stands for many.
    static func absentFileViolations(in page: SourceFile, paths: Set<String>) -> [Violation] {
        let roots = ["Sources/", "Tests/", "Documentation/", "Provisioning/", "Systemd/", ".ci/"]
        return page.lines.enumerated().flatMap { offset, line in
            codeSpans(in: line).filter { span in
                guard roots.contains(where: span.hasPrefix), !span.contains(" "), !span.contains("*") else {
                    return false
                }
                let isPattern = span.split { !$0.isLetter }.contains {
                    $0.count > 1 && $0 == $0.uppercased()[...]
                }
                let path = span.hasSuffix("/") ? String(span.dropLast()) : span
                return !isPattern && !paths.contains(path) && !paths.contains { $0.hasPrefix(path + "/") }
            }.map {
                Violation(path: page.path, line: offset + 1, message: "`\($0)` is not there")
            }
        }
    }

    /// The texts between backquotes.
    private static func codeSpans(in line: Substring) -> [String] {
        let parts = line.split(separator: "`", omittingEmptySubsequences: false)
        return parts.indices.filter { !$0.isMultiple(of: 2) && $0 < parts.count - 1 }.map {
            String(parts[$0])
        }
    }
}
