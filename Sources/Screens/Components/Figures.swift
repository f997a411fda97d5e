/// The row of numbers at the head of a page; each says what is counted and how it stands.
package struct Figures: Component {
    /// One number.
    package struct Figure: Sendable {
        /// What is counted.
        package let name: String
        /// The number as the language writes it.
        package let value: String
        /// How it stands; a sentence in `remark` or this.
        package let pill: Pill?
        /// What it is compared with, or how old it is.
        package let remark: String?
        /// Where the number is spelt out.
        package let path: String?

        /// A number with its name.
        package init(
            _ name: String,
            _ value: String,
            pill: Pill? = nil,
            remark: String? = nil,
            path: String? = nil
        ) {
            self.name = name
            self.value = value
            self.pill = pill
            self.remark = remark
            self.path = path
        }

        /// A whole number with its name, in groups of three digits.
        package init(
            _ name: String,
            _ value: Int,
            pill: Pill? = nil,
            remark: String? = nil,
            path: String? = nil
        ) {
            self.init(name, NumberFormat.grouped(value), pill: pill, remark: remark, path: path)
        }
    }

    /// The numbers in their order.
    package let figures: [Figure]

    /// A row of numbers.
    package init(_ figures: [Figure]) { self.figures = figures }

    private static let template = Template(
        """
        <dl class="figures">{{#figures}}<div class="card figure"><dt>{{#path}}<a href="{{path}}">{{name}}</a>{{/path}}\
        {{^path}}{{name}}{{/path}}</dt><dd class="figure-value">{{value}}</dd>\
        {{#pill}}<dd>{{pill}}</dd>{{/pill}}{{#remark}}<dd class="remark">{{remark}}</dd>{{/remark}}</div>{{/figures}}</dl>

        """
    )

    /// The HTML of the row.
    package func markup(in language: Language) -> Markup {
        let items = figures.map { figure -> TemplateValues in
            [
                "name": .text(figure.name), "value": .text(figure.value),
                "pill": .markup(figure.pill?.markup(in: language) ?? .empty),
                "remark": .text(orNothing: figure.remark), "path": .text(orNothing: figure.path),
            ]
        }
        return Self.template.render(["figures": .list(items)])
    }
}
