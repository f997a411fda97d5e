import ArgumentParser

/// The rig: simulated hardware at the far end of serial lines, and relays that can be cut.
@main struct SignetRig: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signet-rig",
        abstract: "Simulated readers, tags, lock boards, drawers and network lines.",
        subcommands: [Play.self, Ask.self],
        defaultSubcommand: Play.self
    )
}
