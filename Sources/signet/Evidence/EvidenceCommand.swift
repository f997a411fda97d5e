import ArgumentParser

/// `signet evidence`.
struct EvidenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence",
        abstract:
            "Make a file of evidence, close parts of it, and check it with nothing but the file and the owners' root.",
        subcommands: [
            EvidenceExportCommand.self, EvidenceRedactCommand.self, EvidenceVerifyCommand.self,
            EvidenceShowCommand.self, EvidenceReportCommand.self,
        ]
    )
}
