/// Text that somebody else wrote, made harmless for a terminal or a page.
///
/// Names, notes and the subjects of certificates come from whoever signed them, perhaps from whoever made the file. They must not begin a
/// line that looks like one of ours, move the cursor, or turn the direction of what follows.
enum PlainText {
    /// The text with everything that is not plainly visible written as `\u{…}`.
    static func visible(_ text: String) -> String {
        guard !text.unicodeScalars.allSatisfy(isPlain) else { return text }
        var shown = ""
        for scalar in text.unicodeScalars {
            if isPlain(scalar) {
                shown.unicodeScalars.append(scalar)
            } else {
                shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            }
        }
        return shown
    }

    /// No control character, and none that turns the direction of what follows (Unicode Standard Annex #9).
    static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: false
        default: true
        }
    }
}
