/// Where the compiler's proof is switched off, a comment on the line or right above it gives ours.
enum UncheckedRule {
    static func violations(in file: SourceFile) -> [Violation] {
        guard file.target != nil else { return [] }
        let commented = commentedLines(in: file)
        let code = file.code
        return code.indices.compactMap { index in
            guard let name = uncheckedName(at: index, in: code) else { return nil }
            let line = code[index].line
            guard !commented.contains(line), !commented.contains(line - 1) else { return nil }
            return Violation(
                path: file.path,
                line: line,
                message: "\(name) needs a comment that says why it holds"
            )
        }
    }

    private static func uncheckedName(at index: Int, in code: [Token]) -> String? {
        if code[index].is("@"), index + 1 < code.count, code[index + 1].is("unchecked") {
            return "@unchecked"
        }
        let isUnsafe = index + 2 < code.count && code[index + 1].is("(") && code[index + 2].is("unsafe")
        guard isUnsafe, code[index].is("nonisolated") || code[index].is("unowned") else { return nil }
        return "\(code[index].text)(unsafe)"
    }

    private static func commentedLines(in file: SourceFile) -> Set<Int> {
        var lines: Set<Int> = []
        for token in file.tokens where token.isComment {
            let count = token.text.split(separator: "\n", omittingEmptySubsequences: false).count
            lines.formUnion(token.line..<token.line + count)
        }
        return lines
    }
}
