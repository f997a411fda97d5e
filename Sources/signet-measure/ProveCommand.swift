import ArgumentParser
import FoundationEssentials
import Simulation

/// `./bench prove`.
struct ProveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove",
        abstract: "How long it takes from a tag that lies there to the word that it is the seal."
    )

    @OptionGroup var options: ReportOptions

    func run() async throws {
        try options.give(
            try await ProofMeasure(readerExecutable: "\(programsFolder())/signet-tag-reader").measure()
        )
    }
}
