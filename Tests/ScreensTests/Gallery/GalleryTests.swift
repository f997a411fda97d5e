import Testing

@testable import Screens

@Suite struct GalleryTests {
    @Test func `every page renders whole, well formed and without an inline style or script`() throws {
        let pages = try Gallery.pages()
        #expect(pages.count == 20)
        for (name, page) in pages {
            let html = page.html
            #expect(!html.contains("broken template"), "\(name)")
            #expect(!html.contains("{{"), "\(name)")
            #expect(!html.contains(" style="), "\(name)")
            #expect(!html.contains("<style"), "\(name)")
            #expect(HTMLOutline.problems(of: html) == [], "\(name)")
        }
    }
}
