/// What one key of a tag remembers about failed authentications; it survives the loss of power
/// (AN12196, 7.4).
///
/// The chip counts the delay in time. A value has no clock, so here each refused attempt pays for one unit of it:
/// "keep trying until the full delay is spent" holds in both.
struct AuthenticationCounters: Equatable {
    /// From this many failures in a row on, attempts are put off.
    static let consecutiveFailureLimit = 50
    /// At this many failures in all, the key is locked for good.
    static let totalFailureLimit = 1000
    /// By how much one success lowers the total.
    static let totalDecrease = 10

    /// SeqFailCtr, one byte: failures since the last success.
    var consecutive = 0
    /// TotFailCtr, two bytes: failures in all, lowered by successes.
    var total = 0
    /// How many attempts will still be put off.
    var attemptsPutOff = 0

    /// Whether an attempt may begin; pays for one unit of delay when it may not.
    mutating func begin() throws(Refusal) {
        guard total < Self.totalFailureLimit else { throw Refusal(.permissionDenied) }
        guard attemptsPutOff == 0 else {
            attemptsPutOff -= 1
            throw Refusal(.authenticationDelay)
        }
    }

    mutating func fail() {
        consecutive = min(consecutive + 1, Int(UInt8.max))
        total = min(total + 1, Self.totalFailureLimit)
        if consecutive >= Self.consecutiveFailureLimit {
            attemptsPutOff = consecutive - Self.consecutiveFailureLimit + 1
        }
    }

    mutating func succeed() {
        consecutive = 0
        attemptsPutOff = 0
        total = max(total - Self.totalDecrease, 0)
    }
}
