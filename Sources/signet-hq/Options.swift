import ArgumentParser
import FoundationEssentials
import Headquarters
import Logging

/// What every command of headquarters needs to know.
struct Options: ParsableArguments {
    @Option(help: "The configuration file.")
    var configuration = "/etc/signet-hq/headquarters.yaml"

    @Option(help: "How much is logged: trace, debug, info, notice, warning, error or critical.")
    var logLevel = "info"

    /// The configuration, read and checked.
    func load() async throws -> HeadquartersConfiguration {
        try await HeadquartersConfiguration(path: configuration, environment: environment)
    }

    var environment: [String: String] { ProcessInfo.processInfo.environment }

    func logger() -> Logger {
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        var logger = Logger(label: "signet-hq")
        logger.logLevel = Logger.Level(rawValue: logLevel) ?? .info
        return logger
    }
}
