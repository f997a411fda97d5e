import ScreensProbe
import Testing

@testable import Screens

@Suite struct LanguageTests {
    @Test(arguments: [
        ("zh-CN,zh;q=0.9,en;q=0.8", Language.chinese), ("en-GB,en;q=0.9,zh;q=0.1", .english),
        ("fr, en;q=0.5", .english), ("en;q=0.2, zh-TW;q=0.8", .chinese), ("en;q=0, zh;q=0.1", .chinese),
        (" zh ; q=0.5 ,en ; q=0.7", .english),
    ])
    func `a browser gets the language it would rather read`(field: String, language: Language) {
        #expect(Language.preferred(acceptLanguage: field) == language)
    }

    @Test(arguments: ["", "fr", "*", "q=1", ";;;,,,", "en;q=0", "en;q=nan"])
    func `a browser that names none of ours gets none by that`(field: String) {
        #expect(Language.preferred(acceptLanguage: field) == nil)
    }

    @Test func `only so many entries are looked at`() {
        let many = String(repeating: "fr,", count: Language.acceptedEntryCountMax) + "en"
        #expect(Language.preferred(acceptLanguage: many) == nil)
    }

    @Test func `places are filled, whole numbers in groups`() {
        let phrase = Phrase("{2}有 {1} 个", "{1} at {2}", one: "one at {2}")
        #expect(phrase.text(in: .chinese, 15_904, "杭州") == "杭州有 15,904 个")
        #expect(phrase.text(in: .english, 15_904, "Hangzhou") == "15,904 at Hangzhou")
        #expect(phrase.text(in: .english, 1, "Hangzhou") == "one at Hangzhou")
    }

    @Test(arguments: ["{", "{9}", "{x}", "{1", "a{}b", "{{1}}", "{12}"])
    func `a place that nobody fills stays as it is, and no text traps`(text: String) {
        let filled = Phrase(text, text).text(in: .english, "v")
        #expect(filled == text.replacing("{1}", with: "v"))
    }

    @Test func `what is filled in is not read as a place again`() {
        #expect(Phrase("{1}{2}", "{1}{2}").text(in: .english, "{2}", "b") == "{2}b")
    }

    @Test func `every phrase of the screens has both languages, each with its own punctuation`() {
        #expect(CatalogueReview.problems(in: ScreenText.self) == [])
        #expect(CatalogueReview.problems(in: RefusalText.self) == [])
    }

    @Test(arguments: [
        Phrase("", "x"), Phrase("印章", ""), Phrase("印章,柜", "seal"), Phrase("印章", "印章"),
        Phrase("seals", "seal"),
        Phrase("{1} 印章", "seal"), Phrase("印章.", "seal"), Phrase("印章（{1}）", "seal（{1}）"),
        Phrase("共 {1}:{2}", "{1}: {2}"),
    ])
    func `the review finds a phrase that is not finished`(phrase: Phrase) {
        #expect(CatalogueReview.problems(of: phrase) != [])
    }
}
