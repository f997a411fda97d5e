import ArgumentParser
import Host
import Logging
import OutsideWitness
import Records

/// The commands of a witness outside the house: `signet witness`.
struct WitnessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "witness",
        abstract: "Cosign the heads of somebody's logs, so that they cannot show two histories.",
        discussion: """
            For an auditor, a notary, a parent company: anybody whom the organisation does not control. Make a key with \
            «new», tell the organisation what «key» prints, and run «serve» with the keys of its logs. Back up nothing of \
            the folder: a witness that was restored from a backup would cosign what it has forgotten. One that is lost gets \
            a new key.
            """,
        subcommands: [WitnessNewCommand.self, WitnessKeyCommand.self, WitnessServeCommand.self]
    )
}

/// Where a witness lives.
struct WitnessFolderOption: ParsableArguments {
    @Option(name: .long, help: "The witness's folder.") var state: String
}

/// `signet witness new`.
struct WitnessNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Make a folder with a new key."
    )

    @OptionGroup var folder: WitnessFolderOption
    @Option(name: .long, help: "The name in its cosignatures, such as notary.example.net/witness.") var name:
        String

    func run() throws {
        try reporting { print(try WitnessFolder.make(path: folder.state, name: name).key.text) }
    }
}

/// `signet witness key`.
struct WitnessKeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Print name and public key, as the organisation is told them."
    )

    @OptionGroup var folder: WitnessFolderOption

    func run() throws {
        try reporting { print(try WitnessFolder(path: folder.state).key.text) }
    }
}

/// `signet witness serve`.
struct WitnessServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Answer add-checkpoint over HTTP (C2SP tlog-witness) until stopped."
    )

    @OptionGroup var folder: WitnessFolderOption
    @Option(name: .long, help: "The key of a log, NAME+ID+KEY; once for each log.") var log: [String]
    @Option(name: .long, help: "The address to listen on; end TLS before it.") var host = "127.0.0.1"
    @Option(name: .long, help: "The port; 0 for any.") var port = 7_440

    func run() async throws {
        var server: WitnessServer?
        try reporting {
            var logs: [NoteVerifierKey] = []
            for text in log { logs.append(try NoteVerifierKey(text: text)) }
            let desk = try WitnessDesk(folder: WitnessFolder(path: folder.state), logs: logs)
            let logger = Logger(label: "signet.witness") { StreamLogHandler.standardError(label: $0) }
            server = WitnessServer(desk, host: host, port: port, clock: SystemClock(), logger: logger)
        }
        try await server?.run()
    }
}
