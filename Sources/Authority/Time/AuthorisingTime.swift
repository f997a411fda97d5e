/// The moments between which the present lies, in milliseconds since 1970.
package struct TimeBounds: Sendable, Hashable {
    /// It is not earlier than this.
    package let low: Int64
    /// It is not later than this.
    package let high: Int64

    /// An interval; `low` is not above `high`.
    package init(low: Int64, high: Int64) {
        self.low = low
        self.high = high
    }
}

/// The time that authorises: an interval from the last note that answered a nonce of this boot.
///
/// The wall clock never enters.
///
/// With T the note's time, b the boot time since the note arrived and d = 100 ppm of b:
/// low = T + b − d, high = T + b + d + round trip.
package struct AuthorisingTime: Sendable, Hashable {
    /// What a note taken further ahead than this waits for: two custodians.
    package static let leapMillisecondsMax: Int64 = 5 * 60 * 1_000
    private static let driftPartsPerMillion: Int64 = 100

    /// Why a note was not taken.
    package enum Refusal: Sendable, Hashable {
        /// The note is more than five minutes ahead of the interval.
        case leapsAhead(milliseconds: Int64)
        /// The note lies more than five minutes before the interval.
        case fallsBehind(milliseconds: Int64)
    }

    private struct Anchor: Sendable, Hashable {
        /// The note's time.
        let time: Int64
        /// Monotonic milliseconds when the nonce was made.
        let asked: Int64
        /// Monotonic milliseconds when the note arrived.
        let answered: Int64
    }

    private var anchor: Anchor?
    /// Monotonic milliseconds at which the nonce was made of the last note that renewed the contact.
    private var contact: Int64?
    /// The first note of this boot: a chain of small steps from note to note must not walk away from it.
    private var first: Anchor?
    /// A moment that is known to have passed, in milliseconds since 1970.
    private var floor: Int64?

    /// No time yet: nothing is authorised before the first note of this boot.
    ///
    /// A note before `floor`, the latest moment that an earlier boot acted on, would give expired grants back.
    package init(floor: Int64? = nil) { self.floor = floor }

    /// Takes a verified note; `asked` and `answered` are monotonic milliseconds of this boot.
    ///
    /// - Returns: nil when taken, else why the note waits for people.
    package mutating func take(noteTime: Int64, asked: UInt64, answered: UInt64, confirmed: Bool = false)
        -> Refusal?
    {
        let (asked, answered) = (Int64(clamping: asked), Int64(clamping: answered))
        if !confirmed, let refusal = refusal(of: noteTime, at: UInt64(answered)) { return refusal }
        let taken = Anchor(time: noteTime, asked: asked, answered: max(asked, answered))
        if first == nil || confirmed { first = taken }
        anchor = taken
        return nil
    }

    /// Learns of a moment that an earlier boot acted on; a time taken from a note before it counts no longer.
    package mutating func raise(floor: Int64) {
        guard floor > self.floor ?? .min else { return }
        let isBehind = first.map { $0.time < floor - Self.leapMillisecondsMax } ?? false
        if isBehind { self = AuthorisingTime() }
        self.floor = floor
    }

    private func refusal(of noteTime: Int64, at now: UInt64) -> Refusal? {
        if let floor, noteTime < floor - Self.leapMillisecondsMax {
            return .fallsBehind(milliseconds: floor - noteTime)
        }
        for anchor in [first, anchor].compactMap(\.self) {
            guard let now = Self.interval(from: anchor, atMonotonic: now) else { continue }
            if noteTime > now.high + Self.leapMillisecondsMax {
                return .leapsAhead(milliseconds: noteTime - now.high)
            }
            if noteTime < now.low - Self.leapMillisecondsMax {
                return .fallsBehind(milliseconds: now.low - noteTime)
            }
        }
        return nil
    }

    /// The interval in which the present lies, nil before the first note of this boot.
    package func interval(atMonotonic now: UInt64) -> TimeBounds? {
        anchor.flatMap { Self.interval(from: $0, atMonotonic: now) }
    }

    private static func interval(from anchor: Anchor, atMonotonic now: UInt64) -> TimeBounds? {
        let since = max(0, Int64(clamping: now) - anchor.answered)
        // Rounded up: the interval may be too wide, never too narrow.
        let drift =
            since / 1_000_000 * driftPartsPerMillion
            + (since % 1_000_000 * driftPartsPerMillion + 999_999) / 1_000_000
        let roundTrip = anchor.answered - anchor.asked
        let (base, overflow) = anchor.time.addingReportingOverflow(since)
        guard !overflow else { return nil }
        return TimeBounds(low: base - drift, high: base + drift + roundTrip)
    }

    /// Learns that every head which a note of this boot names is obeyed here; its nonce was made at `asked`.
    ///
    /// A note alone renews nothing: who holds records back would keep an old policy in force for ever.
    package mutating func renewContact(asked: UInt64) {
        contact = max(contact ?? 0, Int64(clamping: asked))
    }

    /// Seconds since the nonce was made of the last note whose heads are all obeyed here: the contact age.
    ///
    /// Nil means expired.
    package func contactAgeSeconds(atMonotonic now: UInt64) -> UInt64? {
        contact.map { Self.seconds(since: $0, now) }
    }

    /// Seconds since the nonce of the last note was made, whatever it names; nil before the first note of this boot.
    package func noteAgeSeconds(atMonotonic now: UInt64) -> UInt64? {
        anchor.map { Self.seconds(since: $0.asked, now) }
    }

    private static func seconds(since asked: Int64, _ now: UInt64) -> UInt64 {
        UInt64(max(0, Int64(clamping: now) - asked) / 1_000)
    }
}
