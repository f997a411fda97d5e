/// A state with its word, on one line: `Pill(.out, "逾期 1")`.
package struct Pill: Component, Hashable {
    /// The state.
    package let mark: StateMark
    /// The word; the state's own when nil.
    package let word: String?

    /// A pill for a state, with a word of the page or the state's own.
    package init(_ mark: StateMark, _ word: String? = nil) {
        self.mark = mark
        self.word = word
    }

    private static let template = Template(
        #"<span class="pill is-{{state}}">{{shape}}<span>{{word}}</span></span>"#
    )

    /// The HTML of the pill.
    package func markup(in language: Language) -> Markup {
        Self.template.render([
            "state": .text(mark.rawValue), "shape": .markup(mark.shape),
            "word": .text(word ?? language(mark.word)),
        ])
    }
}
