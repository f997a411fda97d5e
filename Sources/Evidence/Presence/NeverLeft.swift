import Records

/// What a cabinet's records support about one seal between two moments.
///
/// "No departure of X recorded in [i, j]; presence proved at n moments; longest unsupported interval D; gaps: …". *Never left* may be
/// said only of a value for which ``isNeverLeft`` holds, and with D. It says what a cabinet wrote down, under heads that headquarters
/// mirrored: not that the cabinet wrote everything, and not that the tag is still on the seal.
package struct NeverLeft: Sendable, Equatable {
    /// One record by which the seal left, or may have.
    package struct Departure: Sendable, Hashable {
        /// The record's place.
        package let place: ActPlace
        /// When, in milliseconds since 1970.
        package let time: Int64
        /// Whether the record says that the seal left; false where it was released and no outcome says that it stayed.
        package let isCertain: Bool
    }

    /// The cabinet in which the seal belongs.
    package let cabinet: String
    /// The first record that was looked at.
    package let first: ActPlace
    /// The last record that was looked at.
    package let last: ActPlace
    /// Records by which the seal left.
    package let departures: [Departure]
    /// Records that may be departures: their subject is closed.
    package let closed: [ActPlace]
    /// Records that may be departures and are left out, because the cabinet's own signature on them is missing or not good.
    package let leftOut: [ActPlace]
    /// At how many moments of the interval the seal's tag answered a challenge.
    package let provedCount: Int
    /// The longest time between two such moments, or from a bound of the interval to the next, in milliseconds.
    package let longestUnsupported: Int64
    /// Where the records do not support it.
    package let gaps: [PresenceGap]
    /// Observations that say that mains failed.
    package let batteryCount: Int
    /// Whether some observation says that no contact watches the case.
    package let isCaseUnwatched: Bool

    /// Whether "no departure recorded" may be said.
    package var isWithoutDeparture: Bool { departures.isEmpty && closed.isEmpty && leftOut.isEmpty }
    /// Whether "never left" may be said, with ``longestUnsupported``.
    package var isNeverLeft: Bool { isWithoutDeparture && gaps.isEmpty && provedCount > 0 }
}
