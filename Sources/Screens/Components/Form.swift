/// A form: its entries, one button that says what it does, and at its head what has to be corrected.
package struct Form: Component {
    /// How the form is sent.
    package enum Method: Sendable {
        /// Changes something; carries the visit's token.
        case post(FormToken)
        /// Asks for something, and can be kept as a link: a search.
        case get
    }

    /// Where it is sent.
    package let path: String
    /// How it is sent.
    package let method: Method
    /// The entries in reading order.
    package let fields: [Field]
    /// What the button is called: what it does.
    package let submitTitle: String
    /// What will be written down; shown beside the button.
    package let records: String?
    /// The way back without sending.
    package let cancel: Link?

    /// A form that posts or asks.
    package init(
        to path: String,
        _ method: Method,
        submitTitle: String,
        records: String? = nil,
        cancel: Link? = nil,
        fields: [Field]
    ) {
        self.path = path
        self.method = method
        self.fields = fields
        self.submitTitle = submitTitle
        self.records = records
        self.cancel = cancel
    }

    private static let template = Template(
        """
        <form class="form{{#isGet}} is-search{{/isGet}}" method="{{method}}" action="{{path}}"{{#isMultipart}} enctype="multipart/form-data"{{/isMultipart}} novalidate>{{token}}\
        {{#hasProblems}}<div class="notice is-wrong" role="alert"><p class="notice-head">{{shape}}<strong>{{summary}}</strong></p>\
        <ul>{{#problems}}<li><a href="#field-{{name}}">{{label}}</a> {{problem}}</li>{{/problems}}</ul></div>{{/hasProblems}}\
        {{fields}}<div class="actions"><div class="action"><button class="button {{#isGet}}is-plain{{/isGet}}{{^isGet}}is-main{{/isGet}}">{{submit}}</button></div>{{cancel}}\
        {{#records}}<p class="records">{{records}}</p>{{/records}}</div></form>

        """
    )

    /// The HTML of the form.
    package func markup(in language: Language) -> Markup {
        var token = Markup.empty
        var isGet = true
        if case .post(let formToken) = method {
            token = formToken.field
            isGet = false
        }
        let problems = fields.compactMap { field -> TemplateValues? in
            guard let problem = field.problem else { return nil }
            return ["name": .text(field.name), "label": .text(field.label), "problem": .text(problem)]
        }
        return Self.template.render([
            "isGet": .flag(isGet), "method": .text(isGet ? "get" : "post"),
            "path": .text(LocalPath.checked(path)),
            "isMultipart": .flag(fields.contains(where: \.isFile)), "token": .markup(token),
            "hasProblems": .flag(!problems.isEmpty), "shape": .markup(StateMark.wrong.shape),
            "summary": .text(language(ScreenText.formHasErrors, problems.count)), "problems": .list(problems),
            "fields": .markup(fields.map { $0 as any Component }.markup(in: language)),
            "submit": .text(submitTitle),
            "cancel": .markup(cancel?.markup(in: language) ?? .empty),
            "records": .text(records.map { language(ScreenText.willBeRecorded, $0) } ?? ""),
        ])
    }
}
