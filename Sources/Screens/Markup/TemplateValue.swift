import Mustache

/// What a template may be given.
///
/// The type decides whether it is escaped, never the template: a text is escaped in `{{x}}` and in `{{{x}}}`
/// alike, markup in neither.
package enum TemplateValue: Sendable {
    /// A text; escaped. Empty counts as absent in sections.
    case text(String)
    /// HTML; stands as it is. Empty counts as absent in sections.
    case markup(Markup)
    /// Whether a section stands.
    case flag(Bool)
    /// A section once per item. Items must name every key they use, or the key of the page around them would show.
    case list([TemplateValues])

    /// A text that may be missing.
    package static func text(orNothing text: String?) -> TemplateValue { .text(text ?? "") }

    /// The form in which Mustache looks at it.
    var forMustache: Any {
        switch self {
        case .text(let text): RenderedPiece(Markup.escaped(text))
        case .markup(let markup): RenderedPiece(markup)
        case .flag(let isSet): isSet
        case .list(let items): items.map { $0.mapValues(\.forMustache) }
        }
    }
}

/// The values of one template, by name.
package typealias TemplateValues = [String: TemplateValue]

extension TemplateValue: ExpressibleByStringInterpolation {
    /// A literal is a text.
    package init(stringLiteral text: String) { self = .text(text) }
}

extension TemplateValue: ExpressibleByBooleanLiteral {
    /// A literal is a flag.
    package init(booleanLiteral isSet: Bool) { self = .flag(isSet) }
}

/// Escaping is over when Mustache sees this; templates run with its own escaping off.
private struct RenderedPiece: MustacheCustomRenderable {
    let renderText: String
    var isNull: Bool { renderText.isEmpty }

    init(_ markup: Markup) { renderText = markup.html }
}
