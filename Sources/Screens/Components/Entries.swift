/// Things that happened or want to be looked at, one below the other: findings, acts, applications that wait.
package struct Entries: Component {
    /// One thing.
    package struct Entry: Sendable {
        /// What it is, for as long as the page is open; updates are matched by it.
        package let key: String
        /// How it stands.
        package let pill: Pill?
        /// Where and what.
        package let title: String
        /// When, and what became of it.
        package let detail: String
        /// The position in the log.
        package let position: String?
        /// Where it is spelt out.
        package let path: String?

        /// One entry.
        package init(
            _ key: String,
            pill: Pill? = nil,
            title: String,
            detail: String,
            position: String? = nil,
            path: String? = nil
        ) {
            self.key = key
            self.pill = pill
            self.title = title
            self.detail = detail
            self.position = position
            self.path = path
        }
    }

    /// What the list is called.
    package let title: String?
    /// The entries in their order.
    package let entries: [Entry]
    /// What is said when there are none.
    package let empty: EmptyState

    /// A list of entries.
    package init(title: String? = nil, _ entries: [Entry], empty: EmptyState) {
        self.title = title
        self.entries = entries
        self.empty = empty
    }

    private static let template = Template(
        """
        <section class="card entries">{{#title}}<header class="card-head"><h2>{{title}}</h2></header>{{/title}}\
        <ul>{{#entries}}<li data-key="{{key}}"><p class="entry-title">{{pill}}<strong>{{#path}}<a href="{{path}}">{{title}}</a>{{/path}}\
        {{^path}}{{title}}{{/path}}</strong></p><p class="entry-detail">{{detail}}{{#position}} <code>{{position}}</code>{{/position}}</p></li>
        {{/entries}}</ul>{{empty}}</section>

        """
    )

    /// The HTML of the list.
    package func markup(in language: Language) -> Markup {
        let items = entries.map { entry -> TemplateValues in
            [
                "key": .text(entry.key), "pill": .markup(entry.pill?.markup(in: language) ?? .empty),
                "title": .text(entry.title), "detail": .text(entry.detail),
                "position": .text(orNothing: entry.position),
                "path": .text(entry.path.map(LocalPath.checked) ?? ""),
            ]
        }
        return Self.template.render([
            "title": .text(orNothing: title), "entries": .list(items),
            "empty": .markup(entries.isEmpty ? empty.markup(in: language) : .empty),
        ])
    }
}
