/// A sentence or two.
package struct Prose: Component, Hashable {
    /// How loud the sentence is.
    package enum Voice: String, Sendable {
        case plain, quiet, strong
        /// Hashes and log positions, and nothing else.
        case monospaced
    }

    /// The text.
    package let text: String
    /// How loud it is.
    package let voice: Voice

    /// A paragraph.
    package init(_ text: String, voice: Voice = .plain) {
        self.text = text
        self.voice = voice
    }

    private static let template = Template(#"<p class="prose is-{{voice}}">{{text}}</p>"#)

    /// The HTML of the paragraph.
    package func markup(in language: Language) -> Markup {
        Self.template.render(["voice": .text(voice.rawValue), "text": .text(text)])
    }
}
