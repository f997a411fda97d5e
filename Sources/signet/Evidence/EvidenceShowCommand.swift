import ArgumentParser
import Evidence

/// `signet evidence show`.
struct EvidenceShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Check a file of evidence and tell all that it shows, and what it does not."
    )

    @OptionGroup var options: EvidenceOptions

    func run() throws {
        try reporting { for line in try options.report().lines { print(line) } }
    }
}
