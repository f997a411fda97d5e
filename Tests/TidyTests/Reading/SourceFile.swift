/// One file of the tree, as the rules see it: a path and a text, so that a test can hand them any other.
struct SourceFile {
    /// Relative to the root of the tree, with `/`.
    let path: String
    let text: String
    /// Empty for anything but Swift.
    let tokens: [Token]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        tokens = path.hasSuffix(".swift") ? Tokenizer.tokens(of: text) : []
    }
}

extension SourceFile {
    /// The target that the file belongs to, or nil outside of `Sources`.
    var target: String? {
        folder(under: "Sources")
    }

    /// The test target that the file belongs to, or nil outside of `Tests`.
    var testTarget: String? {
        folder(under: "Tests")
    }

    /// What is code, without comments and literals.
    var code: [Token] {
        tokens.filter { !$0.isComment && $0.kind != .literal }
    }

    var lines: [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    private func folder(under parent: String) -> String? {
        let parts = path.split(separator: "/")
        guard parts.count > 2, parts[0] == parent else { return nil }
        return String(parts[1])
    }
}
