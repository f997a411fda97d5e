import ArgumentParser
import FoundationEssentials
import Logging
import TagKeys

/// What every command of the key service needs to know.
struct Options: ParsableArguments {
    @Option(help: "The configuration file.")
    var configuration = "/etc/signet-hq-keys/keys.yaml"

    @Option(help: "How much is logged: trace, debug, info, notice, warning, error or critical.")
    var logLevel = "info"

    /// Where the masters lie, read and checked.
    func loadState() async throws -> KeyStateConfiguration {
        try await KeyStateConfiguration(path: configuration, environment: environment)
    }

    /// Whom the service serves, read and checked.
    func loadServer() async throws -> KeyServerConfiguration {
        try await KeyServerConfiguration(path: configuration, environment: environment)
    }

    var environment: [String: String] { ProcessInfo.processInfo.environment }

    func logger() -> Logger {
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        var logger = Logger(label: "signet-hq-keys")
        logger.logLevel = Logger.Level(rawValue: logLevel) ?? .info
        return logger
    }
}
