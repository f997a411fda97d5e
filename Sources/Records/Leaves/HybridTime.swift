/// A moment of a hybrid logical clock: wall milliseconds, and a counter for moments that the wall clock cannot tell apart.
///
/// Orders acts for readers. It authorises nothing: authorising time is an interval (Authority).
/// Source: Kulkarni et al., "Logical Physical Clocks", 2014.
package struct HybridTime: Canonical, Hashable, Comparable {
    /// Milliseconds since 1970-01-01T00:00:00Z by the device's clock, never falling within one log.
    package let milliseconds: Int64
    /// Counts moments within one millisecond.
    package let counter: UInt64

    /// A moment with both parts given.
    package init(milliseconds: Int64, counter: UInt64 = 0) {
        self.milliseconds = milliseconds
        self.counter = counter
    }

    /// The moment after this one when the wall clock reads `milliseconds`: never falls, never stands still.
    package func next(at milliseconds: Int64) -> HybridTime {
        milliseconds > self.milliseconds
            ? HybridTime(milliseconds: milliseconds)
            : HybridTime(milliseconds: self.milliseconds, counter: counter + 1)
    }

    package static func < (left: HybridTime, right: HybridTime) -> Bool {
        (left.milliseconds, left.counter) < (right.milliseconds, right.counter)
    }

    package var canonical: CBOR { .array([milliseconds.canonical, counter.canonical]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 2 else {
            throw RecordsError(.malformed, "a time of two parts is expected")
        }
        milliseconds = try Int64(canonical: parts[0])
        counter = try UInt64(canonical: parts[1])
    }
}

/// How far the device's clock could be trusted when a record was made.
package enum ClockQuality: Int64, Canonical {
    /// No signed time since the device was started.
    case unknown = 0
    /// Running free since the last signed time of this start.
    case running = 1
    /// A signed time answered a nonce of this start within the last two hours.
    case disciplined = 2

    package var canonical: CBOR { .integer(rawValue) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard let value = ClockQuality(rawValue: try Int64(canonical: canonical)) else {
            throw RecordsError(.malformed, "this clock quality is unknown")
        }
        self = value
    }
}
