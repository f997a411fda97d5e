/// The front of a cabinet: its drawers as they lie, each with its state, the lit one marked.
package struct CabinetDrawing: Component {
    /// Most drawers beside one another.
    package static let columnCountMax = 8

    /// One drawer.
    package struct Drawer: Sendable, Hashable {
        /// What is written on it.
        package let label: String
        /// How it stands; nothing is drawn when nil.
        package let mark: StateMark?
        /// Whether its light is on.
        package let isLit: Bool

        /// A drawer.
        package init(_ label: String, mark: StateMark? = nil, isLit: Bool = false) {
            self.label = label
            self.mark = mark
            self.isLit = isLit
        }
    }

    /// The drawers, row by row from the top left.
    package let drawers: [Drawer]
    /// How many lie beside one another, 1 … 8.
    package let columnCount: Int

    /// A drawing of the front.
    package init(_ drawers: [Drawer], columnCount: Int) {
        self.drawers = drawers
        self.columnCount = min(max(columnCount, 1), Self.columnCountMax)
    }

    private static let template = Template(
        """
        <ol class="cabinet-front columns-{{columns}}" aria-label="{{label}}">{{#drawers}}<li class="drawer is-{{state}}{{#isLit}} is-lit{{/isLit}}">\
        {{#isLit}}<svg class="lamp" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="5" fill="currentColor"/>\
        <path d="M12 1v4M12 19v4M1 12h4M19 12h4M4.2 4.2 7 7M17 17l2.8 2.8M19.8 4.2 17 7M7 17l-2.8 2.8" stroke="currentColor" stroke-width="2"/></svg>{{/isLit}}\
        <span class="drawer-label">{{label}}</span>{{shape}}<span class="unseen">{{words}}</span></li>{{/drawers}}</ol>

        """
    )

    /// The HTML of the drawing.
    package func markup(in language: Language) -> Markup {
        let items = drawers.map { drawer -> TemplateValues in
            let words = [
                drawer.mark.map { language($0.word) }, drawer.isLit ? language(ScreenText.lit) : nil,
            ]
            return [
                "state": .text(drawer.mark?.rawValue ?? "plain"), "isLit": .flag(drawer.isLit),
                "label": .text(drawer.label), "shape": .markup(drawer.mark?.shape ?? .empty),
                "words": .text(words.compactMap(\.self).joined(separator: " ")),
            ]
        }
        return Self.template.render([
            "columns": .text(String(columnCount)), "label": .text(language(ScreenText.drawers)),
            "drawers": .list(items),
        ])
    }
}
