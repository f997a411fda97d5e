/// What a line was used for, over a span.
package struct LineTally: Sendable, Equatable {
    /// How long headquarters could be reached.
    package private(set) var upMilliseconds: UInt64 = 0
    /// What went there.
    package var sentByteCount = 0
    /// What came from there.
    package var receivedByteCount = 0
    /// How long the last question of the span took; nil where none was answered.
    package var roundTripMilliseconds: UInt64?
    private var upSince: UInt64?

    /// The line comes or goes at a monotonic millisecond.
    mutating func turn(isUp: Bool, at now: UInt64) {
        count(until: now)
        upSince = isUp ? now : nil
    }

    /// What there was until now; the next span begins.
    mutating func take(at now: UInt64) -> LineTally {
        count(until: now)
        let taken = self
        self = LineTally()
        upSince = taken.upSince
        return taken
    }

    private mutating func count(until now: UInt64) {
        guard let since = upSince else { return }
        upMilliseconds += now - min(now, since)
        upSince = now
    }
}
