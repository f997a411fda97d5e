import Authority
import Records

extension ClockQuality {
    /// A note older than this no longer disciplines the clock: two hourly notes were missed.
    private static var disciplinedSecondsMax: UInt64 { 2 * 3_600 }

    /// How good the clock is, by the age of the last note that answered a nonce of this boot.
    init(time: AuthorisingTime, atMonotonic now: UInt64) {
        self =
            switch time.noteAgeSeconds(atMonotonic: now) {
            case nil: .unknown
            case let age? where age <= Self.disciplinedSecondsMax: .disciplined
            default: .running
            }
    }
}
