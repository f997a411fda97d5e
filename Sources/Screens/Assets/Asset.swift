import Cryptography

/// A file that pages refer to.
///
/// It is part of the program, so nothing is looked up at run time, and its path carries the hash of its
/// content, so that a browser may keep it for good.
package struct Asset: Sendable {
    /// The path that pages refer to, "/assets/HASH/NAME".
    package let path: String
    /// The content type.
    package let mediaType: String
    /// The content.
    package let content: String

    /// A file of the program.
    ///
    /// The name is its last path component.
    package init(name: String, mediaType: String, content: String) {
        self.mediaType = mediaType
        self.content = content
        let digest = SHA256.hash(Array(content.utf8))
        path = "/assets/\(Hex.encode(digest.bytes.prefix(Self.hashByteCount)))/\(name)"
    }

    // 64 bits tell versions of one file apart; nothing rests on their being hard to find.
    private static let hashByteCount = 8

    /// The style sheet of all pages.
    package static let style = Asset(
        name: "screens.css",
        mediaType: "text/css; charset=utf-8",
        content: Palette.styleSheet + BaseStyle.styleSheet + ComponentStyle.styleSheet
            + ConsoleStyle.styleSheet
            + CabinetStyle.styleSheet + PrintStyle.styleSheet
    )
    /// The script of all pages.
    package static let script = Asset(
        name: "screens.js",
        mediaType: "text/javascript; charset=utf-8",
        content: PageScript.source
    )
    /// The mark in a browser's tab.
    package static let icon = Asset(name: "seal.svg", mediaType: "image/svg+xml", content: SealIcon.image)

    /// The files that every page needs.
    package static let shared = [style, script, icon]
}
