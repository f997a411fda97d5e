/// Names and values below one another: what is to be checked before a drawer opens, the data of one seal.
package struct Facts: Component {
    /// One name with its value.
    package struct Fact: Sendable {
        /// The name.
        package let name: String
        /// The value.
        package let value: [any Component]

        /// A name with a text.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = [Markup.escaped(value)]
        }

        /// A name with a state.
        package init(_ name: String, _ value: Pill) {
            self.name = name
            self.value = [value]
        }

        /// A name with a hash or log position.
        package init(_ name: String, monospaced value: String) {
            self.name = name
            self.value = [Code(value)]
        }

        /// A name with parts.
        package init(_ name: String, @ComponentBuilder value: () -> [any Component]) {
            self.name = name
            self.value = value()
        }
    }

    /// The facts in their order.
    package let facts: [Fact]

    /// A list of facts.
    package init(_ facts: [Fact]) { self.facts = facts }

    private static let template = Template(
        """
        <dl class="facts">{{#facts}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>{{/facts}}</dl>

        """
    )

    /// The HTML of the list.
    package func markup(in language: Language) -> Markup {
        Self.template.render([
            "facts": .list(
                facts.map { ["name": .text($0.name), "value": .markup($0.value.markup(in: language))] }
            )
        ])
    }
}
