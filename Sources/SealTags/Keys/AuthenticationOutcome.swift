/// How an attempt to authenticate ended, for the budget.
package enum AuthenticationOutcome: Sendable {
    /// Tag and we hold the same key.
    case proved
    /// The tag refused our key, or could not return our challenge.
    case failed
    /// No answer: the tag left, the reader fell ill, or the tag asked to be left alone.
    case unanswered
}
