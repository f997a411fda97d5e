/// A hash or a log position: the only monospaced text.
package struct Code: Component, Hashable {
    /// The text.
    package let text: String

    /// A hash or log position.
    package init(_ text: String) { self.text = text }

    private static let template = Template(#"<code>{{text}}</code>"#)

    /// The HTML of the text.
    package func markup(in language: Language) -> Markup { Self.template.render(["text": .text(text)]) }
}
