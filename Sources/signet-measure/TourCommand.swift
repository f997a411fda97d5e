import ArgumentParser
import FoundationEssentials
import Simulation

/// Plays the tour.
struct TourCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tour",
        abstract: "Play one seal's way; the exit code is 0 only if every step came out as it must."
    )

    @OptionGroup var options: FleetOptions

    @Option(help: "Where what came out is written as JSON.")
    var report: String?

    func run() async throws {
        // A tour founds its own company: what an earlier one left has no place in it.
        let fleet = try options.fleet(fresh: true)
        let tour = try Tour(fleet) { step in
            tell("\(step.ok ? "ok  " : "FAIL") \(step.name): \(step.milliseconds) ms\n     \(step.detail)")
        }
        try await runFleet(fleet) { await tour.play() }
        let played = await tour.report
        if let report { try played.write(to: report) }
        guard played.ok, !played.steps.isEmpty else { throw ExitCode.failure }
    }
}
