import ArgumentParser
import CabinetAppliance

/// Serves until it is asked to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Enrol where that is not done, then serve until SIGTERM or SIGINT."
    )

    @OptionGroup var options: Options

    func run() async throws {
        let cabinet = CabinetDaemon(try await options.load(), logger: options.logger())
        try await cabinet.runUntilSignal(
            environment: options.environment,
            metrics: CabinetDaemon.collectMetrics()
        )
    }
}
