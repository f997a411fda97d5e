/// Rules over the tests that pages name: who reads that something was tried can go and look.
enum TestNameRules {
    /// Every test that a page names is there.
    ///
    /// A text in backquotes such as `StoreTests/AuditTests` is a file below `Tests`, with or without that folder and the ending; in
    /// the same line, each «sentence» behind it is a test of that file or of one that extends it, `AuditTests+MORE.swift`.
    static func absentViolations(in page: SourceFile, files: [SourceFile]) -> [Violation] {
        page.lines.enumerated().flatMap { offset, line in
            mentions(in: line).flatMap { mention -> [String] in
                let found = files.filter { $0.belongs(to: mention.path) }
                guard !found.isEmpty else { return ["`\(mention.path)` is no file of tests"] }
                return mention.sentences.filter { sentence in
                    !found.contains { $0.text.contains("`\(sentence)`(") }
                }.map { "`\(mention.path)` has no test «\($0)»" }
            }.map { Violation(path: page.path, line: offset + 1, message: $0) }
        }
    }

    /// Every row of the tables below a heading names at least one test by its sentence.
    static func unshownViolations(in page: SourceFile, below heading: String) -> [Violation] {
        let lines = page.lines
        guard let start = lines.firstIndex(where: { $0 == heading[...] }) else {
            return [Violation(path: page.path, line: 0, message: "has no section «\(heading)»")]
        }
        let end = lines[(start + 1)...].firstIndex { $0.hasPrefix("## ") } ?? lines.endIndex
        let rows = (start..<end).filter { lines[$0].hasPrefix("|") }
        // The first two are the names of the columns and the line below them.
        guard rows.count > 2 else {
            return [Violation(path: page.path, line: start + 1, message: "has no row below «\(heading)»")]
        }
        return rows.dropFirst(2).filter { row in
            mentions(in: lines[row]).allSatisfy(\.sentences.isEmpty)
        }.map { Violation(path: page.path, line: $0 + 1, message: "names no test") }
    }

    /// A file of tests and the sentences behind it.
    private struct Mention {
        let path: String
        var sentences: [String] = []
    }

    private static func mentions(in line: Substring) -> [Mention] {
        var mentions: [Mention] = []
        var rest = line
        while let sign = rest.firstIndex(where: { $0 == "`" || $0 == "«" }) {
            let closing: Character = rest[sign] == "`" ? "`" : "»"
            let start = rest.index(after: sign)
            guard let end = rest[start...].firstIndex(of: closing) else { break }
            let text = String(rest[start..<end])
            if closing == "»" {
                if !mentions.isEmpty { mentions[mentions.count - 1].sentences.append(text) }
            } else if let path = path(of: text) {
                mentions.append(Mention(path: path))
            }
            rest = rest[rest.index(after: end)...]
        }
        return mentions
    }

    /// The path of a file of tests below `Tests`, without its ending; nil for any other text.
    private static func path(of text: String) -> String? {
        var path = text[...]
        if path.hasPrefix("Tests/") { path = path.dropFirst("Tests/".count) }
        if path.hasSuffix(".swift") { path = path.dropLast(".swift".count) }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 1, parts[0].hasSuffix("Tests"), !path.contains(where: \.isWhitespace) else {
            return nil
        }
        return String(path)
    }
}

extension SourceFile {
    /// Whether this is the file of tests at a path below `Tests`, or one that extends it.
    fileprivate func belongs(to path: String) -> Bool {
        self.path == "Tests/\(path).swift"
            || self.path.hasPrefix("Tests/\(path)+") && self.path.hasSuffix(".swift")
    }
}
