package import Cryptography

/// What came of one story.
package struct Outcome: Sendable {
    /// The seed that it followed from.
    package let seed: UInt64
    /// How many cabinets there were.
    package let cabinetCount: Int
    /// The step at which it ended.
    package let step: Int
    /// The promise that was broken; nil when all held.
    package let violation: Violation?
    /// How many events there were.
    package let eventCount: Int
    /// The digest over all events: the same for the same seed.
    package let digest: Digest
    /// The newest events, oldest first.
    package let newest: [String]
    /// The faults that the story had, in words.
    package let faults: [String]
}
