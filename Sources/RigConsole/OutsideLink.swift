import Screens

/// A way to another program's pages on this machine.
struct OutsideLink: Component {
    private static let template = Template(
        #"<p><a class="button is-plain" href="{{address}}" target="_blank" rel="noopener">{{title}}</a></p>"#
    )

    private let title: String
    private let address: String

    init(_ title: String, _ address: String) {
        self.title = title
        self.address = address
    }

    func markup(in language: Language) -> Markup {
        Self.template.render(["title": .text(title), "address": .text(address)])
    }
}
