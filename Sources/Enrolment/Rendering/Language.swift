/// A language in which papers are shown.
package enum Language: String, CaseIterable, Sendable {
    /// Simplified Chinese.
    case chinese = "zh"
    /// English.
    case english = "en"

    func pick(_ chinese: String, _ english: String) -> String { self == .chinese ? chinese : english }
}
