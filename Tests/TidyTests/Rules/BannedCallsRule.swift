/// What the product's code does not do: trap on what it did not expect, read the wall clock, write to the terminal
/// from below a main, or start a task that nothing waits for.
enum BannedCallsRule {
    private struct Pattern {
        let tokens: [String]
        let why: String
        var isForMainsToo = true
    }

    private static let patterns = [
        Pattern(tokens: ["try", "!"], why: "handle the error"),
        Pattern(tokens: ["as", "!"], why: "use as? and say what happens otherwise"),
        Pattern(tokens: ["fatalError", "("], why: "throw, or make the state impossible"),
        Pattern(tokens: ["preconditionFailure", "("], why: "throw, or make the state impossible"),
        Pattern(tokens: ["assertionFailure", "("], why: "throw, or make the state impossible"),
        Pattern(tokens: ["Date", "(", ")"], why: "take the time from an injected clock"),
        Pattern(tokens: ["Date", ".", "now"], why: "take the time from an injected clock"),
        Pattern(tokens: ["print", "("], why: "log it", isForMainsToo: false),
        Pattern(tokens: ["Task", "{"], why: "start it in a task group or as a service"),
        Pattern(tokens: ["Task", "("], why: "start it in a task group or as a service"),
        Pattern(tokens: ["Task", ".", "detached"], why: "start it in a task group or as a service"),
        Pattern(tokens: ["Task", ".", "immediate"], why: "start it in a task group or as a service"),
        Pattern(tokens: ["public"], why: "this is a product: package is the widest access"),
        Pattern(tokens: ["open", "class"], why: "this is a product: package is the widest access"),
        Pattern(tokens: ["#", "if", "DEBUG"], why: "what is tested is what is shipped"),
    ]

    static func violations(in file: SourceFile) -> [Violation] {
        guard let target = file.target else { return [] }
        let isMain = LayerTable.house.row(of: target)?.layer == 5
        let code = file.code
        var found: [Violation] = []
        for index in code.indices {
            for pattern in patterns where !isMain || pattern.isForMainsToo {
                guard matches(pattern.tokens, at: index, in: code) else { continue }
                found.append(
                    Violation(
                        path: file.path,
                        line: code[index].line,
                        message: "\(pattern.tokens.joined()) is banned: \(pattern.why)"
                    )
                )
            }
            if isForceUnwrap(at: index, in: code) {
                found.append(
                    Violation(
                        path: file.path,
                        line: code[index].line,
                        message: "a forced unwrap is banned: say what happens otherwise"
                    )
                )
            }
        }
        return found
    }

    /// A call is matched whole: `.print(` and `func print(` are other functions of that name.
    private static func matches(_ pattern: [String], at index: Int, in code: [Token]) -> Bool {
        guard index + pattern.count <= code.count else { return false }
        for (offset, text) in pattern.enumerated() {
            let token = code[index + offset]
            // `try !isDone()` negates what may throw; `try!` is one sign.
            guard token.is(text), text != "!" || !token.followsSpace else { return false }
        }
        guard index > 0, pattern[0] != "#" else { return true }
        return !isMember(at: index, in: code) && !code[index - 1].is("func") && !isName(at: index, in: code)
    }

    /// Whether the word at `index` is a member of anything but a module of the toolchain.
    private static func isMember(at index: Int, in code: [Token]) -> Bool {
        guard code[index - 1].is(".") else { return false }
        let modules: Set = ["Swift", "_Concurrency", "Foundation", "FoundationEssentials"]
        return index < 2 || !modules.contains(code[index - 2].text)
    }

    /// Whether the word at `index` is a label or a declared name, such as `public:`.
    private static func isName(at index: Int, in code: [Token]) -> Bool {
        index + 1 < code.count && code[index + 1].is(":")
    }

    /// `!` right behind an operand, where it is neither `!=` nor a part of `try!` and `as!`.
    private static func isForceUnwrap(at index: Int, in code: [Token]) -> Bool {
        guard index > 0, code[index].is("!"), !code[index].followsSpace else { return false }
        if index + 1 < code.count, code[index + 1].is("="), !code[index + 1].followsSpace { return false }
        let operand = code[index - 1]
        if operand.kind == .sign { return [")", "]", "}", "?", "!", ">"].contains(operand.text) }
        return operand.kind == .word
            && !["try", "as", "in", "return", "case", "where"].contains(operand.text)
    }
}
