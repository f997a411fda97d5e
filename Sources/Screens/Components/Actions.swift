/// Buttons in a row; on the cabinet's screen the last one is the widest, under the thumb.
package struct Actions: Component {
    /// The buttons in reading order.
    package let actions: [Action]

    /// A row of buttons.
    package init(_ actions: [Action]) { self.actions = actions }

    private static let template = Template(#"<div class="actions">{{actions}}</div>"#)

    /// The HTML of the row.
    package func markup(in language: Language) -> Markup {
        Self.template.render(["actions": .markup(.joined(actions.map { $0.markup(in: language) }))])
    }
}
