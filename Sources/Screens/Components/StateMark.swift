/// The five states, the same in pill, bar, table, map, drawing and report.
///
/// Each is a shape, a colour and a word, so that none of the three is needed to read it.
package enum StateMark: String, CaseIterable, Sendable, Hashable {
    /// In its place and proved: a filled square, green.
    case inPlace = "in"
    /// Out, with somebody: an open square, amber.
    case out = "out"
    /// In question, to be looked at: a diamond, violet.
    case inQuestion = "question"
    /// Unknown, silent or not yet answered: a dashed square, grey. Never coloured.
    case unknown = "unknown"
    /// Wrong: a triangle, red.
    case wrong = "wrong"

    /// The word for the state when the page has none of its own.
    package var word: ScreenText {
        switch self {
        case .inPlace: .inPlace
        case .out: .out
        case .inQuestion: .inQuestion
        case .unknown: .unknown
        case .wrong: .wrong
        }
    }

    /// The shape, as wide as the text is high, in the colour of the text around it.
    package var shape: Markup {
        switch self {
        case .inPlace:
            Markup(
                #"<svg class="shape" viewBox="0 0 12 12" aria-hidden="true"><rect x="1" y="1" width="10" height="10" rx="1.5" fill="currentColor"/></svg>"#
            )
        case .out:
            Markup(
                #"<svg class="shape" viewBox="0 0 12 12" aria-hidden="true"><rect x="2" y="2" width="8" height="8" rx="1" fill="none" stroke="currentColor" stroke-width="2"/></svg>"#
            )
        case .inQuestion:
            Markup(
                #"<svg class="shape" viewBox="0 0 12 12" aria-hidden="true"><path d="M6 0.4 11.6 6 6 11.6 0.4 6Z" fill="currentColor"/></svg>"#
            )
        case .unknown:
            Markup(
                #"<svg class="shape" viewBox="0 0 12 12" aria-hidden="true"><rect x="1.5" y="1.5" width="9" height="9" fill="none" stroke="currentColor" stroke-width="1.8" stroke-dasharray="5.4 3.6" stroke-dashoffset="2.7"/></svg>"#
            )
        case .wrong:
            Markup(
                #"<svg class="shape" viewBox="0 0 12 12" aria-hidden="true"><path d="M6 0.8 11.7 11H0.3Z" fill="currentColor"/></svg>"#
            )
        }
    }
}
