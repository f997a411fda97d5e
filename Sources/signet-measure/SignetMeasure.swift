import ArgumentParser

/// Plays and measures the whole of Signet on simulated hardware.
@main struct SignetMeasure: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signet-measure",
        abstract: "Plays Signet on simulated hardware.",
        subcommands: [
            DemonstrationCommand.self, TourCommand.self, ProveCommand.self, FootprintCommand.self,
            CommitCommand.self, ProofsCommand.self, DrainCommand.self, AlarmCommand.self,
            RecoverCommand.self, HeadquartersCommand.self,
        ]
    )
}
