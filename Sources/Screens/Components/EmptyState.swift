/// What a list says when it has nothing to show: why, and what one could do.
package struct EmptyState: Component {
    /// Why there is nothing.
    package let why: String
    /// What one could do.
    package let advice: String
    /// The way to do it.
    package let action: Action?

    /// The words of an empty list.
    package init(why: String, advice: String, action: Action? = nil) {
        self.why = why
        self.advice = advice
        self.action = action
    }

    private static let template = Template(
        """
        <div class="empty"><p class="empty-why">{{why}}</p><p>{{advice}}</p>{{action}}</div>
        """
    )

    /// The HTML of the words.
    package func markup(in language: Language) -> Markup {
        Self.template.render([
            "why": .text(why), "advice": .text(advice),
            "action": .markup(action?.markup(in: language) ?? .empty),
        ])
    }
}
