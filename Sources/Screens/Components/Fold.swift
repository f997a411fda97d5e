/// Something that is wanted now and then: folded away under what it does, and open without the page's script as well.
package struct Fold: Component {
    /// What is found in it: what it does.
    package let title: String
    /// Whether it stands open at first.
    package let isOpen: Bool
    /// What is in it.
    package let content: [any Component]

    /// A fold around parts.
    package init(_ title: String, isOpen: Bool = false, @ComponentBuilder content: () -> [any Component]) {
        self.title = title
        self.isOpen = isOpen
        self.content = content()
    }

    private static let template = Template(
        """
        <details class="fold"{{#isOpen}} open{{/isOpen}}><summary>{{title}}</summary>{{content}}</details>

        """
    )

    /// The HTML of the fold.
    package func markup(in language: Language) -> Markup {
        Self.template.render([
            "title": .text(title), "isOpen": .flag(isOpen), "content": .markup(content.markup(in: language)),
        ])
    }
}
