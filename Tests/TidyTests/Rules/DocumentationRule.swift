/// Every `package` declaration says in a comment what it is: the formatter's rule sees only `public` ones.
struct DocumentationRule {
    let requirements: ProtocolRequirements

    /// Declarations that meet a requirement of the standard library, whose meaning is fixed there.
    private static let witnesses: Set = [
        "==", "<", "hash", "description", "debugDescription", "makeIterator", "makeAsyncIterator", "next",
        "rawValue", "init(rawValue:)", "unownedExecutor",
    ]

    /// The declarations of a file that nothing documents: neither a comment of their own nor the requirement that
    /// they meet.
    func violations(in file: SourceFile) -> [Violation] {
        let tokens = file.tokens
        let witnesses = Self.witnesses.union(requirements.witnesses(in: file))
        let declarations = tokens.indices.compactMap { index -> Violation? in
            guard tokens[index].is("package"), !Self.isOperand(index, in: tokens),
                let name = Declaration.name(at: index + 1, in: tokens), !witnesses.contains(name),
                !Declaration.isDocumented(at: index, in: tokens)
            else { return nil }
            return Self.violation(in: file, line: tokens[index].line, name: name)
        }
        let undocumented = ProtocolRequirements.requirements(in: file).filter { !$0.isDocumented }
        return declarations
            + undocumented.filter { !witnesses.contains($0.name) }.map {
                Self.violation(in: file, line: $0.line, name: "\($0.owner).\($0.name)")
            }
    }

    private static func violation(in file: SourceFile, line: Int, name: String) -> Violation {
        Violation(path: file.path, line: line, message: "declaration \(name) has no documentation comment")
    }

    /// Whether the word at `index` is a name in an expression and not an access level.
    private static func isOperand(_ index: Int, in tokens: [Token]) -> Bool {
        guard let previous = tokens[..<index].last(where: { !$0.isComment }) else { return false }
        return ["=", ".", ",", "(", "[", ":", "&", "let", "var", "return"].contains(previous.text)
    }
}
