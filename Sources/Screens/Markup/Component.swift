/// A part of a page.
///
/// Its texts are already in the reader's language, except for the words that every such part has
/// (`ScreenText`), for which it is told the language.
package protocol Component: Sendable {
    /// The HTML of this part.
    func markup(in language: Language) -> Markup
}

/// Parts one after the other, written as a list in braces.
@resultBuilder
package enum ComponentBuilder {
    /// One part.
    package static func buildExpression(_ part: some Component) -> [any Component] { [part] }
    /// Parts that are already a list.
    package static func buildExpression(_ parts: [any Component]) -> [any Component] { parts }
    /// All parts.
    package static func buildBlock(_ parts: [any Component]...) -> [any Component] { parts.flatMap(\.self) }
    /// A part that stands under a condition.
    package static func buildOptional(_ parts: [any Component]?) -> [any Component] { parts ?? [] }
    /// The first of two branches.
    package static func buildEither(first parts: [any Component]) -> [any Component] { parts }
    /// The second of two branches.
    package static func buildEither(second parts: [any Component]) -> [any Component] { parts }
    /// The parts of a loop.
    package static func buildArray(_ parts: [[any Component]]) -> [any Component] { parts.flatMap(\.self) }
}

extension [any Component] {
    /// The HTML of all parts in order.
    package func markup(in language: Language) -> Markup { .joined(map { $0.markup(in: language) }) }
}
