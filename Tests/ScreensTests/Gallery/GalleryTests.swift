import FoundationEssentials
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

    /// Writes the gallery with its assets where a browser can be pointed at it; does nothing unless a folder is named.
    @Test func `the gallery can be written down for a camera`() throws {
        guard let folder = ProcessInfo.processInfo.environment["SIGNET_GALLERY"] else { return }
        let root = URL(filePath: folder)
        for asset in Asset.shared {
            let file = root.appending(path: String(asset.path.dropFirst()))
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(asset.content.utf8).write(to: file)
        }
        for (name, page) in try Gallery.pages() {
            try Data(page.html.utf8).write(to: root.appending(path: "\(name).html"))
        }
    }
}
