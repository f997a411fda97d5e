import ArgumentParser

/// The tag-key service of headquarters.
@main struct SignetHQKeys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signet-hq-keys",
        abstract: "Holds the master keys of tags and gives each cabinet the keys of its tags.",
        subcommands: [ServeCommand.self, InitCommand.self],
        defaultSubcommand: ServeCommand.self
    )
}
