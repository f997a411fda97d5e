/// Every `package` declaration says in a comment what it is: the formatter's rule sees only `public` ones.
enum DocumentationRule {
    /// Declarations that meet a requirement of the standard library, or of `Canonical` and `Statement`, whose meaning
    /// is fixed there.
    private static let witnesses: Set = [
        "==", "<", "hash", "description", "debugDescription", "makeIterator", "makeAsyncIterator", "next",
        "rawValue", "init(rawValue:)", "canonical", "init(canonical:)", "init(head:fields:)", "head",
        "fields",
        "title", "signers", "kind",
    ]
    private static let modifiers: Set = [
        "static", "final", "nonisolated", "mutating", "nonmutating", "consuming", "borrowing", "indirect",
        "convenience", "override", "lazy", "weak", "unowned", "required", "isolated", "class", "unsafe",
        "dynamic",
        "prefix", "postfix", "infix",
    ]
    private static let declarations: Set = [
        "struct", "class", "enum", "actor", "protocol", "func", "var", "let", "init", "typealias",
        "subscript",
        "associatedtype", "macro",
    ]

    static func violations(in file: SourceFile) -> [Violation] {
        let tokens = file.tokens
        return tokens.indices.compactMap { index in
            guard tokens[index].is("package"), !isOperand(index, in: tokens),
                let name = declaredName(after: index, in: tokens), !witnesses.contains(name),
                !isDocumented(index, in: tokens)
            else { return nil }
            return Violation(
                path: file.path,
                line: tokens[index].line,
                message: "package declaration \(name) has no documentation comment"
            )
        }
    }

    /// Whether the word at `index` is a name in an expression and not an access level.
    private static func isOperand(_ index: Int, in tokens: [Token]) -> Bool {
        guard let previous = tokens[..<index].last(where: { !$0.isComment }) else { return false }
        return ["=", ".", ",", "(", "[", ":", "&", "let", "var", "return"].contains(previous.text)
    }

    /// The name that is declared with the access level at `index`, or nil when it belongs to no declaration: an
    /// import, a setter (`package(set)`), or the word as a name.
    private static func declaredName(after index: Int, in tokens: [Token]) -> String? {
        var next = index + 1
        var keyword: String?
        while next < tokens.count {
            let token = tokens[next]
            if token.isComment {
                next += 1
            } else if token.is("@") {
                next += 2
                if next < tokens.count, tokens[next].is("("), !tokens[next].followsSpace {
                    next = end(ofGroupAt: next, in: tokens)
                }
            } else if token.kind == .word, declarations.contains(token.text) {
                keyword = token.text
                next += 1
                // `class` is also a modifier: `package class func`.
                guard next < tokens.count, token.text == "class", declarations.contains(tokens[next].text)
                else {
                    break
                }
            } else if token.kind == .word, modifiers.contains(token.text) || token.text == "private" {
                next += 1
                if next < tokens.count, tokens[next].is("(") { next = end(ofGroupAt: next, in: tokens) }
            } else {
                return nil
            }
        }
        guard let keyword else { return nil }
        if keyword == "init" { return "init(\(labels(ofGroupAfter: next, in: tokens)))" }
        if keyword == "subscript" { return keyword }
        guard next < tokens.count else { return nil }
        guard tokens[next].kind == .sign else { return tokens[next].text }
        let signs = tokens[next...].prefix { $0.kind == .sign && !$0.is("(") }
        return signs.map(\.text).joined()
    }

    /// Whether a documentation comment stands before the attributes and modifiers of the declaration whose access
    /// level is at `index`.
    private static func isDocumented(_ index: Int, in tokens: [Token]) -> Bool {
        var previous = index - 1
        while previous >= 0 {
            let token = tokens[previous]
            if token.kind == .documentation { return true }
            if token.kind == .comment || modifiers.contains(token.text) {
                previous -= 1
            } else if token.is(")") {
                previous = start(ofGroupAt: previous, in: tokens) - 1
            } else if token.kind == .word, previous > 0, tokens[previous - 1].is("@") {
                previous -= 2
            } else {
                return false
            }
        }
        return false
    }

    /// The labels of the parameters in the first group at or after `index`, each with its colon.
    private static func labels(ofGroupAfter index: Int, in tokens: [Token]) -> String {
        guard let opening = tokens[index...].firstIndex(where: { $0.is("(") }) else { return "" }
        var labels = ""
        var depth = 0
        for position in opening..<end(ofGroupAt: opening, in: tokens) {
            if ["(", "[", "<"].contains(tokens[position].text) { depth += 1 }
            if [")", "]", ">"].contains(tokens[position].text) { depth -= 1 }
            let startsParameter = tokens[position].is("(") || tokens[position].is(",")
            if depth == 1, startsParameter, position + 1 < tokens.count, tokens[position + 1].kind == .word {
                labels += tokens[position + 1].text + ":"
            }
        }
        return labels
    }

    private static func end(ofGroupAt index: Int, in tokens: [Token]) -> Int {
        var depth = 0
        for position in index..<tokens.count {
            if tokens[position].is("(") { depth += 1 }
            if tokens[position].is(")") { depth -= 1 }
            if depth == 0 { return position + 1 }
        }
        return tokens.count
    }

    private static func start(ofGroupAt index: Int, in tokens: [Token]) -> Int {
        var depth = 0
        for position in stride(from: index, through: 0, by: -1) {
            if tokens[position].is(")") { depth += 1 }
            if tokens[position].is("(") { depth -= 1 }
            if depth == 0 { return position }
        }
        return 0
    }
}
