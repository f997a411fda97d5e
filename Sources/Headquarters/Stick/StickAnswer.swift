package import Replication

/// What headquarters answers to a stick, and what taking it in came to.
package struct StickAnswer: Sendable {
    /// The cabinet that wrote it.
    package let cabinet: String
    /// The frames to carry back.
    package internal(set) var file = StickFile()
    /// The cabinet's records that were new.
    package internal(set) var recordCount = 0
    /// Whether nothing was missing behind the stick's last frame.
    package let isWhole: Bool
    /// Why the rest was not taken; nil where all was.
    package internal(set) var refusal: String?

    /// An answer before the first frame.
    init(cabinet: String, isWhole: Bool) {
        self.cabinet = cabinet
        self.isWhole = isWhole
    }
}
