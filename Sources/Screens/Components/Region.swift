/// A part of a page that may change while it is looked at.
///
/// The page's script replaces it in place by what the same address shows then; without the script it is as
/// old as the page.
package struct Region: Component {
    /// The name; one of a kind on its page, ASCII letters, digits and "-".
    package let name: String
    /// What a screen reader is told when the region has changed; nil for regions that change too often to be read out.
    package let announcement: String?
    /// What is in it.
    package let content: [any Component]

    /// A region around parts.
    package init(
        _ name: String,
        announcement: String? = nil,
        @ComponentBuilder content: () -> [any Component]
    ) {
        self.name = name
        self.announcement = announcement
        self.content = content()
    }

    private static let template = Template(
        """
        <div id="region-{{name}}" data-region="{{name}}"{{#announcement}} data-announce="{{announcement}}"{{/announcement}}>{{content}}</div>

        """
    )

    /// The HTML of the region.
    package func markup(in language: Language) -> Markup {
        Self.template.render([
            "name": .text(name), "announcement": .text(orNothing: announcement),
            "content": .markup(content.markup(in: language)),
        ])
    }
}
