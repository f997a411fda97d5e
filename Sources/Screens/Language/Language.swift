/// A language of the screens.
///
/// Chinese comes first: it is what is shown when nobody asked for anything else.
package enum Language: String, CaseIterable, Sendable, Hashable {
    case chinese = "zh-Hans"
    case english = "en"

    /// The tag of the `lang` attribute and of the language cookie (BCP 47).
    package var tag: String { rawValue }

    /// What the switch to this language is called, in this language.
    package var ownName: String {
        switch self {
        case .chinese: "中文"
        case .english: "EN"
        }
    }

    /// The language that the switch leads to.
    package var other: Language { self == .chinese ? .english : .chinese }
}

extension Language {
    /// Most entries of an `Accept-Language` field that are looked at.
    package static let acceptedEntryCountMax = 16

    /// The language a browser would rather read, after RFC 9110 section 12.5.4; nil when it names none of
    /// ours.
    ///
    /// Every kind of Chinese gets simplified characters, since that is the Chinese we have.
    package static func preferred(acceptLanguage field: String) -> Language? {
        var best: (language: Language, weight: Double)?
        for entry in field.split(separator: ",").prefix(acceptedEntryCountMax) {
            let parts = entry.split(separator: ";").map { $0.trimmingBlanks() }
            guard let range = parts.first, let language = Language(range: range) else { continue }
            let weight = parts.dropFirst().lazy.compactMap(Self.weight).first ?? 1
            if weight > 0, weight > (best?.weight ?? 0) { best = (language, weight) }
        }
        return best?.language
    }

    /// The language of a tag as a cookie, a query or a browser writes it ("zh-CN", "en-GB"); nil for others.
    package init?(range: some StringProtocol) {
        let primary = range.split(separator: "-", maxSplits: 1).first.map { $0.lowercased() }
        switch primary {
        case "zh": self = .chinese
        case "en": self = .english
        default: return nil
        }
    }

    private static func weight(_ parameter: Substring) -> Double? {
        guard parameter.hasPrefix("q=") else { return nil }
        return Double(parameter.dropFirst(2)) ?? 0
    }
}

extension Substring {
    /// Without the blanks and tabs at both ends, the optional white space of RFC 9110 section 5.6.3.
    func trimmingBlanks() -> Substring {
        var text = self.drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
