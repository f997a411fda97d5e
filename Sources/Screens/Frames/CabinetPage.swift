package import Hummingbird

/// One question on a cabinet's screen, with the way back at the left and the main action under the thumb.
package struct CabinetPage: Sendable {
    /// What is the same on all pages.
    package let frame: CabinetFrame
    /// The question, or what to do now.
    package let title: String
    /// Where one stands; none for pages off the way.
    package let steps: Steps?
    /// What has just happened.
    package let notice: Notice?
    /// The way back and the main action, at most one of it.
    package let actions: [Action]
    /// When the screen gives up on a person who has gone away.
    package let leave: Document.Leave?
    /// The page.
    package let content: [any Component]

    /// A page of a cabinet's screen.
    package init(
        _ frame: CabinetFrame,
        title: String,
        steps: Steps? = nil,
        notice: Notice? = nil,
        actions: [Action] = [],
        leave: Document.Leave? = nil,
        @ComponentBuilder content: () -> [any Component]
    ) {
        self.frame = frame
        self.title = title
        self.steps = steps
        self.notice = notice
        self.actions = actions
        self.leave = leave
        self.content = content()
    }

    private static let template = Template(
        """
        <header class="top" data-region="head"><span class="place">{{place}}</span><span class="clock">{{clock}}</span>{{reachability}}\
        <a class="language" href="{{languagePath}}" lang="{{otherTag}}" hreflang="{{otherTag}}">{{otherLanguage}}</a></header>
        <main id="content" class="{{layout}}" tabindex="-1"><div class="question"><h1>{{title}}</h1>{{steps}}</div>{{notice}}<div class="stage">{{content}}</div>{{actions}}\
        <div class="more"><a href="#end">↓ {{more}}</a></div><span id="end"></span></main>
        <footer class="foot" data-region="foot">{{witness}}<span class="pending">{{pending}}</span>\
        <a class="help" href="{{helpPath}}">{{helpName}} · {{help}}</a></footer>

        """
    )

    /// How the parts lie on a screen that is wider than high.
    private var layout: String {
        if content.contains(where: { $0 is PINPad }) { return "is-pin" }
        return content.count == 2 ? "is-pair" : "is-single"
    }

    /// The whole page.
    package var document: Document {
        let language = frame.language
        let body = Self.template.render([
            "place": .text(frame.place), "clock": .text(frame.clock),
            "reachability": .markup(frame.reachability.markup(in: language)),
            "languagePath": .text(LocalPath.checked(frame.languagePath)),
            "otherTag": .text(language.other.tag),
            "otherLanguage": .text(language.other.ownName), "title": .text(title), "layout": .text(layout),
            "steps": .markup(steps?.markup(in: language) ?? .empty),
            "notice": .markup(notice?.markup(in: language) ?? .empty),
            "content": .markup(content.markup(in: language)),
            "more": .text(language(ScreenText.moreBelow)),
            "actions": .markup(actions.isEmpty ? .empty : Actions(actions).markup(in: language)),
            "witness": .markup(frame.witness.markup(in: language)), "pending": .text(frame.pending),
            "helpPath": .text(LocalPath.checked(frame.helpPath)),
            "helpName": .text(language(ScreenText.help)),
            "help": .text(frame.help),
        ])
        return Document(
            title: "\(title) · \(frame.place)",
            language: language,
            surface: .cabinet,
            live: frame.live,
            leave: leave,
            body: body
        )
    }

    /// The page as an answer.
    package func response(status: HTTPResponse.Status = .ok) -> Response { document.response(status: status) }
}
