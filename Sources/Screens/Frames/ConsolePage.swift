package import Hummingbird

/// A page of the console.
///
/// Its first line says where one is, its second how true what it shows is.
package struct ConsolePage: Sendable {
    /// What is the same on all pages.
    package let frame: ConsoleFrame
    /// Where one is.
    package let title: String
    /// How true it is: of when the data are, how many sites are silent.
    package let truth: String
    /// The one main action.
    package let mainAction: Action?
    /// What has just happened.
    package let notice: Notice?
    /// The page.
    package let content: [any Component]

    /// A page of the console.
    package init(
        _ frame: ConsoleFrame,
        title: String,
        truth: String,
        mainAction: Action? = nil,
        notice: Notice? = nil,
        @ComponentBuilder content: () -> [any Component]
    ) {
        self.frame = frame
        self.title = title
        self.truth = truth
        self.mainAction = mainAction
        self.notice = notice
        self.content = content()
    }

    private static let template = Template(
        """
        <a class="skip" href="#content">{{skip}}</a>
        <header class="top"><span class="seal-mark" aria-hidden="true">印</span><span class="product">{{name}}</span>
        <nav aria-label="{{navigation}}" data-region="navigation"><ul>{{#entries}}<li><a href="{{path}}"{{#isCurrent}} aria-current="page"{{/isCurrent}}>\
        {{title}}{{#count}} <span class="count">{{count}}</span>{{/count}}</a></li>{{/entries}}</ul></nav>
        <div class="visit">{{#person}}<span class="person">{{person}}</span>{{/person}}\
        {{#hasLogOut}}<form method="post" action="{{logOutPath}}">{{token}}<button class="as-link">{{logOut}}</button></form>{{/hasLogOut}}\
        <a class="button is-plain is-small" href="{{languagePath}}" lang="{{otherTag}}" hreflang="{{otherTag}}">{{otherLanguage}}</a></div></header>
        <main id="content" tabindex="-1"><div class="page-head"><div><h1>{{title}}</h1><p class="truth" data-region="truth">{{truth}}</p></div>{{mainAction}}</div>
        {{notice}}{{content}}</main>

        """
    )

    /// The whole page.
    package var document: Document {
        let language = frame.language
        let entries = frame.entries.map { entry -> TemplateValues in
            [
                "path": .text(LocalPath.checked(entry.path)), "title": .text(entry.title),
                "isCurrent": .flag(entry.path == frame.currentPath),
                "count": .text(entry.count > 0 ? NumberFormat.grouped(entry.count) : ""),
            ]
        }
        let body = Self.template.render([
            "skip": .text(language(ScreenText.skipToContent)), "name": .text(frame.name),
            "navigation": .text(language(ScreenText.navigation)), "entries": .list(entries),
            "person": .text(orNothing: frame.person), "hasLogOut": .flag(frame.logOut != nil),
            "logOutPath": .text(LocalPath.checked(frame.logOut?.path ?? "/")),
            "token": .markup(frame.logOut?.token.field ?? .empty),
            "logOut": .text(language(ScreenText.logOut)),
            "languagePath": .text(LocalPath.checked(frame.languagePath)),
            "otherTag": .text(language.other.tag),
            "otherLanguage": .text(language.other.ownName), "title": .text(title), "truth": .text(truth),
            "mainAction": .markup(mainAction?.markup(in: language) ?? .empty),
            "notice": .markup(notice?.markup(in: language) ?? .empty),
            "content": .markup(content.markup(in: language)),
        ])
        return Document(
            title: "\(title) · \(frame.name)",
            language: language,
            surface: .console,
            live: frame.live,
            leave: nil,
            body: body
        )
    }

    /// The page as an answer.
    package func response(status: HTTPResponse.Status = .ok) -> Response { document.response(status: status) }
}
