import ArgumentParser

/// The commands about the root: `signet root`.
struct RootCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "root",
        abstract: "Make the statement on which everything hangs.",
        subcommands: [RootNewCommand.self]
    )
}
