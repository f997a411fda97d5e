import Mustache

/// A Mustache template of one component, parsed once.
///
/// Templates have no partials: a component inside another is a value of it.
package struct Template: Sendable {
    /// Why the template cannot be parsed; nil for every template that a test has rendered.
    package let problem: String?
    private let mustache: MustacheTemplate?
    private let names: Set<String>

    /// A template from its source.
    ///
    /// A mistake in it shows in `problem` and on the page, where tests look.
    package init(_ source: String) {
        names = Self.names(in: source)
        do {
            // Escaping is by type (TemplateValue), so Mustache's own is off.
            mustache = try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + source)
            problem = nil
        } catch {
            mustache = nil
            problem = "This part of the page has a broken template: \(error)"
        }
    }

    /// The template filled with values.
    package func render(_ values: TemplateValues) -> Markup {
        guard let mustache else { return Markup.escaped(problem ?? "") }
        assert(
            missingNames(in: values).isEmpty,
            "the template asks for \(missingNames(in: values)), which nobody gives"
        )
        return Markup(rendered: mustache.render(values.mapValues(\.forMustache)))
    }

    /// The names a template uses that neither the values nor any of their lists' items have: misspelt ones.
    private func missingNames(in values: TemplateValues) -> Set<String> {
        var unknown = names.subtracting(values.keys)
        var lists = values.values.compactMap(\.items)
        while !unknown.isEmpty, let items = lists.popLast() {
            // An empty list shows nothing of its section, so its items' names cannot be checked.
            if items.isEmpty { return [] }
            for item in items {
                unknown.subtract(item.keys)
                lists += item.values.compactMap(\.items)
            }
        }
        return unknown
    }

    private static func names(in source: String) -> Set<String> {
        var names: Set<String> = []
        var rest = source[...]
        while let opening = rest.range(of: "{{"), let closing = rest[opening.upperBound...].range(of: "}}") {
            let name = rest[opening.upperBound..<closing.lowerBound].drop { "#^/{&.! ".contains($0) }
            if !name.isEmpty, rest[opening.upperBound] != "!" { names.insert(String(name)) }
            rest = rest[closing.upperBound...]
        }
        return names
    }
}

extension TemplateValue {
    fileprivate var items: [TemplateValues]? {
        if case .list(let items) = self { items } else { nil }
    }
}

extension Substring {
    /// The first place where a text stands; the standard library has this only for collections' elements.
    fileprivate func range(of text: String) -> Range<Substring.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
