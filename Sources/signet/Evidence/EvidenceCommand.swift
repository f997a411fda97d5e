import ArgumentParser

/// `signet evidence`.
struct EvidenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence",
        abstract: "Check a file of evidence with nothing but the file and the owners' root.",
        subcommands: [EvidenceVerifyCommand.self, EvidenceShowCommand.self]
    )
}
