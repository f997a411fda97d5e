import ArgumentParser
import CabinetAppliance

/// Changes the key with which the cabinet signs its record.
struct RotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Change the key of the cabinet's record; the daemon does it at its next start."
    )

    @OptionGroup var options: Options

    func run() async throws { try CabinetDaemon.requestRotation(of: try await options.load()) }
}
