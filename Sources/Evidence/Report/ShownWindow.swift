import Authority
import Records

/// The time in which whoever held a cabinet's keys could still have rewritten what a file shows.
///
/// A record younger than the last cosignature is the device's word alone; the cosignature ends that.
package struct ShownWindow: Sendable, Equatable {
    /// The cabinet.
    package let cabinet: String
    /// The record shown that waited longest for a cosignature, in milliseconds since 1970 by the cabinet's clock.
    package let oldest: Int64
    /// When headquarters first cosigned a head over it as mirrored, in milliseconds since 1970 by headquarters' clock.
    package let cosigned: Int64

    /// The most that lies between both, in milliseconds.
    package var milliseconds: Int64 { max(0, cosigned - oldest) }

    /// Nil where nothing is shown or nobody cosigned.
    init?(_ reading: ActsReading) {
        // A head below a record says nothing about it, and a witness does not have it.
        let waits = reading.acts.compactMap { act -> (oldest: Int64, cosigned: Int64)? in
            let over = reading.mirrored.filter { $0.size > act.index }
            return over.map(\.milliseconds).min().map { (act.time.milliseconds, $0) }
        }
        guard let longest = waits.max(by: { $0.cosigned - $0.oldest < $1.cosigned - $1.oldest }) else {
            return nil
        }
        cabinet = reading.cabinet.cabinet
        oldest = longest.oldest
        cosigned = longest.cosigned
    }
}
