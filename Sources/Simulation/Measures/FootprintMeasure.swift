/// How much memory the programs use when nothing happens: one cabinet with two slots, headquarters with three cabinets.
package struct FootprintMeasure: Sendable {
    /// How long everything is left alone before it is looked at.
    private static let restDuration: Duration = .seconds(20)

    private let fleet: Fleet

    /// Measures a fleet that is not started, in a fresh folder.
    package init(_ fleet: Fleet) { self.fleet = fleet }

    /// Founds the company, waits, and reads what each process holds for itself alone.
    package func measure(say: @escaping @Sendable (String) -> Void) async throws -> BenchReport {
        let company = try Company(fleet, say: say)
        try await company.establish()
        try await Task.sleep(for: Self.restDuration)
        var report = BenchReport(
            "footprint",
            parameters: ["sites": Double(FleetStory.sites.count), "slots of a cabinet": 2]
        )
        for (name, bytes) in try await fleet.privateMemory() {
            let mebibytes = Double(bytes) / 1_048_576
            report.figures.append(
                .init(name: "private memory of \(name), idle", value: mebibytes, unit: "MiB")
            )
        }
        return report
    }
}
