import Custody

/// What a greeting gives reason to find: kept until all of it was looked at.
struct GreetingFinding: Equatable {
    let kind: FindingKind
    let text: String
    /// Of telemetry, whose findings have a budget of their own.
    var isTelemetry = false
    /// Whether it is one of so many within an hour.
    ///
    /// What says that records are lost, or that headquarters signed two histories, is not: it is written in any case, once.
    var isBudgeted = true
}
