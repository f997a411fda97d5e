/// What a reader is able to say just now.
package enum ReaderState: Hashable, Sendable {
    /// Nothing was asked of it so far.
    case starting
    /// It answers.
    case ready
    /// It says nothing, for this reason, until it was opened anew.
    case ill(ReaderIllness)
}
