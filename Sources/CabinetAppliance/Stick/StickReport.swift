/// What reading a stick came to.
package struct StickReport: Sendable, Equatable {
    /// The frames that were taken.
    package internal(set) var frameCount = 0
    /// The records of headquarters' logs that were new.
    package internal(set) var recordCount = 0
    /// Whether a freshness note on it gave time and contact.
    package internal(set) var gaveTime = false
    /// Whether nothing is missing behind the last frame.
    package let isWhole: Bool
    /// Why the rest was not taken; nil where all was.
    package internal(set) var refusal: String?

    /// A report before the first frame.
    init(isWhole: Bool) { self.isWhole = isWhole }
}
