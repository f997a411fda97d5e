/// Cuts Swift source into tokens, well enough to tell code from comments and literals.
///
/// It is no compiler: it takes text that compiles and never fails on any other.
struct Tokenizer {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var followsSpace = true
    private var tokens: [Token] = []

    static func tokens(of text: String) -> [Token] {
        var tokenizer = Tokenizer(bytes: Array(text.utf8))
        tokenizer.readCode(untilParenthesisCloses: false)
        return tokenizer.tokens
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }
}

extension Tokenizer {
    private mutating func readCode(untilParenthesisCloses nested: Bool) {
        var depth = 0
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"):
                advance()
                followsSpace = true
                continue
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
                readLineComment()
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"):
                readBlockComment()
            case UInt8(ascii: "\""):
                readString(poundCount: 0)
            case UInt8(ascii: "#") where poundCountBeforeQuote > 0:
                let count = poundCountBeforeQuote
                advance(by: count)
                readString(poundCount: count)
            case UInt8(ascii: "/") where regexByteCount != nil:
                let start = position
                advance(by: regexByteCount ?? 1)
                append(.literal, from: start)
            case UInt8(ascii: "`"):
                readQuotedName()
            case _ where byte.isDigit:
                readNumber()
            case _ where byte.isWordByte:
                let start = position
                while let next = peek(), next.isWordByte { advance() }
                append(.word, from: start)
            default:
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") {
                    depth -= 1
                    if nested && depth < 0 { return }
                }
                let start = position
                advance()
                append(.sign, from: start)
            }
            followsSpace = false
        }
    }

    private mutating func readLineComment() {
        let start = position
        while let byte = peek(), byte != UInt8(ascii: "\n") { advance() }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        let documents = text.hasPrefix("///") && text.contains { $0 != "/" && !$0.isWhitespace }
        append(documents ? .documentation : .comment, text: text, line: line)
    }

    private mutating func readBlockComment() {
        let start = position
        let startLine = line
        var depth = 0
        repeat {
            if peek() == UInt8(ascii: "/") && peek(1) == UInt8(ascii: "*") {
                depth += 1
                advance(by: 2)
            } else if peek() == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/") {
                depth -= 1
                advance(by: 2)
            } else {
                advance()
            }
        } while depth > 0 && position < bytes.count
        append(.comment, text: String(decoding: bytes[start..<position], as: UTF8.self), line: startLine)
    }

    /// Reads from the opening quote to the closing one; `poundCount` number signs were read before it.
    private mutating func readString(poundCount: Int) {
        let start = position
        let startLine = line
        let quoteCount = peek(1) == UInt8(ascii: "\"") && peek(2) == UInt8(ascii: "\"") ? 3 : 1
        advance(by: quoteCount)
        // The literal's token goes before those of its interpolations; its text is filled in at the end.
        let index = tokens.count
        append(.literal, text: "", line: startLine)
        while let byte = peek() {
            if byte == UInt8(ascii: "\\") && repeats(UInt8(ascii: "#"), poundCount, from: 1) {
                advance(by: 1 + poundCount)
                if peek() == UInt8(ascii: "(") {
                    advance()
                    readCode(untilParenthesisCloses: true)
                }
                advance()
            } else if repeats(UInt8(ascii: "\""), quoteCount, from: 0)
                && repeats(UInt8(ascii: "#"), poundCount, from: quoteCount)
            {
                advance(by: quoteCount + poundCount)
                break
            } else {
                advance()
            }
        }
        let text = String(decoding: bytes[start..<min(position, bytes.count)], as: UTF8.self)
        tokens[index] = Token(
            kind: .literal,
            text: text,
            line: startLine,
            followsSpace: tokens[index].followsSpace
        )
    }

    private mutating func readQuotedName() {
        advance()
        let start = position
        while let byte = peek(), byte != UInt8(ascii: "`"), byte != UInt8(ascii: "\n") { advance() }
        append(.word, from: start)
        advance()
    }

    private mutating func readNumber() {
        let start = position
        while let byte = peek() {
            let isFraction = byte == UInt8(ascii: ".") && peek(1)?.isDigit == true
            guard byte.isWordByte || isFraction else { break }
            advance()
        }
        append(.number, from: start)
    }
}

extension Tokenizer {
    /// How many number signs open a raw string here; zero when they open none.
    private var poundCountBeforeQuote: Int {
        var count = 0
        while peek(count) == UInt8(ascii: "#") { count += 1 }
        return peek(count) == UInt8(ascii: "\"") ? count : 0
    }

    /// The length of a `/…/` literal that starts here, if one does: where an operand may stand, with its end on
    /// the same line.
    private var regexByteCount: Int? {
        if let last = tokens.last(where: { !$0.isComment }) {
            let endsOperand = last.kind != .sign || [")", "]", "}", "?", "!"].contains(last.text)
            guard !endsOperand || last.is("return") || last.is("in") else { return nil }
        }
        guard let next = peek(1), next != UInt8(ascii: " "), next != UInt8(ascii: ")") else { return nil }
        var count = 1
        while let byte = peek(count), byte != UInt8(ascii: "\n") {
            if byte == UInt8(ascii: "/") { return count + 1 }
            count += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }

    private func repeats(_ byte: UInt8, _ count: Int, from offset: Int) -> Bool {
        (0..<count).allSatisfy { peek(offset + $0) == byte }
    }

    private func peek(_ offset: Int = 0) -> UInt8? {
        position + offset < bytes.count ? bytes[position + offset] : nil
    }

    private mutating func advance(by count: Int = 1) {
        for _ in 0..<count where position < bytes.count {
            if bytes[position] == UInt8(ascii: "\n") { line += 1 }
            position += 1
        }
    }

    private mutating func append(_ kind: Token.Kind, from start: Int) {
        append(kind, text: String(decoding: bytes[start..<position], as: UTF8.self), line: line)
    }

    private mutating func append(_ kind: Token.Kind, text: String, line: Int) {
        tokens.append(Token(kind: kind, text: text, line: line, followsSpace: followsSpace))
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    /// Letters, digits, `_`, `$`, and every byte of a character outside ASCII.
    fileprivate var isWordByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...: true
        default: isDigit
        }
    }
}
