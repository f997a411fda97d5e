/// Finds in tokens what a declaration is called, and whether a comment says what it is.
enum Declaration {
    private static let modifiers: Set = [
        "static", "final", "nonisolated", "mutating", "nonmutating", "consuming", "borrowing", "indirect",
        "convenience", "override", "lazy", "weak", "unowned", "required", "isolated", "class", "unsafe",
        "dynamic",
        "prefix", "postfix", "infix", "private", "async",
    ]
    private static let keywords: Set = [
        "struct", "class", "enum", "actor", "protocol", "func", "var", "let", "init", "typealias",
        "subscript",
        "associatedtype", "macro",
    ]

    /// The name of the declaration that begins at `index`, or after the attributes and modifiers that do; nil when
    /// none begins there.
    ///
    /// Initialisers are told apart by their labels: `init(canonical:)`.
    static func name(at index: Int, in tokens: [Token]) -> String? {
        var next = index
        while next < tokens.count {
            let token = tokens[next]
            if token.isComment {
                next += 1
            } else if token.is("@") {
                next += 2
                if next < tokens.count, tokens[next].is("("), !tokens[next].followsSpace {
                    next = end(ofGroupAt: next, in: tokens)
                }
            } else if token.kind == .word, isKeyword(at: next, in: tokens) {
                return name(of: token.text, at: next + 1, in: tokens)
            } else if token.kind == .word, modifiers.contains(token.text) {
                next += 1
                if next < tokens.count, tokens[next].is("(") { next = end(ofGroupAt: next, in: tokens) }
            } else {
                return nil
            }
        }
        return nil
    }

    /// Whether a documentation comment stands before the attributes and modifiers that lead up to `index`.
    static func isDocumented(at index: Int, in tokens: [Token]) -> Bool {
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

    /// The position after the bracket that closes the one at `index`.
    static func end(ofGroupAt index: Int, in tokens: [Token]) -> Int {
        var depth = 0
        for position in index..<tokens.count {
            if ["(", "{", "["].contains(where: tokens[position].is) { depth += 1 }
            if [")", "}", "]"].contains(where: tokens[position].is) { depth -= 1 }
            if depth == 0 { return position + 1 }
        }
        return tokens.count
    }
}

extension Declaration {
    /// `class` is also a modifier: `class func`.
    private static func isKeyword(at index: Int, in tokens: [Token]) -> Bool {
        guard keywords.contains(tokens[index].text) else { return false }
        guard tokens[index].is("class"), index + 1 < tokens.count else { return true }
        return !keywords.contains(tokens[index + 1].text)
    }

    private static func name(of keyword: String, at index: Int, in tokens: [Token]) -> String? {
        if keyword == "init" { return "init(\(labels(ofGroupAfter: index, in: tokens)))" }
        if keyword == "subscript" { return keyword }
        guard index < tokens.count else { return nil }
        guard tokens[index].kind == .sign else { return tokens[index].text }
        let signs = tokens[index...].prefix { $0.kind == .sign && !$0.is("(") }
        return signs.map(\.text).joined()
    }

    /// The labels of the parameters in the first group at or after `index`, each with its colon.
    private static func labels(ofGroupAfter index: Int, in tokens: [Token]) -> String {
        guard let opening = tokens[index...].firstIndex(where: { $0.is("(") }) else { return "" }
        var labels = ""
        var depth = 0
        for position in opening..<end(ofGroupAt: opening, in: tokens) {
            if ["(", "[", "<"].contains(where: tokens[position].is) { depth += 1 }
            if [")", "]", ">"].contains(where: tokens[position].is) { depth -= 1 }
            let startsParameter = tokens[position].is("(") || tokens[position].is(",")
            if depth == 1, startsParameter, position + 1 < tokens.count, tokens[position + 1].kind == .word {
                labels += tokens[position + 1].text + ":"
            }
        }
        return labels
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
