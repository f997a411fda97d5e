extension Field: Component {
    private static let hiddenTemplate = Template(#"<input type="hidden" name="{{name}}" value="{{value}}">"#)
    private static let fieldTemplate = Template(
        """
        <div class="field{{#problem}} is-wrong{{/problem}}">{{#hasLabel}}<label for="field-{{name}}">{{label}}{{#optional}} \
        <span class="field-optional">{{optional}}</span>{{/optional}}</label>{{/hasLabel}}\
        {{#hint}}<p class="hint" id="hint-{{name}}">{{hint}}</p>{{/hint}}\
        {{#problem}}<p class="field-problem" id="problem-{{name}}">{{shape}}{{problem}}</p>{{/problem}}{{control}}</div>

        """
    )
    private static let inputTemplate = Template(
        #"<input type="{{type}}" value="{{value}}"{{attributes}}>"#
    )
    private static let linesTemplate = Template(
        """
        <textarea rows="{{rows}}"{{attributes}}>
        {{value}}</textarea>
        """
    )
    private static let selectTemplate = Template(
        """
        <select{{attributes}}>{{#choose}}<option value="">{{choose}}</option>{{/choose}}\
        {{#options}}<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{title}}</option>{{/options}}</select>
        """
    )
    private static let tickTemplate = Template(
        """
        <label class="tick"><input type="checkbox" value="yes"{{#isChosen}} checked{{/isChosen}}{{attributes}}><span>{{label}}</span></label>
        """
    )
    private static let anyOfTemplate = Template(
        """
        <fieldset aria-describedby="hint-{{name}} problem-{{name}}" id="field-{{name}}" tabindex="-1"><legend>{{label}}</legend>{{#options}}\
        <label class="tick"><input type="checkbox" name="{{name}}" value="{{value}}"{{#isChosen}} checked{{/isChosen}}><span>{{title}}</span></label>{{/options}}</fieldset>
        """
    )
    private static let attributesTemplate = Template(
        """
         id="field-{{name}}" name="{{name}}" autocomplete="{{autocomplete}}"{{#isRequired}} required{{/isRequired}}\
        {{#limit}} maxlength="{{limit}}"{{/limit}}{{#accept}} accept="{{accept}}"{{/accept}}{{#min}} min="{{min}}" max="{{max}}"{{/min}}\
        {{#describedBy}} aria-describedby="{{describedBy}}"{{/describedBy}}{{#isWrong}} aria-invalid="true"{{/isWrong}}
        """
    )

    /// The HTML of the field with its label.
    package func markup(in language: Language) -> Markup {
        if case .hidden = kind {
            return Self.hiddenTemplate.render(["name": .text(name), "value": .text(value)])
        }
        var shownHint = hint
        if case .file(let byteCountMax, _) = kind {
            let limit = language(ScreenText.fileLimit, NumberFormat.bytes(byteCountMax))
            shownHint = [hint, limit].compactMap(\.self).joined(separator: " · ")
        }
        let hasOwnLabel =
            switch kind {
            case .tick, .anyOf: true
            default: false
            }
        return Self.fieldTemplate.render([
            "name": .text(name), "label": .text(label), "hasLabel": .flag(!hasOwnLabel),
            "optional": .text(isRequired || hasOwnLabel ? "" : language(ScreenText.optional)),
            "hint": .text(orNothing: shownHint), "problem": .text(orNothing: problem),
            "shape": .markup(StateMark.wrong.shape),
            "control": .markup(control(in: language, hasHint: shownHint != nil)),
        ])
    }

    private func control(in language: Language, hasHint: Bool) -> Markup {
        let attributes = attributes(hasHint: hasHint)
        switch kind {
        case .text: return input("text", attributes)
        case .password: return input("password", attributes, value: "")
        case .search: return input("search", attributes)
        case .date: return input("date", attributes)
        case .dateAndTime: return input("datetime-local", attributes)
        case .wholeNumber: return input("number", attributes)
        case .file: return input("file", attributes, value: "")
        case .hidden: return .empty
        case .lines(let rows):
            return Self.linesTemplate.render([
                "rows": .text(String(rows)), "attributes": .markup(attributes), "value": .text(value),
            ])
        case .oneOf(let options):
            return Self.selectTemplate.render([
                "attributes": .markup(attributes),
                "choose": .text(options.contains { $0.value == value } ? "" : language(ScreenText.choose)),
                "options": .list(options.map { values(of: $0, chosen: [value[...]]) }),
            ])
        case .tick:
            return Self.tickTemplate.render([
                "isChosen": .flag(value == "yes"), "attributes": .markup(attributes), "label": .text(label),
            ])
        case .anyOf(let options):
            let chosen = value.split(separator: " ")
            return Self.anyOfTemplate.render([
                "name": .text(name), "label": .text(label),
                "options": .list(options.map { values(of: $0, chosen: chosen) }),
            ])
        }
    }

    private func input(_ type: String, _ attributes: Markup, value shown: String? = nil) -> Markup {
        Self.inputTemplate.render([
            "type": .text(type), "value": .text(shown ?? value), "attributes": .markup(attributes),
        ])
    }

    private func values(of option: Option, chosen: [Substring]) -> TemplateValues {
        [
            "name": .text(name), "value": .text(option.value), "title": .text(option.title),
            "isChosen": .flag(chosen.contains(option.value[...])),
        ]
    }

    private func attributes(hasHint: Bool) -> Markup {
        var accept = ""
        var limits: ClosedRange<Int>?
        switch kind {
        case .file(_, let types): accept = types
        case .wholeNumber(let range): limits = range
        default: break
        }
        let describedBy = [hasHint ? "hint-\(name)" : nil, problem == nil ? nil : "problem-\(name)"]
        return Self.attributesTemplate.render([
            "name": .text(name), "autocomplete": .text(autocomplete), "isRequired": .flag(isRequired),
            "limit": .text(characterCountMax.map(String.init) ?? ""), "accept": .text(accept),
            "min": .text(limits.map { String($0.lowerBound) } ?? ""),
            "max": .text(limits.map { String($0.upperBound) } ?? ""),
            "describedBy": .text(describedBy.compactMap(\.self).joined(separator: " ")),
            "isWrong": .flag(problem != nil),
        ])
    }
}
