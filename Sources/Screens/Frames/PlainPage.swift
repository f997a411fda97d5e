package import Hummingbird

/// A page with one thing on it and no navigation: the log-in, a refusal.
package struct PlainPage: Sendable {
    /// The language of the page.
    package let language: Language
    /// Product and place: "Signet · 总部".
    package let name: String
    /// What the page is for.
    package let title: String
    /// Where the same page is shown in the other language; nil where it cannot be asked for again.
    package let languagePath: String?
    /// What has just happened.
    package let notice: Notice?
    /// The page.
    package let content: [any Component]

    /// A page with one thing on it.
    package init(
        language: Language,
        name: String,
        title: String,
        languagePath: String? = nil,
        notice: Notice? = nil,
        @ComponentBuilder content: () -> [any Component]
    ) {
        self.language = language
        self.name = name
        self.title = title
        self.languagePath = languagePath
        self.notice = notice
        self.content = content()
    }

    private static let template = Template(
        """
        <header class="top"><span class="seal-mark" aria-hidden="true">印</span><span class="product">{{name}}</span>\
        {{#languagePath}}<div class="visit"><a class="button is-plain is-small" href="{{languagePath}}" lang="{{otherTag}}" hreflang="{{otherTag}}">{{otherLanguage}}</a></div>{{/languagePath}}</header>
        <main id="content" tabindex="-1"><div class="card"><h1>{{title}}</h1>{{notice}}{{content}}</div></main>

        """
    )

    /// The whole page.
    package var document: Document {
        let body = Self.template.render([
            "name": .text(name), "title": .text(title),
            "languagePath": .text(languagePath.map(LocalPath.checked) ?? ""),
            "otherTag": .text(language.other.tag),
            "otherLanguage": .text(language.other.ownName),
            "notice": .markup(notice?.markup(in: language) ?? .empty),
            "content": .markup(content.markup(in: language)),
        ])
        return Document(
            title: "\(title) · \(name)",
            language: language,
            surface: .plain,
            live: nil,
            leave: nil,
            body: body
        )
    }

    /// The page as an answer.
    package func response(status: HTTPResponse.Status = .ok) -> Response { document.response(status: status) }
}
