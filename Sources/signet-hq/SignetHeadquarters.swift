import ArgumentParser

/// Headquarters: takes in every site's records, counts them, and serves the console.
@main struct SignetHeadquarters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signet-hq",
        abstract: "Signet's headquarters.",
        subcommands: [
            ServeCommand.self, InitCommand.self, FoundCommand.self, SiteKeyCommand.self, AccountCommand.self,
            StickCommand.self,
            BackupCommand.self, EpochsCommand.self,
        ],
        defaultSubcommand: ServeCommand.self
    )
}
