/// What has just happened.
///
/// One that is wrong always says four things: what happened, what it means for the seal, what to do next, and
/// whom to call.
package struct Notice: Component, Hashable {
    private let mark: StateMark
    private let happened: String
    private let meaning: String?
    private let next: String?
    private let call: String?

    /// Something went as asked.
    package static func done(_ happened: String) -> Notice {
        Notice(mark: .inPlace, happened: happened, meaning: nil, next: nil, call: nil)
    }

    /// Something to know before going on.
    package static func remark(_ happened: String, next: String? = nil) -> Notice {
        Notice(mark: .unknown, happened: happened, meaning: nil, next: next, call: nil)
    }

    /// Something that cannot be relied upon until somebody has looked.
    package static func question(_ happened: String, meaning: String, next: String, call: String) -> Notice {
        Notice(mark: .inQuestion, happened: happened, meaning: meaning, next: next, call: call)
    }

    /// Something went wrong.
    package static func problem(_ happened: String, meaning: String, next: String, call: String) -> Notice {
        Notice(mark: .wrong, happened: happened, meaning: meaning, next: next, call: call)
    }

    private static let template = Template(
        """
        <section class="notice is-{{state}}" role="{{role}}"><p class="notice-head">{{shape}}<strong>{{happened}}</strong></p>\
        {{#hasFacts}}<dl>{{#facts}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>{{/facts}}</dl>{{/hasFacts}}</section>

        """
    )

    /// The HTML of the notice; a problem is announced at once, others when the reader pauses.
    package func markup(in language: Language) -> Markup {
        let facts: [(ScreenText, String?)] = [
            (.whatItMeans, meaning), (.whatToDo, next), (.whomToCall, call),
        ]
        let shown = facts.compactMap { key, value -> TemplateValues? in
            guard let value else { return nil }
            return ["name": .text(language(key)), "value": .text(value)]
        }
        return Self.template.render([
            "state": .text(mark.rawValue), "role": .text(mark == .wrong ? "alert" : "status"),
            "shape": .markup(mark.shape), "happened": .text(happened), "hasFacts": .flag(!shown.isEmpty),
            "facts": .list(shown),
        ])
    }
}
