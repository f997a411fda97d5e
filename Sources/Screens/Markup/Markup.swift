/// HTML that is safe to send.
///
/// It comes from literals of the source, from templates, and from escaped texts, and from nowhere else.
package struct Markup: Sendable, Hashable {
    /// The HTML.
    package let html: String

    /// Nothing.
    package static let empty = Markup(rendered: "")

    /// HTML written in the source itself.
    package init(_ literal: StaticString) { html = literal.description }

    /// HTML that a template made.
    init(rendered: String) { html = rendered }

    /// A text of any origin, made harmless.
    package static func escaped(_ text: String) -> Markup { Markup(rendered: escape(text)) }

    /// Pieces one after the other.
    package static func joined(_ pieces: some Sequence<Markup>) -> Markup {
        Markup(rendered: pieces.lazy.map(\.html).joined())
    }

    /// Escapes code point by code point.
    ///
    /// Mustache's own escaping compares whole characters, and `"` followed by a combining accent is another
    /// character than `"`: it would leave the attribute open. Code points that silently reorder or hide what
    /// a person is about to approve (Unicode TR 36, bidirectional controls) become visible.
    private static func escape(_ text: String) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count + 16)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\t", "\n", "\r": escaped.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}",
                "\u{2066}"..."\u{2069}":
                escaped.unicodeScalars.append("\u{FFFD}")
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

extension Markup: Component {
    /// Markup stands as it is in every language.
    package func markup(in language: Language) -> Markup { self }
}
