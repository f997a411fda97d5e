/// The languages of a report.
package enum EvidenceLanguage: Sendable, Hashable, CaseIterable {
    /// Simplified Chinese.
    case chinese
    /// English.
    case english

    /// One of two texts.
    func say(_ chinese: String, _ english: String) -> String { self == .chinese ? chinese : english }

    /// The tag of a page's language (BCP 47).
    var tag: String { say("zh-Hans", "en") }
}
