/// The phrases of one module, one case each, so that a missing word is an error of the compiler and not of a screen.
///
/// ```swift
/// enum ConsoleText: TextCatalogue {
///     case overview, silentSites
///     var phrase: Phrase {
///         switch self {
///         case .overview: Phrase("总览", "Overview")
///         case .silentSites: Phrase("{1} 个机构失联", "{1} sites silent", one: "{1} site silent")
///         }
///     }
/// }
/// ```
package protocol TextCatalogue: CaseIterable, Hashable, Sendable {
    /// Both languages of this key.
    var phrase: Phrase { get }
}

extension TextCatalogue {
    /// The text of this key in a language, its places filled in order.
    package func text(in language: Language, _ values: any PhraseValue...) -> String {
        phrase.text(in: language, values: values)
    }
}

extension Language {
    /// The text of a key in this language: `language(ConsoleText.silentSites, 9)`.
    package func callAsFunction(_ key: some TextCatalogue, _ values: any PhraseValue...) -> String {
        key.phrase.text(in: self, values: values)
    }
}
