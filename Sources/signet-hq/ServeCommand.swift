import ArgumentParser
import Headquarters

/// Serves until it is asked to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve cabinets and the console until SIGTERM or SIGINT."
    )

    @OptionGroup var options: Options

    func run() async throws {
        let configuration = try await options.load()
        let logger = options.logger()
        let headquarters = try await Headquarters(
            configuration,
            environment: options.environment,
            logger: logger
        ) { port in
            print("console: http://\(configuration.host):\(port)/")
        }
        try await headquarters.run()
    }
}
