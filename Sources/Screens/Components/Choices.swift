/// A question's answers as large rows to touch.
///
/// One that cannot be chosen stays and says why.
package struct Choices: Component {
    /// One answer.
    package struct Choice: Sendable {
        /// What is chosen.
        package let title: String
        /// What belongs to it, in a quieter voice; the reason, when it cannot be chosen.
        package let detail: String?
        /// How it stands.
        package let pill: Pill?
        /// What happens on touching it; nil when it cannot be chosen.
        package let target: Action.Target?

        /// An answer.
        package init(_ title: String, detail: String? = nil, pill: Pill? = nil, _ target: Action.Target?) {
            self.title = title
            self.detail = detail
            self.pill = pill
            self.target = target
        }
    }

    /// The answers in their order.
    package let choices: [Choice]
    /// What is said when there are none.
    package let empty: EmptyState

    /// A question's answers.
    package init(_ choices: [Choice], empty: EmptyState) {
        self.choices = choices
        self.empty = empty
    }

    private static let template = Template(
        """
        <ul class="choices">{{#choices}}<li>{{#isPost}}<form method="post" action="{{path}}">{{token}}\
        {{#fields}}<input type="hidden" name="{{name}}" value="{{value}}">{{/fields}}<button class="choice">{{body}}</button></form>{{/isPost}}\
        {{#isLink}}<a class="choice" href="{{path}}">{{body}}</a>{{/isLink}}\
        {{#isClosed}}<div class="choice is-closed">{{body}}</div>{{/isClosed}}</li>{{/choices}}</ul>{{empty}}

        """
    )
    private static let bodyTemplate = Template(
        """
        <span class="choice-text"><strong>{{title}}</strong>{{#detail}}<span>{{detail}}</span>{{/detail}}</span>{{pill}}\
        {{#isOpen}}<svg class="arrow" viewBox="0 0 12 20" aria-hidden="true"><path d="m2 2 8 8-8 8" fill="none" stroke="currentColor" stroke-width="2.5"/></svg>{{/isOpen}}
        """
    )

    /// The HTML of the answers.
    package func markup(in language: Language) -> Markup {
        Self.template.render([
            "choices": .list(choices.map { values(of: $0, in: language) }),
            "empty": .markup(choices.isEmpty ? empty.markup(in: language) : .empty),
        ])
    }

    private func values(of choice: Choice, in language: Language) -> TemplateValues {
        let body = Self.bodyTemplate.render([
            "title": .text(choice.title), "detail": .text(orNothing: choice.detail),
            "pill": .markup(choice.pill?.markup(in: language) ?? .empty),
            "isOpen": .flag(choice.target != nil),
        ])
        var values: TemplateValues = [
            "body": .markup(body), "isPost": false, "isLink": false, "isClosed": false, "path": "",
            "token": .markup(.empty), "fields": .list([]),
        ]
        switch choice.target {
        case nil: values["isClosed"] = true
        case .link(let path):
            values["isLink"] = true
            values["path"] = .text(LocalPath.checked(path))
        case .post(let path, let token, let fields):
            values["isPost"] = true
            values["path"] = .text(LocalPath.checked(path))
            values["token"] = .markup(token.field)
            values["fields"] = .list(
                fields.sorted { $0.key < $1.key }.map { ["name": .text($0.key), "value": .text($0.value)] }
            )
        }
        return values
    }
}
