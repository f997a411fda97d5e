/// One word, sign, literal or comment of Swift source.
struct Token: Equatable {
    enum Kind: Equatable {
        /// A name or keyword; a name in backticks comes without them.
        case word
        case number
        /// A string or regular expression literal. What is interpolated into it follows as tokens of its own.
        case literal
        /// One character that is none of the others.
        case sign
        case comment
        /// A comment that documents what follows it, and says something.
        case documentation
    }

    let kind: Kind
    let text: String
    /// Counted from one.
    let line: Int
    let followsSpace: Bool
}

extension Token {
    /// Whether this token is the keyword or sign `text`; a literal or comment never is.
    func `is`(_ text: String) -> Bool {
        (kind == .word || kind == .sign) && self.text == text
    }

    var isComment: Bool { kind == .comment || kind == .documentation }
}
