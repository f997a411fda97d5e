import Custody

/// Decides which values of a minute are worth a record: those that have changed, and all of them by the hour.
///
/// So an hour without a record means that nobody measured, and a quiet cabinet does not fill its disk.
struct TelemetryPacing {
    /// Milliseconds after which everything is told again.
    static let wholeInterval: UInt64 = 3_600_000

    private struct Place: Hashable {
        let sensor: UInt64
        let place: UInt64

        init(_ value: SensorValue) { (sensor, place) = (value.sensor, value.place) }
    }

    private var told: [Place: Int64] = [:]
    private var wholeAt: UInt64?
    private var from: UInt64

    /// Begins to measure at a monotonic millisecond.
    init(at now: UInt64) { from = now }

    /// What to write of the values of the span that ends now; nil where nothing is news.
    ///
    /// Call ``wrote(_:)`` once it is on the disk: what could not be written is told with the next.
    func due(_ values: [SensorValue], at now: UInt64) -> ValuesMeasured? {
        let isWhole = wholeAt.map { now - min(now, $0) >= Self.wholeInterval } ?? true
        let news = isWhole ? values : values.filter(isNews)
        guard !news.isEmpty else { return nil }
        return ValuesMeasured(from: min(from, now), to: now, values: news, isWhole: isWhole)
    }

    /// Learns that the values of a span are on the disk.
    mutating func wrote(_ measured: ValuesMeasured) {
        for value in measured.values { told[Place(value)] = value.value }
        if measured.isWhole { wholeAt = measured.to }
    }

    /// The next span begins.
    mutating func begin(at now: UInt64) { from = now }

    private func isNews(_ value: SensorValue) -> Bool {
        guard let last = told[Place(value)] else { return true }
        let step = Sensor(rawValue: value.sensor)?.traits.step ?? 1
        let (distance, isOver) = value.value.subtractingReportingOverflow(last)
        return isOver || distance.magnitude >= UInt64(max(1, step))
    }
}
