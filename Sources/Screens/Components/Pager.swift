/// The way through a long list, page by page.
package struct Pager: Component {
    /// What is shown of how much: "1–50 of 812".
    package let extent: String
    /// The page before; none on the first.
    package let previousPath: String?
    /// The page after; none on the last.
    package let nextPath: String?

    /// The foot of a long list.
    package init(extent: String, previousPath: String?, nextPath: String?) {
        self.extent = extent
        self.previousPath = previousPath
        self.nextPath = nextPath
    }

    private static let template = Template(
        """
        <nav class="pager" aria-label="{{label}}">{{#previous}}<a rel="prev" href="{{previous}}">← {{previousName}}</a>{{/previous}}\
        <span>{{extent}}</span>{{#next}}<a rel="next" href="{{next}}">{{nextName}} →</a>{{/next}}</nav>

        """
    )

    /// The HTML of the way.
    package func markup(in language: Language) -> Markup {
        Self.template.render([
            "label": .text(language(ScreenText.pages)), "extent": .text(extent),
            "previous": .text(previousPath.map(LocalPath.checked) ?? ""),
            "previousName": .text(language(ScreenText.previousPage)),
            "next": .text(nextPath.map(LocalPath.checked) ?? ""),
            "nextName": .text(language(ScreenText.nextPage)),
        ])
    }
}
