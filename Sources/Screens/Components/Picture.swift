/// A picture that somebody uploaded, shown at its own proportions and never larger than its place.
package struct Picture: Component {
    /// Where the picture comes from.
    package let path: String
    /// What it shows, for those who do not see it.
    package let words: String

    /// A picture at a path of this server.
    package init(_ path: String, words: String) {
        self.path = path
        self.words = words
    }

    private static let template = Template(
        """
        <figure class="picture"><img src="{{path}}" alt="{{words}}" loading="lazy"></figure>

        """
    )

    /// The HTML of the picture.
    package func markup(in language: Language) -> Markup {
        Self.template.render(["path": .text(LocalPath.checked(path)), "words": .text(words)])
    }

    /// The media type of bytes that a browser may show: PNG (ISO/IEC 15948, 5.2) or JPEG (ISO/IEC 10918-1, B.1.1.3); nil for
    /// anything else, whatever its sender called it.
    package static func mediaType(of bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "image/png" }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        return nil
    }
}
