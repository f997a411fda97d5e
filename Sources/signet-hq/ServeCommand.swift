import ArgumentParser
import Glibc
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
            logger: logger,
            metrics: Headquarters.collectMetrics()
        ) { port in
            // At once, also into a pipe: whoever started this waits for the line.
            let line = Array("console: http://\(configuration.host):\(port)/\n".utf8)
            _ = unsafe write(STDOUT_FILENO, line, line.count)
        }
        try await headquarters.run()
    }
}
