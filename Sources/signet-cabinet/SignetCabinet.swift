import ArgumentParser

/// The daemon of one cabinet.
@main struct SignetCabinet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signet-cabinet",
        abstract: "Keeps the seals of one cabinet.",
        subcommands: [ServeCommand.self, EnrolCommand.self, RotateCommand.self, StickCommand.self],
        defaultSubcommand: ServeCommand.self
    )
}
