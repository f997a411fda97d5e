package import Hummingbird

/// The cabinet's screen while nobody stands before it: dark, the clock, the network and a hand; touching it anywhere
/// begins.
package struct IdlePage: Sendable {
    /// What is the same on all pages.
    package let frame: CabinetFrame
    /// The date below the clock.
    package let date: String
    /// What to do to begin: "刷卡，或轻触屏幕".
    package let invitation: String
    /// Where it begins.
    package let path: String
    /// What must be seen even from afar: a drawer left open, a seal overdue.
    package let notice: Notice?

    /// The idle screen.
    package init(_ frame: CabinetFrame, date: String, invitation: String, path: String, notice: Notice? = nil)
    {
        self.frame = frame
        self.date = date
        self.invitation = invitation
        self.path = path
        self.notice = notice
    }

    private static let template = Template(
        """
        <header class="top" data-region="head"><h1 class="place">{{place}}</h1>{{reachability}}\
        <a class="language" href="{{languagePath}}" lang="{{otherTag}}" hreflang="{{otherTag}}">{{otherLanguage}}</a></header>
        <main id="content"><a class="begin" href="{{path}}"><span class="idle-clock" data-region="clock">{{clock}}</span>\
        <span class="idle-date" data-region="date">{{date}}</span>
        <svg class="hand" viewBox="0 0 96 96" aria-hidden="true"><rect x="8" y="14" width="50" height="34" rx="5" fill="none" stroke="currentColor" stroke-width="4"/>\
        <path d="M8 25h50" stroke="currentColor" stroke-width="4"/><path d="M46 88c-9-3-15-11-20-19-2-4 3-8 7-5l9 8V42a5 5 0 0 1 10 0v18l22 5c5 1 8 5 7 10l-2 13Z" \
        fill="none" stroke="currentColor" stroke-width="4" stroke-linejoin="round"/></svg>
        <span class="invitation">{{invitation}}</span></a><div data-region="notice">{{notice}}</div></main>
        <footer class="foot" data-region="foot">{{witness}}<span class="pending">{{pending}}</span>\
        <a class="help" href="{{helpPath}}">{{helpName}} · {{help}}</a></footer>

        """
    )

    /// The whole page.
    package var document: Document {
        let language = frame.language
        let body = Self.template.render([
            "place": .text(frame.place), "clock": .text(frame.clock), "date": .text(date),
            "reachability": .markup(frame.reachability.markup(in: language)),
            "languagePath": .text(LocalPath.checked(frame.languagePath)),
            "otherTag": .text(language.other.tag),
            "otherLanguage": .text(language.other.ownName), "path": .text(LocalPath.checked(path)),
            "invitation": .text(invitation), "notice": .markup(notice?.markup(in: language) ?? .empty),
            "witness": .markup(frame.witness.markup(in: language)), "pending": .text(frame.pending),
            "helpPath": .text(LocalPath.checked(frame.helpPath)),
            "helpName": .text(language(ScreenText.help)),
            "help": .text(frame.help),
        ])
        return Document(
            title: frame.place,
            language: language,
            surface: .idle,
            live: frame.live,
            leave: nil,
            body: body
        )
    }

    /// The page as an answer.
    package func response(status: HTTPResponse.Status = .ok) -> Response { document.response(status: status) }
}
