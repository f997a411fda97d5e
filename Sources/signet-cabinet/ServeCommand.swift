import ArgumentParser
import CabinetAppliance
import ServiceLifecycle
import UnixSignals

/// Serves until it is asked to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Enrol where that is not done, then serve until SIGTERM or SIGINT."
    )

    @OptionGroup var options: Options

    func run() async throws {
        let logger = options.logger()
        let daemon = CabinetDaemon(try await options.load(), logger: logger)
        let group = ServiceGroup(
            services: [daemon],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        try await group.run()
    }
}
