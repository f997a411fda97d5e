package import Hummingbird

/// What surrounds every page: its head, the two lines the script speaks through, nothing that is seen.
package struct Document: Sendable {
    /// Where the page is looked at.
    package enum Surface: String, Sendable {
        /// A browser at a desk.
        case console
        /// The touch screen of a cabinet.
        case cabinet
        /// The same screen while nobody stands before it: dark.
        case idle
        /// A page without navigation: log-in, refusals.
        case plain
    }

    /// Where a page hears that something changed.
    package struct Live: Sendable, Hashable {
        /// The path of the event stream (`Doorbell`).
        package let path: String
        /// What the page shows; it is asked for again when one of these changes, or at every change when empty.
        package let topics: [String]
        /// Which page stands at the address now; when it shows another one, the browser asks for the whole of it.
        package let page: String

        /// Hears of topics, or of everything.
        package init(_ path: String, topics: [String] = [], page: String = "") {
            self.path = path
            self.topics = topics
            self.page = page
        }
    }

    /// After how long without a touch the browser goes where.
    ///
    /// Without the script it goes after that time in any case.
    package struct Leave: Sendable, Hashable {
        /// Whole seconds; at least one.
        package let after: Duration
        /// The path it goes to.
        package let path: String

        /// Goes to a path after a time.
        package init(after: Duration, to path: String) {
            self.after = after
            self.path = path
        }
    }

    let title: String
    let language: Language
    let surface: Surface
    let live: Live?
    let leave: Leave?
    let body: Markup

    private static let template = Template(
        """
        <!doctype html>
        <html lang="{{language}}" class="{{surface}}">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{title}}</title>{{#leaveSeconds}}<noscript><meta http-equiv="refresh" content="{{leaveSeconds}};url={{leavePath}}"></noscript>{{/leaveSeconds}}
        <link rel="stylesheet" href="{{style}}"><link rel="icon" type="image/svg+xml" href="{{icon}}"><script src="{{script}}" defer></script></head>
        <body{{#stream}} data-stream="{{stream}}" data-topics="{{topics}}" data-page="{{page}}"{{/stream}}{{#leaveSeconds}} data-leave-seconds="{{leaveSeconds}}" data-leave-path="{{leavePath}}"{{/leaveSeconds}}>{{body}}
        <svg class="unseen" aria-hidden="true"><defs><pattern id="hatch" width="14" height="14" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
        <rect class="hatch-ground" width="14" height="14"/><rect class="hatch-line" width="7" height="14"/></pattern></defs></svg>
        <p id="announcer" class="unseen" role="status" aria-live="polite"></p>
        <p id="live-lost" class="live-lost" role="status" hidden>{{liveLost}}</p>
        </body></html>

        """
    )

    /// The whole page as text.
    package var html: String {
        let seconds = leave.map { max($0.after.components.seconds, 1) }
        return Self.template.render([
            "language": .text(language.tag), "surface": .text(surface.rawValue), "title": .text(title),
            "leaveSeconds": .text(seconds.map(String.init) ?? ""),
            "leavePath": .text(leave.map { LocalPath.checked($0.path) } ?? ""),
            "style": .text(Asset.style.path), "icon": .text(Asset.icon.path),
            "script": .text(Asset.script.path),
            "stream": .text(live.map { LocalPath.checked($0.path) } ?? ""),
            "page": .text(live?.page ?? ""),
            "topics": .text(live?.topics.joined(separator: " ") ?? ""), "body": .markup(body),
            "liveLost": .text(language(ScreenText.liveLost)),
        ]).html
    }

    /// The page as an answer; `SecurityHeaders` adds what protects it.
    package func response(status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: "text/html; charset=utf-8", .contentLanguage: language.tag],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html))
        )
    }
}
