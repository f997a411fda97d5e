package import Screens

/// Reads a catalogue as an editor would.
///
/// Every module's tests hand it their own: `CatalogueReview.problems(in: ConsoleText.self)`.
package enum CatalogueReview {
    /// What is wrong with the phrases of a catalogue, one sentence each.
    package static func problems<Catalogue: TextCatalogue>(in catalogue: Catalogue.Type) -> [String] {
        Catalogue.allCases.flatMap { key in problems(of: key.phrase).map { "\(key): \($0)" } }
    }

    /// What is wrong with one phrase.
    package static func problems(of phrase: Phrase) -> [String] {
        var problems: [String] = []
        let english = [phrase.english, phrase.englishForOne].compactMap(\.self)
        if phrase.chinese.isEmpty || english.contains("") { problems.append("a language has no text") }
        if !phrase.chinese.unicodeScalars.contains(where: isHan), phrase.chinese != phrase.english {
            problems.append("the Chinese has no Chinese character")
        }
        if english.contains(where: { $0.unicodeScalars.contains { isHan($0) || isFullWidth($0) } }) {
            problems.append("the English has Chinese characters or punctuation")
        }
        if hasHalfWidthPunctuation(phrase.chinese) { problems.append("the Chinese has English punctuation") }
        for text in english where places(in: text) != places(in: phrase.chinese) {
            // A sentence for one may leave the number out.
            if text != phrase.englishForOne { problems.append("the languages have different places") }
        }
        return problems
    }

    private static func isHan(_ scalar: Unicode.Scalar) -> Bool { (0x4E00...0x9FFF).contains(scalar.value) }

    private static func isFullWidth(_ scalar: Unicode.Scalar) -> Bool {
        (0x3000...0x303F).contains(scalar.value) || (0xFF00...0xFF65).contains(scalar.value)
    }

    /// Half-width marks beside a Chinese character or a place; "09:41" and "PN532-UART" keep theirs.
    private static func hasHalfWidthPunctuation(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        return scalars.indices.contains { index in
            guard ",;:?!()".unicodeScalars.contains(scalars[index]) else { return false }
            let neighbours = [index - 1, index + 1].filter(scalars.indices.contains).map { scalars[$0] }
            return neighbours.contains { isHan($0) || $0 == "{" || $0 == "}" }
        } || text.hasSuffix(".")
    }

    private static func places(in text: String) -> Set<Character> {
        Set(
            text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().compactMap {
                $0.dropFirst().first == "}" ? $0.first : nil
            }
        )
    }
}
