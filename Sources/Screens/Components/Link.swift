/// A way to another page of the same server.
package struct Link: Component, Hashable {
    /// What the link is called, by what one finds there.
    package let text: String
    /// The path; begins with one slash.
    package let path: String

    /// A link to a path of this server.
    package init(_ text: String, to path: String) {
        self.text = text
        self.path = path
    }

    private static let template = Template(#"<a href="{{path}}">{{text}}</a>"#)

    /// The HTML of the link.
    package func markup(in language: Language) -> Markup {
        Self.template.render(["path": .text(LocalPath.checked(path)), "text": .text(text)])
    }
}
