import ArgumentParser
import CabinetAppliance
import FoundationEssentials

/// Takes a slip that headquarters issued.
struct EnrolCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrol",
        abstract: "Take an enrolment slip; the daemon redeems it at its next start."
    )

    @OptionGroup var options: Options

    @Option(help: "The slip's file.")
    var slip: String

    func run() async throws {
        let text = try Data(contentsOf: URL(filePath: slip))
        try CabinetDaemon.bring(slip: Array(text), to: try await options.load())
    }
}
