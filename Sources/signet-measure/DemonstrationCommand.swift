import ArgumentParser
import ServiceLifecycle
import Simulation
import UnixSignals

/// Everything runs until Ctrl-C.
struct DemonstrationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demonstration",
        abstract: "Start headquarters and three cabinets, and run until SIGINT or SIGTERM."
    )

    @OptionGroup var options: FleetOptions

    func run() async throws {
        let fleet = try options.fleet()
        try await runFleet(fleet) {
            let demonstration = try Demonstration(fleet) { tell("· \($0)") }
            try await demonstration.open()
            tell(demonstration.guide)
            try await gracefulShutdown()
        }
    }
}
