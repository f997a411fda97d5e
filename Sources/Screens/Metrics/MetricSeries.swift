import CoreMetrics
import Synchronization

/// One series of a board: a count, a level, or how many values there were and what they came to.
final class MetricSeries: Sendable {
    enum Kind: String, Sendable { case counter, gauge, summary }

    private struct Sum {
        var count: Int64 = 0
        var value: Double = 0
    }

    let kind: Kind
    private let sum = Mutex(Sum())

    init(_ kind: Kind) { self.kind = kind }

    func lines(_ name: String, _ labels: String) -> [String] {
        let sum = sum.withLock { $0 }
        return switch kind {
        case .counter, .gauge: ["\(name)\(labels) \(Self.text(sum.value))"]
        case .summary:
            ["\(name)_sum\(labels) \(Self.text(sum.value))", "\(name)_count\(labels) \(sum.count)"]
        }
    }

    private func add(_ value: Double) {
        sum.withLock {
            $0.count += 1
            $0.value += value
        }
    }

    private func level(_ value: Double) { sum.withLock { $0.value = value } }

    private static func text(_ value: Double) -> String {
        Int64(exactly: value).map { "\($0)" } ?? "\(value)"
    }
}

extension MetricSeries: CounterHandler, FloatingPointCounterHandler {
    func increment(by amount: Int64) { add(Double(amount)) }
    func increment(by amount: Double) { add(amount) }
    func reset() { sum.withLock { $0 = Sum() } }
}

extension MetricSeries: RecorderHandler {
    func record(_ value: Int64) { record(Double(value)) }
    func record(_ value: Double) { if kind == .summary { add(value) } else { level(value) } }
}

extension MetricSeries: MeterHandler {
    func set(_ value: Int64) { level(Double(value)) }
    func set(_ value: Double) { level(value) }
    func decrement(by amount: Double) { sum.withLock { $0.value -= amount } }
}

extension MetricSeries: TimerHandler {
    func recordNanoseconds(_ duration: Int64) { add(Double(duration) / 1_000_000_000) }
}
