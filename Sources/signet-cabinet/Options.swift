import ArgumentParser
import CabinetAppliance
import FoundationEssentials
import Logging

/// What every command of a cabinet needs to know.
struct Options: ParsableArguments {
    @Option(help: "The configuration file.")
    var configuration = "/etc/signet-cabinet/cabinet.yaml"

    @Option(help: "How much is logged: trace, debug, info, notice, warning, error or critical.")
    var logLevel = "info"

    /// The configuration, read and checked.
    func load() async throws -> CabinetConfiguration {
        try await CabinetConfiguration(path: configuration, environment: environment)
    }

    var environment: [String: String] { ProcessInfo.processInfo.environment }

    func logger() -> Logger {
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        var logger = Logger(label: "signet-cabinet")
        logger.logLevel = Logger.Level(rawValue: logLevel) ?? .info
        return logger
    }
}
