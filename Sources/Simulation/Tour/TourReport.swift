import FoundationEssentials

/// What came of a tour, as JSON for programs.
package struct TourReport: Codable, Sendable {
    /// One step.
    package struct Step: Codable, Sendable {
        /// What it is called.
        package let name: String
        /// Whether everything came out as it must.
        package let ok: Bool
        /// How long it took.
        package let milliseconds: Int
        /// What was seen, or what went wrong.
        package let detail: String
    }

    /// Whether every step came out.
    package var ok: Bool { steps.allSatisfy(\.ok) }
    /// The steps, in their order.
    package internal(set) var steps: [Step] = []

    private enum CodingKeys: String, CodingKey { case ok, steps }

    init() {}

    /// Reads a report; `ok` follows from its steps.
    package init(from decoder: any Decoder) throws {
        steps = try decoder.container(keyedBy: CodingKeys.self).decode([Step].self, forKey: .steps)
    }

    /// Writes `ok` and the steps.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(ok, forKey: .ok)
        try values.encode(steps, forKey: .steps)
    }

    /// Writes the report into a file.
    package func write(to path: String) throws {
        try JSONEncoder.readable.encode(self).write(to: URL(filePath: path), options: .atomic)
    }
}
