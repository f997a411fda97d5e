package import Records

/// That a cabinet gave records of its telemetry up to make room: the detail of `telemetryShed`, written before they go.
///
/// Leaves and bodies go, the tree stays: what was signed over them is proved as before, and what they said is gone where
/// headquarters did not hold it.
package struct TelemetryShed: Canonical, Hashable {
    /// The epoch of telemetry of which records went.
    package let origin: String
    /// The index of the first that went.
    package let first: UInt64
    /// The index of the last that went.
    package let last: UInt64
    /// How many of them, from the first on, headquarters held.
    package let heldCount: UInt64

    /// A stretch that is given up.
    package init(origin: String, first: UInt64, last: UInt64, heldCount: UInt64) {
        self.origin = origin
        self.first = first
        self.last = last
        self.heldCount = heldCount
    }

    /// How many went.
    package var count: UInt64 { last - first + 1 }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: origin.canonical, 1: first.canonical, 2: last.canonical, 3: heldCount.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "telemetry that was given up")
        origin = try fields.value(0)
        first = try fields.value(1)
        last = try fields.value(2)
        heldCount = try fields.value(3)
        try fields.finish()
        // The subtraction is of two numbers below 2^63: it cannot overflow.
        guard first <= last, heldCount <= last - first + 1 else {
            throw RecordsError(
                .malformed,
                "a stretch ends where it begins or later, and no more of it was held"
            )
        }
    }
}
