package import Authority
package import Cryptography
package import Records

/// A statement as a person reads it before signing.
package struct RenderedStatement: Sendable, Equatable {
    /// One line: what it is about, and what the statement says of it.
    package struct Line: Sendable, Equatable {
        /// What the line is about, for example 印章 or "Seal".
        package let label: String
        /// What the statement says.
        package let value: String
        /// How far it is set in: 0 for the statement itself, 1 for a part of it.
        package let depth: Int
        /// Whether it loosens what usually protects the seals, and should be looked at twice.
        package let isWarning: Bool
    }

    /// The kind, which is also the kind of the record that will carry it.
    package let kind: RecordKind
    /// What kind of statement it is, in words.
    package let title: String
    /// Everything that it says; nothing is left out.
    package let lines: [Line]
    /// SHA-256 of the bytes that are signed.
    package let digest: Digest
    /// The short form of the digest.
    package let checkCode: CheckCode
    /// Who must sign it.
    package let signers: Signers
    /// The language of title and lines.
    package let language: Language

    /// The whole as text, one line each.
    package var text: String {
        var text = "\(title)\n\(String(repeating: "─", count: 40))\n"
        for line in lines {
            let indent = String(repeating: "  ", count: line.depth)
            let colon = language.pick("：", ": ")
            let mark = line.isWarning ? language.pick("  ⚠ 请留意", "  ⚠ look twice") : ""
            text +=
                line.value.isEmpty
                ? "\(indent)\(line.label)\(mark)\n" : "\(indent)\(line.label)\(colon)\(line.value)\(mark)\n"
        }
        text += "\(String(repeating: "─", count: 40))\n"
        text += language.pick("摘要", "SHA-256") + language.pick("：", ": ") + "\(digest)\n"
        text += language.pick("校验码", "Check code") + language.pick("：", ": ") + "\(checkCode)\n"
        return text
    }
}
