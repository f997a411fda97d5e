/// Where one stands on a way of several steps.
package struct Steps: Component, Hashable {
    /// The names of the steps, short.
    package let names: [String]
    /// The step that is being taken, from 0.
    package let current: Int

    /// Steps with the one that is being taken.
    package init(_ names: [String], current: Int) {
        self.names = names
        self.current = current
    }

    private static let template = Template(
        """
        <ol class="steps" aria-label="{{label}}">{{#steps}}<li class="{{kind}}"{{#isCurrent}} aria-current="step"{{/isCurrent}}>\
        <span>{{name}}</span></li>{{/steps}}</ol>

        """
    )

    /// The HTML of the steps.
    package func markup(in language: Language) -> Markup {
        let name = names.indices.contains(current) ? names[current] : ""
        let items = names.enumerated().map { index, name -> TemplateValues in
            [
                "kind": .text(index < current ? "is-done" : index == current ? "is-current" : "is-ahead"),
                "isCurrent": .flag(index == current), "name": .text(name),
            ]
        }
        return Self.template.render([
            "label": .text(language(ScreenText.stepOf, current + 1, names.count, name)),
            "steps": .list(items),
        ])
    }
}
