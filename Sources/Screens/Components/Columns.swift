/// Parts side by side, one below the other where the window is narrow.
package struct Columns: Component {
    /// How the width is shared.
    package enum Shares: String, Sendable {
        /// All alike.
        case equal
        /// The first takes three fifths and more: a list and what belongs to it.
        case wideFirst = "wide-first"
    }

    /// How the width is shared.
    package let shares: Shares
    /// The parts.
    package let content: [any Component]

    /// Parts side by side.
    package init(_ shares: Shares = .equal, @ComponentBuilder content: () -> [any Component]) {
        self.shares = shares
        self.content = content()
    }

    private static let template = Template(
        """
        <div class="columns is-{{shares}}">{{#parts}}<div class="column">{{part}}</div>{{/parts}}</div>

        """
    )

    /// The HTML of the columns.
    package func markup(in language: Language) -> Markup {
        Self.template.render([
            "shares": .text(shares.rawValue),
            "parts": .list(content.map { ["part": .markup($0.markup(in: language))] }),
        ])
    }
}
