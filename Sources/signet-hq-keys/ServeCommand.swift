import ArgumentParser
import TagKeys

/// Serves until it is asked to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve headquarters at a Unix socket until SIGTERM or SIGINT."
    )

    @OptionGroup var options: Options

    func run() async throws {
        try await TagKeyService.serve(
            try await options.loadState(),
            try await options.loadServer(),
            environment: options.environment,
            logger: options.logger()
        )
    }
}
