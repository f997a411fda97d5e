import FoundationEssentials
import Glibc

/// What was measured, as JSON for programs.
package struct BenchReport: Encodable, Sendable {
    /// A number that was measured.
    package struct Figure: Encodable, Sendable {
        /// What it is of.
        package let name: String
        /// The number.
        package let value: Double
        /// In what.
        package let unit: String
    }

    /// A figure divided by one that it is held against.
    package struct Ratio: Encodable, Sendable {
        /// What it is of.
        package let name: String
        /// What it is held against.
        package let against: String
        /// The quotient.
        package let value: Double
    }

    /// A bound that an issue asks for.
    package struct Limit: Encodable, Sendable {
        /// What it is of.
        package let name: String
        /// What was measured.
        package let value: Double
        /// The bound: "≥ 300000".
        package let bound: String
        /// Whether it is met.
        package let ok: Bool
    }

    /// What a number should keep to.
    package enum Bound: Sendable {
        /// This or more.
        case atLeast(Double)
        /// This or less.
        case atMost(Double)

        var text: String {
            switch self {
            case .atLeast(let number): "≥ \(Self.text(number))"
            case .atMost(let number): "≤ \(Self.text(number))"
            }
        }

        func holds(_ value: Double) -> Bool {
            switch self {
            case .atLeast(let number): value >= number
            case .atMost(let number): value <= number
            }
        }

        private static func text(_ number: Double) -> String {
            Int(exactly: number).map { String($0) } ?? String(number)
        }
    }

    /// What it ran on.
    package struct Machine: Encodable, Sendable {
        /// The processor's own name.
        package let processor: String
        /// Processors that the process may use.
        package let processorCount: Int
        /// Memory of the machine, in bytes.
        package let memoryBytes: Int
        /// Processes that wanted a processor in the minute before it began: noise.
        package let loadAverage: Double

        init() {
            let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
            processor =
                information.split(separator: "\n").first { $0.hasPrefix("model name") }
                .flatMap { $0.split(separator: ":").last }.map { String($0.drop { $0 == " " }) } ?? "unknown"
            processorCount = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
            memoryBytes = Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE)))
            let load = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? ""
            loadAverage = load.split(separator: " ").first.flatMap { Double($0) } ?? 0
        }
    }

    /// The measurement's name.
    package let bench: String
    /// How it was set up.
    package let parameters: [String: Double]
    /// What was measured.
    package internal(set) var figures: [Figure] = []
    /// Held against something.
    package internal(set) var ratios: [Ratio] = []
    /// Held against what an issue asks for.
    package internal(set) var limits: [Limit] = []
    /// What it ran on.
    package let machine = Machine()

    /// A report without figures.
    package init(_ bench: String, parameters: [String: Double]) {
        self.bench = bench
        self.parameters = parameters
    }

    private enum CodingKeys: String, CodingKey {
        case bench, parameters, figures, ratios, limits, machine
    }

    /// The report as text.
    package var json: String {
        get throws {
            String(decoding: try JSONEncoder.readable.encode(self), as: UTF8.self)
        }
    }

    /// Adds a number that was measured.
    package mutating func note(_ name: String, _ value: Double, _ unit: String) {
        figures.append(Figure(name: name, value: value, unit: unit))
    }

    /// Adds a quotient: `name` measured `value`, and what it is held against `other`.
    package mutating func compare(_ name: String, _ value: Double, against what: String, _ other: Double) {
        guard other > 0 else { return }
        ratios.append(Ratio(name: name, against: what, value: value / other))
    }

    /// Holds a number against a bound that an issue asks for.
    package mutating func require(_ name: String, _ value: Double, _ bound: Bound) {
        limits.append(Limit(name: name, value: value, bound: bound.text, ok: bound.holds(value)))
    }

    /// Adds median and 95th percentile of durations, in milliseconds.
    package mutating func add(_ name: String, _ durations: [Duration]) {
        let sorted = durations.sorted()
        for (word, share) in [("median", 0.5), ("95th percentile", 0.95)] where !sorted.isEmpty {
            let place = min(sorted.count - 1, Int(Double(sorted.count) * share))
            figures.append(
                Figure(name: "\(name), \(word)", value: sorted[place] / .milliseconds(1), unit: "ms")
            )
        }
    }

    /// Holds a figure against a number.
    mutating func hold(_ name: String, against what: String, _ number: Double) {
        guard let figure = figures.first(where: { $0.name == name }) else { return }
        ratios.append(Ratio(name: name, against: what, value: figure.value / number))
    }
}
