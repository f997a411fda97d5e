import Custody

/// What an epoch that a cabinet announces gives reason to find: kept until the rest of its greeting was looked at.
struct AnnouncedFinding {
    let kind: FindingKind
    let text: String
    /// Of telemetry, whose findings have a budget of their own.
    var isTelemetry = false
}
