package import Records

/// One value of one sensor.
package struct SensorValue: Canonical, Hashable {
    /// The sensor's number (``Sensor``), also of one that this program does not know.
    package let sensor: UInt64
    /// Which of several: a drawer's number, a board's place in the order of their names from 1; 0 for the cabinet as a whole.
    package let place: UInt64
    /// The value, in the sensor's unit.
    package let value: Int64

    /// A value.
    package init(sensor: UInt64, place: UInt64 = 0, value: Int64) {
        self.sensor = sensor
        self.place = place
        self.value = value
    }

    package var canonical: CBOR { .array([sensor.canonical, place.canonical, value.canonical]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 3 else {
            throw RecordsError(.malformed, "a value is a sensor, a place and a number")
        }
        sensor = try UInt64(canonical: parts[0])
        place = try UInt64(canonical: parts[1])
        value = try Int64(canonical: parts[2])
    }
}

/// What a cabinet's sensors said in one span of time: the detail of `valuesMeasured`, in the log `telemetry`.
///
/// It opens nothing and counts for nothing. A value that is not told is the one that was told last, to within its step: also
/// what is counted (``Sensor/Gathering/sum``), so that a drawer which opens once in each of two minutes is told once. Of a
/// largest one it may as well be that nothing was measured.
package struct ValuesMeasured: Canonical, Hashable {
    /// The most values of one record.
    package static let valueCountMax = 1_024

    /// Monotonic milliseconds at which the span begins.
    package let from: UInt64
    /// Monotonic milliseconds at which it ends.
    package let to: UInt64
    /// The values, by sensor and place rising, each once.
    package let values: [SensorValue]
    /// Whether every value is told, also those that have not changed.
    package let isWhole: Bool

    /// What was measured; `values` in any order, one of a kind.
    package init(from: UInt64, to: UInt64, values: [SensorValue], isWhole: Bool) {
        self.from = from
        self.to = to
        self.values = values.sorted { ($0.sensor, $0.place) < ($1.sensor, $1.place) }
        self.isWhole = isWhole
    }

    package var canonical: CBOR {
        .map(CBORMap([0: from.canonical, 1: to.canonical, 2: .list(values), 3: .flag(isWhole)]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "measured values")
        from = try fields.value(0)
        to = try fields.value(1)
        values = try fields.list(2, countMax: Self.valueCountMax)
        isWhole = try fields.flag(3)
        try fields.finish()
        guard from <= to else {
            throw RecordsError(.malformed, "a span that ends before it begins was not measured")
        }
        guard !values.isEmpty else { throw RecordsError(.malformed, "measured values without a value") }
        guard
            zip(values, values.dropFirst()).allSatisfy({ ($0.sensor, $0.place) < ($1.sensor, $1.place) })
        else { throw RecordsError(.malformed, "values stand by sensor and place, each once") }
    }
}
