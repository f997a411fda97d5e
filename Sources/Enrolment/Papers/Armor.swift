import Cryptography

/// Bytes as text that survives mail, chat and paper.
///
/// ```
/// -----BEGIN SIGNET STATEMENT-----
/// base64 in lines of 64 characters (RFC 4648, section 4)
/// check: XXXX-XXXX
/// -----END SIGNET STATEMENT-----
/// ```
/// The shape is that of RFC 7468, with our own words; ``CheckCode`` finds a lost or changed character. Read are text before
/// and behind it, white space at the ends of lines and lines of any length, because mail adds them; refused are two papers in
/// one text, another kind than asked for, and a check code that does not fit.
package struct Armor: Sendable, Equatable {
    /// The most characters of a text: base64 of the largest statement with room around it.
    package static let textByteCountMax = 4 << 20
    /// The characters of a line.
    package static let lineCharacterCount = 64

    /// What the bytes are said to be.
    package let kind: PaperKind
    /// The bytes.
    package let bytes: [UInt8]

    /// Bytes of a kind.
    package init(_ kind: PaperKind, _ bytes: [UInt8]) {
        self.kind = kind
        self.bytes = bytes
    }

    /// The text, each line ended by a line feed.
    package var text: String {
        var lines = [Self.begin(kind)]
        var rest = Base64.encode(bytes)[...]
        while !rest.isEmpty {
            lines.append(String(rest.prefix(Self.lineCharacterCount)))
            rest = rest.dropFirst(Self.lineCharacterCount)
        }
        lines.append("\(Self.checkName)\(CheckCode(of: bytes))")
        lines.append(Self.end(kind))
        return lines.joined(separator: "\n") + "\n"
    }

    /// Reads a text that holds one paper of any kind.
    ///
    /// - Throws: `malformed`, `unknownKind`, `tooLarge`; `mismatch` for a check code that does not fit.
    package init(_ text: [UInt8]) throws(EnrolmentError) {
        guard text.count <= Self.textByteCountMax else {
            throw EnrolmentError(.tooLarge, "the text has more than \(Self.textByteCountMax) bytes")
        }
        guard let valid = String(validating: text, as: UTF8.self) else {
            throw EnrolmentError(.malformed, "the file is no text")
        }
        let lines = valid.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { Self.trimmed($0) }
        let begins = lines.indices.filter { lines[$0].hasPrefix(Self.beginMark) }
        guard let begin = begins.first else {
            throw EnrolmentError(
                .malformed,
                "no line begins with \(Self.beginMark): this is no paper of Signet"
            )
        }
        guard begins.count == 1 else {
            throw EnrolmentError(.malformed, "the text holds \(begins.count) papers; give one at a time")
        }
        guard let kind = PaperKind.allCases.first(where: { lines[begin] == Self.begin($0) }) else {
            throw EnrolmentError(
                .unknownKind,
                "this program does not know the kind of paper in «\(lines[begin])»"
            )
        }
        guard let end = lines[begin...].firstIndex(of: Self.end(kind)), end > begin + 1,
            lines[end - 1].hasPrefix(Self.checkName)
        else { throw EnrolmentError(.malformed, "the end of the paper is missing: was the text cut off?") }
        guard let bytes = Base64.decode(lines[begin + 1..<end - 1].joined()) else {
            throw EnrolmentError(.malformed, "between its first and last line the paper is not base64")
        }
        self.init(kind, bytes)
        guard lines[end - 1] == "\(Self.checkName)\(CheckCode(of: bytes))" else {
            throw EnrolmentError(
                .mismatch,
                "the paper does not fit its check code: a part was lost or changed on its way"
            )
        }
    }

    /// The bytes of a text that holds one paper of this kind.
    package static func bytes(of text: [UInt8], _ kind: PaperKind) throws(EnrolmentError) -> [UInt8] {
        let armor = try Armor(text)
        guard armor.kind == kind else {
            throw EnrolmentError(
                .unknownKind,
                "this is «\(armor.kind.rawValue)», and «\(kind.rawValue)» is expected"
            )
        }
        return armor.bytes
    }
}

extension Armor {
    private static let beginMark = "-----BEGIN SIGNET "
    private static let checkName = "check: "

    private static func begin(_ kind: PaperKind) -> String { "\(beginMark)\(kind.rawValue)-----" }
    private static func end(_ kind: PaperKind) -> String { "-----END SIGNET \(kind.rawValue)-----" }

    private static func trimmed(_ line: Substring.UTF8View) -> String {
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D }
        let tail = line.drop(while: isSpace)
        guard let last = tail.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(Substring(tail[...last]))
    }
}
