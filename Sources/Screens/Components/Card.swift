/// A white card with a thin line around it, with or without a title.
package struct Card: Component {
    /// The title; none when nil.
    package let title: String?
    /// What stands at the other end of the title's line: when it began, how old it is.
    package let aside: String?
    /// What is in the card.
    package let content: [any Component]

    /// A card around parts.
    package init(title: String? = nil, aside: String? = nil, @ComponentBuilder content: () -> [any Component])
    {
        self.title = title
        self.aside = aside
        self.content = content()
    }

    private static let template = Template(
        """
        <section class="card">{{#hasHead}}<header class="card-head">{{#title}}<h2>{{title}}</h2>{{/title}}\
        {{#aside}}<p class="aside">{{aside}}</p>{{/aside}}</header>{{/hasHead}}{{content}}</section>

        """
    )

    /// The HTML of the card.
    package func markup(in language: Language) -> Markup {
        Self.template.render([
            "hasHead": .flag(title != nil || aside != nil), "title": .text(orNothing: title),
            "aside": .text(orNothing: aside), "content": .markup(content.markup(in: language)),
        ])
    }
}
