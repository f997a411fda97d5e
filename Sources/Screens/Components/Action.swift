/// Something a person can do here, named by what it does: "open drawer 3", never "OK".
package struct Action: Component {
    /// How loud the button is.
    ///
    /// A page has one main action.
    package enum Weight: String, Sendable {
        case main, plain
        /// Cannot be taken back; says what will be recorded.
        case danger
    }

    /// What happens on pressing it.
    package enum Target: Sendable {
        /// Another page.
        case link(String)
        /// A request that changes something, with further fields.
        case post(String, FormToken, [String: String] = [:])
    }

    /// What it does.
    package let title: String
    /// How loud it is.
    package let weight: Weight
    /// What happens on pressing it.
    package let target: Target
    /// What will be written down; shown beside the button.
    package let records: String?

    /// An action.
    package init(_ title: String, _ target: Target, weight: Weight = .plain, records: String? = nil) {
        self.title = title
        self.target = target
        self.weight = weight
        self.records = records
    }

    private static let template = Template(
        """
        <div class="action">{{#isPost}}<form method="post" action="{{path}}">{{token}}\
        {{#fields}}<input type="hidden" name="{{name}}" value="{{value}}">{{/fields}}\
        <button class="button is-{{weight}}">{{title}}</button></form>{{/isPost}}\
        {{^isPost}}<a class="button is-{{weight}}" href="{{path}}">{{title}}</a>{{/isPost}}\
        {{#records}}<p class="records">{{records}}</p>{{/records}}</div>
        """
    )

    /// The HTML of the button.
    package func markup(in language: Language) -> Markup {
        let path: String
        var token = Markup.empty
        var fields: [TemplateValues] = []
        var isPost = false
        switch target {
        case .link(let linkPath): path = linkPath
        case .post(let postPath, let formToken, let values):
            path = postPath
            token = formToken.field
            fields = values.sorted { $0.key < $1.key }.map {
                ["name": .text($0.key), "value": .text($0.value)]
            }
            isPost = true
        }
        return Self.template.render([
            "isPost": .flag(isPost), "path": .text(LocalPath.checked(path)), "token": .markup(token),
            "fields": .list(fields), "weight": .text(weight.rawValue), "title": .text(title),
            "records": .text(records.map { language(ScreenText.willBeRecorded, $0) } ?? ""),
        ])
    }
}
