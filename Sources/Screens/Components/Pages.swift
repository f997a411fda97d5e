/// Pages of one kind beside each other, as a row of links: the logs of several cabinets, the years of a list.
package struct Pages: Component {
    /// The links in their order.
    package let links: [Link]

    /// A row of links.
    package init(_ links: [Link]) { self.links = links }

    private static let template = Template(
        """
        <ul class="pages">{{#links}}<li><a class="button is-plain" href="{{path}}">{{text}}</a></li>{{/links}}</ul>

        """
    )

    /// The HTML of the row.
    package func markup(in language: Language) -> Markup {
        Self.template.render([
            "links": .list(
                links.map { ["path": .text(LocalPath.checked($0.path)), "text": .text($0.text)] }
            )
        ])
    }
}
