import Authority
import Records

/// The time in which whoever held a cabinet's keys could still have rewritten what a file shows.
///
/// A record younger than the last cosignature is the device's word alone; the cosignature ends that.
package struct ShownWindow: Sendable, Equatable {
    /// The cabinet.
    package let cabinet: String
    /// The oldest record that is shown, in milliseconds since 1970 by the cabinet's clock.
    package let oldest: Int64
    /// When headquarters cosigned the head over it, in milliseconds since 1970 by headquarters' clock.
    package let cosigned: Int64

    /// The most that lies between both, in milliseconds.
    package var milliseconds: Int64 { max(0, cosigned - oldest) }

    /// Nil where nothing is shown or nobody cosigned.
    init?(_ reading: ActsReading) {
        guard let oldest = reading.acts.map(\.time.milliseconds).min(),
            let cosigned = reading.cosignatures.map(\.milliseconds).min()
        else { return nil }
        cabinet = reading.cabinet.cabinet
        self.oldest = oldest
        self.cosigned = cosigned
    }
}
