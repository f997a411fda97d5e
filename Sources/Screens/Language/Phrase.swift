/// One thing a screen can say, in both languages, with places `{1}` … `{9}` for what changes.
package struct Phrase: Sendable, Hashable {
    /// The sentence in simplified Chinese, with Chinese punctuation.
    package let chinese: String
    /// The sentence in English.
    package let english: String
    /// The English sentence for a count of one, where it differs ("{1} site" beside "{1} sites").
    package let englishForOne: String?

    /// A phrase; `one` is said instead of `english` when the first whole number filled in is 1.
    package init(_ chinese: String, _ english: String, one englishForOne: String? = nil) {
        self.chinese = chinese
        self.english = english
        self.englishForOne = englishForOne
    }

    /// The phrase in a language with its places filled: texts as they are, whole numbers as the language writes them.
    package func text(in language: Language, _ values: any PhraseValue...) -> String {
        text(in: language, values: values)
    }

    /// The same for values that are already in a list.
    package func text(in language: Language, values: [any PhraseValue]) -> String {
        let sentence = sentence(in: language, values: values)
        guard !values.isEmpty else { return sentence }
        var filled = ""
        var rest = sentence[...]
        while let opening = rest.firstIndex(of: "{") {
            filled += rest[..<opening]
            let digit = rest.index(after: opening)
            guard digit < rest.endIndex,
                let closing = rest.index(digit, offsetBy: 1, limitedBy: rest.endIndex),
                closing < rest.endIndex, rest[closing] == "}",
                let place = rest[digit].wholeNumberValue, values.indices.contains(place - 1)
            else {
                filled.append("{")
                rest = rest[digit...]
                continue
            }
            filled += values[place - 1].phraseText(in: language)
            rest = rest[rest.index(after: closing)...]
        }
        return filled + rest
    }

    private func sentence(in language: Language, values: [any PhraseValue]) -> String {
        switch language {
        case .chinese: chinese
        case .english: values.lazy.compactMap({ $0 as? Int }).first == 1 ? englishForOne ?? english : english
        }
    }
}

/// What may stand in a place of a phrase.
package protocol PhraseValue: Sendable {
    /// The value as the language writes it.
    func phraseText(in language: Language) -> String
}

extension String: PhraseValue {
    /// Texts stand as they are.
    package func phraseText(in language: Language) -> String { self }
}

extension Int: PhraseValue {
    /// Whole numbers in groups of three digits: both languages write 15,904.
    package func phraseText(in language: Language) -> String { NumberFormat.grouped(self) }
}
