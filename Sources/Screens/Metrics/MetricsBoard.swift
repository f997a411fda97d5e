package import CoreMetrics
import Synchronization

/// Collects what the program counts, and writes it down for whoever asks (Prometheus text format 0.0.4).
package final class MetricsBoard: MetricsFactory {
    /// More series than this are not kept: labels are few and fixed, and memory has a limit.
    private static let seriesCountMax = 1_024

    private struct Key: Hashable {
        let label: String
        let dimensions: String
    }

    private let series = Mutex<[Key: MetricSeries]>([:])

    /// An empty board.
    package init() {}

    /// All series as text, ordered by name.
    package var text: String {
        let all = series.withLock { $0 }.map { ($0.key, $0.value) }
            .sorted { ($0.0.label, $0.0.dimensions) < ($1.0.label, $1.0.dimensions) }
        var lines: [String] = []
        var last = ""
        for (key, series) in all {
            if key.label != last { lines.append("# TYPE \(key.label) \(series.kind.rawValue)") }
            last = key.label
            let labels = key.dimensions.isEmpty ? "" : "{\(key.dimensions)}"
            lines += series.lines(key.label, labels)
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// A count that only goes up.
    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        find(label, "_total", dimensions, .counter) ?? NOOPMetricsHandler.instance
    }

    /// A sum that only goes up.
    package func makeFloatingPointCounter(label: String, dimensions: [(String, String)])
        -> any FloatingPointCounterHandler
    {
        find(label, "_total", dimensions, .counter) ?? NOOPMetricsHandler.instance
    }

    /// A level.
    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        find(label, "", dimensions, .gauge) ?? NOOPMetricsHandler.instance
    }

    /// Values: their number and sum, or the last one.
    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool)
        -> any RecorderHandler
    {
        find(label, "", dimensions, aggregate ? .summary : .gauge) ?? NOOPMetricsHandler.instance
    }

    /// Durations, shown in seconds.
    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        find(label, "_seconds", dimensions, .summary) ?? NOOPMetricsHandler.instance
    }

    /// Nothing: labels are fixed, so that nothing has to make room.
    package func destroyCounter(_ handler: any CounterHandler) {}
    /// Nothing, likewise.
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    /// Nothing, likewise.
    package func destroyMeter(_ handler: any MeterHandler) {}
    /// Nothing, likewise.
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    /// Nothing, likewise.
    package func destroyTimer(_ handler: any TimerHandler) {}

    private func find(
        _ label: String,
        _ suffix: String,
        _ dimensions: [(String, String)],
        _ kind: MetricSeries.Kind
    ) -> MetricSeries? {
        let key = Key(
            label: Self.name(label) + suffix,
            dimensions: dimensions.map { "\(Self.name($0.0))=\"\(Self.escaped($0.1))\"" }.joined(
                separator: ","
            )
        )
        return series.withLock { series in
            if let known = series[key] { return known }
            guard series.count < Self.seriesCountMax else { return nil }
            let new = MetricSeries(kind)
            series[key] = new
            return new
        }
    }

    /// Letters, digits and underscores.
    private static func name(_ label: String) -> String {
        String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }

    private static func escaped(_ value: String) -> String {
        value.reduce(into: "") { text, character in
            switch character {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.append(character)
            }
        }
    }
}
