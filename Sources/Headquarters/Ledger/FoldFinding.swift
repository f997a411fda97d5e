import Custody

/// What the fold of a cabinet's acts gives reason to find, until it is written down.
struct FoldFinding {
    let kind: FindingKind
    let cabinet: String
    /// The part that found it.
    let component: String
    let text: String
    /// What a finding begins with that says the same: one of each log is written.
    let beginning: String
}
