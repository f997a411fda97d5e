/// Text that somebody else wrote, made harmless for a screen.
///
/// A name or reason comes from whoever composed the statement, perhaps a hostile headquarters. It must not break the line,
/// move the cursor, turn the direction of writing, hide itself, or be so full of spaces that its end looks like a line of ours.
package enum ForeignText {
    /// The text in quotation marks, with everything that is not plainly visible written as `\u{…}`.
    package static func quoted(_ text: String, in language: Language) -> String {
        language.pick("「\(escaped(text))」", "“\(escaped(text))”")
    }

    /// The text with everything that is not plainly visible written as `\u{…}`.
    package static func escaped(_ text: String) -> String {
        var shown = ""
        var followsSpace = true
        for scalar in text.unicodeScalars {
            let isSpace = scalar == " " || scalar == "\u{3000}"
            if isPlain(scalar), !(isSpace && followsSpace) {
                shown.unicodeScalars.append(scalar)
            } else {
                shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            }
            followsSpace = isSpace
        }
        return shown
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\\", "「", "」", "“", "”": return false
        case " ", "\u{3000}": return true
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .privateUse,
            .unassigned:
            return false
        // A heap of marks on one letter covers the lines around it.
        case .nonspacingMark, .enclosingMark: return false
        default: return !scalar.properties.isDefaultIgnorableCodePoint
        }
    }
}
